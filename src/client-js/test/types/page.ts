// Is only compiled: what a page written in TypeScript sees of the package as it is shipped.
import { connect, HeartlineError, type Failure, type Line, type Message, type State, type Why } from 'heartline-client';
import { FakeServer } from 'heartline-client/testing';

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
connect(new URL('wss://push.example.com/v1/connect'), { user: 'alice', fetch: false });

connect('/v1/connect', { user: 'alice', fetch });
connect('/v1/connect', { user: 'alice', fetch: async (url) => ({ status: 200, headers: new Map([['content-type', 'text/html']]), text: async () => url }) });

// Listeners that were written for earlier versions.
const changed = (state: State, why?: Why): void => console.log(state, why?.delayMillis);
line.on('state', changed);
line.on('state', (state: string) => console.log(state));
line.on('state', async () => {});
line.on('message', (message: { body: any }) => message.body.anything);

// The body has a type, the state says if there is a reason.
interface Order { item: number }
const orders: Line<Order> = connect<Order>('/v1/connect', { user: 'alice' });
orders.on('message', ({ body }) => body.item.toFixed());
orders.on('failed', (failure: Failure<Order>) => failure.message.body.item > 5 && failure.skip());
orders.on('state', (state, why) => {
  if (state === 'waiting') console.log(why.reason, why.delayMillis);
  if (state === 'stopped') return why.name;
});
orders.on('state', (...change) => change[0] === 'stopped' && change[1].name);
orders.send<{ total: number }>('orders', { item: 1 }).then(({ total }) => total.toFixed());

const server = new FakeServer();
connect<Order>('ws://test/v1/connect', { user: 'alice', ...server.options });
server.push({ item: 5 }, { id: 'order-5' }).then(() => server.pending.length);
server.service('orders', async ({ item }) => ({ total: item }));
server.judge = ({ token }) => (token === 'old' ? 4004 : undefined);

// @ts-expect-error the answer to a fetch has a status
connect('/v1/connect', { user: 'alice', fetch: async () => ({}) });
// @ts-expect-error there is no such event
line.on('mesage', () => {});
// @ts-expect-error a token is a function
connect('/v1/connect', { token: 'abc' });
// @ts-expect-error a url is a text or a URL
connect(undefined, { user: 'alice' });
// @ts-expect-error seq is a number
line.on('message', ({ seq }) => seq?.trim());
// @ts-expect-error an order has no price
orders.on('message', ({ body }) => body.price);
// @ts-expect-error online has no reason
orders.on('state', (state, why) => state === 'online' && why.reason);
// @ts-expect-error the state is read-only
line.state = 'online';
// @ts-expect-error a message is read-only
orders.on('message', (message) => { message.id = 'other'; });
// @ts-expect-error so is its position
line.on('resumed', ({ position }) => position.seq++);
