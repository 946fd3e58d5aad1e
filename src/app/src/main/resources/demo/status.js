/**
 * How things are, in a sentence or two.
 *
 * @param {import('./nodes.js').Nodes} nodes
 * @param {import('./phone.js').Phone[]} phones
 */
export function status(nodes, phones) {
  if (!nodes.here) return 'The demo has ended. Start it again, then load this page anew.';
  return [ofNodes(nodes), ofPhones(phones)].filter(Boolean).join(' ');
}

/** @param {import('./nodes.js').Nodes} nodes */
function ofNodes(nodes) {
  const { list, settled } = nodes;
  const serving = nodes.serving().length;
  const inState = (/** @type {string} */ state) => list.filter((node) => node.state === state);
  const [starting, draining, hung] = ['starting', 'draining', 'hung'].map(inState);
  if (draining.length) return `${names(draining)} ${is(draining)} leaving: its phones go to others, and so do its messages.`;
  if (hung.length) {
    return settled
      ? `${names(hung)} ${hung.length > 1 ? 'hang' : 'hangs'}. The others go on without it, and hold every message.`
      : `${names(hung)} ${hung.length > 1 ? 'hang' : 'hangs'}, with open connections. After five silent seconds the others go on without it.`;
  }
  if (starting.length) return `${names(starting)} ${is(starting)} starting, and will take back a part of the messages.`;
  if (serving === list.length) {
    return settled
      ? `All ${serving} nodes serve, and every message is held by two of them.`
      : 'All nodes serve, and share the messages out among them.';
  }
  const gone = list.filter(({ state }) => state !== 'serving');
  const lone = serving === 1 ? 'The one that is left holds everything.' : 'The others make second copies of what it held …';
  return `${names(gone)} ${is(gone)} gone. ${settled ? 'The others hold every message, each on two nodes again.' : lone}`;
}

/** @param {import('./phone.js').Phone[]} phones */
function ofPhones(phones) {
  const away = phones.filter((phone) => !phone.node).map(({ name }) => name);
  return away.length ? `${away.join(' and ')} ${away.length > 1 ? 'look' : 'looks'} for another node.` : '';
}

/** @param {{number: number}[]} nodes */
function names(nodes) {
  return `Node ${nodes.map(({ number }) => number).join(' and ')}`;
}

/** @param {unknown[]} some */
function is(some) {
  return some.length > 1 ? 'are' : 'is';
}
