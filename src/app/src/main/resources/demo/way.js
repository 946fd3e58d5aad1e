/** So many messages are shown; the accounts keep all. */
const MOST = 100;

/** The list of messages, the latest first, each with the way it took. Drawn at most once for each frame of the screen. */
export class Way {
  /**
   * @param {Element} list
   * @param {Map<string, {name: string, kind: string}>} phones  by device
   */
  constructor(list, phones) {
    this.list = list;
    this.phones = phones;
    /** @type {Map<import('./ledger.js').Entry, Element>} */
    this.rows = new Map();
    /** @type {Set<import('./ledger.js').Entry>} */
    this.changed = new Set();
  }

  /** @param {import('./ledger.js').Entry} entry */
  change(entry) {
    if (this.changed.size === 0) requestAnimationFrame(() => this.draw());
    this.changed.add(entry);
  }

  /** @private */
  draw() {
    for (const entry of this.changed) {
      const row = this.rows.get(entry) || this.begin(entry);
      row.replaceChildren(title(entry), ...asides(entry), this.steps(entry));
    }
    this.changed.clear();
    for (const [entry, row] of [...this.rows].slice(0, Math.max(0, this.rows.size - MOST))) {
      this.rows.delete(entry);
      row.remove();
    }
  }

  /** @private @param {import('./ledger.js').Entry} entry */
  begin(entry) {
    const row = make('li');
    this.rows.set(entry, row);
    this.list.prepend(row);
    return row;
  }

  /** @private @param {import('./ledger.js').Entry} entry */
  steps(entry) {
    const { accepted, stored, answered, sent, acked } = texts(entry, (device) => (this.phones.get(device) || { kind: 'phone' }).kind);
    const steps = make('div', '', 'columns');
    const lines = (/** @type {string[]} */ some) => column(some.map((line) => make('span', line)));
    steps.append(make('span', accepted), Object.assign(make('span', stored), { title: answered }), lines(sent), lines(acked));
    return steps;
  }
}

/**
 * The steps of a message's way. Accepted and stored have the time of the node, as the message and a look-up tell it (`at`,
 * `storedAt`): the answer to the publisher may arrive here after a phone's acknowledgement has left.
 *
 * @param {import('./ledger.js').Entry} entry
 * @param {(device: string) => string} kindOf
 */
export function texts({ pushed, accepted, stored, deliveries }, kindOf) {
  const since = (/** @type {number | undefined} */ at) => (pushed && at ? `+${Math.max(0, at - pushed)}` : '');
  const text = (/** @type {(string | false | undefined)[]} */ ...words) => words.filter(Boolean).join(' ') || '…';
  return {
    accepted: text(stored && `node ${stored.node}`, since(accepted)),
    stored: stored ? text(`no. ${stored.seq}`, since(accepted)) : '…',
    answered: stored ? text('the publisher had the answer at', since(stored.at)) : '',
    sent: [...deliveries].map(([device, { sent: way }]) => (way ? text(`${kindOf(device)}, node ${way.node}`, since(way.at)) : '')),
    acked: [...deliveries].map(([, { acked: at }]) => (at ? text('✓', since(at)) : '…')),
  };
}

/** @param {import('./ledger.js').Entry} entry */
function title({ text, user, pushed }) {
  const line = make('p', `to ${user} `, 'title');
  line.append(make('b', text), pushed ? '' : ' pushed from elsewhere');
  return line;
}

/** @param {import('./ledger.js').Entry} entry what did not go straight on */
function asides({ silent, refused }) {
  const told = silent.map((node) => make('p', `no answer from node ${node}: pushed again, under the same id`, 'aside'));
  return refused ? [...told, make('p', `refused: ${refused}`, 'aside')] : told;
}

/** @param {Element[]} lines */
function column(lines) {
  const column = make('span', '', 'lines');
  column.append(...(lines.length ? lines : [make('span', '…')]));
  return column;
}

/** @param {string} name @param {string} [text] @param {string} [className] */
function make(name, text = '', className = '') {
  return Object.assign(document.createElement(name), { textContent: text, className });
}
