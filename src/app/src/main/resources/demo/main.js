import { Ledger } from './ledger.js';
import { Nodes } from './nodes.js';
import { Phone, textOf } from './phone.js';
import { Publisher } from './publisher.js';
import { Stage } from './stage.js';
import { status } from './status.js';
import { Way } from './way.js';

const STREAM_MILLIS = 250;
const WHO = [{ user: 'ada', kind: 'phone' }, { user: 'ada', kind: 'tablet' }, { user: 'ben', kind: 'phone' }];

const find = (/** @type {string} */ id) => /** @type {any} */ (document.getElementById(id));

/** @type {Stage | undefined} there once the nodes are known */
let stage;
const nodes = new Nodes(() => turn());
await nodes.watch();

// Each time the page is opened it has new devices: two tabs do not take each other's messages for their own.
const page = Math.random().toString(36).slice(2, 8);
const watcher = {
  changed: () => turn(),
  sent: (phone, message) => (ledger.sent(phone, message, Date.now(), textOf(message.body)), stage.pulse(phone)),
  handled: (phone, message) => ledger.handled(phone, message, Date.now()),
  acked: (phone, position) => ledger.acked(phone, position, Date.now()),
};
const phones = WHO.map(({ user, kind }, i) =>
  new Phone({ user, kind, device: `${kind}-${page}-${i}`, home: 1 + (i % nodes.list.length) }, nodes, watcher));
const users = [...new Set(WHO.map(({ user }) => user))];
const devices = new Map(users.map((user) => [user, phones.filter((phone) => phone.user === user).map(({ device }) => device)]));

const way = new Way(find('messages'), new Map(phones.map((phone) => [phone.device, phone])));
const ledger = new Ledger(devices, (entry) => way.change(entry));
const publisher = new Publisher(nodes, ledger);
stage = new Stage(nodes, phones);

/** @type {number | undefined} since when all nodes serve and all phones are online */
let calmSince;
let met = false;
turn();

/** Something has changed, or half a second is over. */
function turn() {
  if (!stage) return;
  const online = phones.every((phone) => phone.node);
  const calm = online && nodes.settled && nodes.serving().length === nodes.list.length;
  calmSince = calm ? calmSince || Date.now() : undefined;
  met = met || online; // a device is owed what comes from its first connection on
  find('send').disabled = find('stream').disabled = !met;
  phones.forEach((phone) => phone.goHome());
  stage.draw();
  say('status', status(nodes, phones));
  showScore();
}

function showScore() {
  const { lost, stored, underWay, duplicates, outOfOrder } = ledger.score(Date.now(), calmSince);
  const figures = { lost, stored, 'under-way': underWay, duplicates, 'out-of-order': outOfOrder };
  Object.entries(figures).forEach(([id, figure]) => say(id, String(figure)));
  find('score').dataset.bad = String(lost + duplicates + outOfOrder > 0);
}

/** @param {string} id @param {string} text a live region speaks when it is written to */
function say(id, text) {
  const place = find(id);
  if (place.textContent !== text) place.textContent = text;
}

find('user').append(...users.map((user) => new Option(`${user}, ${devicesOf(user)}`, user)));
find('through').append(new Option('the nodes in turn', ''), ...nodes.list.map(({ number }) => new Option(`node ${number}`, String(number))));

/** @param {string} user */
function devicesOf(user) {
  const { length } = devices.get(user) || [];
  return length === 1 ? '1 device' : `${length} devices`;
}

let turns = 0;

/** @param {string} user @param {string} text */
function push(user, text) {
  const through = Number(find('through').value) || 1 + (turns++ % nodes.list.length);
  publisher.push({ user, text, through }).catch(report).finally(turn);
}

find('push').addEventListener('submit', (event) => {
  event.preventDefault();
  push(find('user').value, find('text').value);
});

/** @type {number | undefined} */
let stream;
let streamed = 0;
find('stream').addEventListener('click', () => {
  clearInterval(stream);
  stream = stream ? undefined : setInterval(() => push(users[streamed++ % users.length], `hello ${streamed}`), STREAM_MILLIS);
  find('stream').setAttribute('aria-pressed', String(!!stream));
  say('stream', stream ? 'Stop the stream' : 'Start a stream');
});

/** @param {unknown} error */
function report(error) {
  say('status', `This page has a fault: ${error}`);
  throw error;
}
