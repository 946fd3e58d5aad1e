// Is only compiled: what a page written in TypeScript sees of the package as it is shipped.
import { connect, HeartlineError, type Line, type Message } from 'heartline-client';

const line: Line = connect('/v1/connect', { token: async ({ expired }) => (expired ? 'new' : 'kept'), device: 'web-7f3a' });
const off: () => void = line.on('message', async (message: Message) => console.log(message.body, message.seq));
line.on('state', (state, why) => state === 'stopped' && console.log(why?.name));
line.on('failed', ({ skip, tries }) => tries > 9 && skip());
line.on('failed', async ({ message }) => (message.at < 1 ? 'skip' : undefined));
line.on('reset', async () => {});
line.on('reset', ({ position, before }) => console.log(position.epoch, before?.seq));
const answer: Promise<string> = line.send('orders', { item: 1 });
answer.catch((error) => error instanceof HeartlineError && console.log(error.code));
line.close({ bye: false }).then(off);

// @ts-expect-error there is no such event
line.on('mesage', () => {});
// @ts-expect-error a token is a function
connect('/v1/connect', { token: 'abc' });
// @ts-expect-error seq is a number
line.on('message', ({ seq }) => seq?.trim());
