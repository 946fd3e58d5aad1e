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
    const { pushed, accepted, stored, deliveries } = entry;
    const since = (/** @type {number} */ at) => (pushed ? `+${Math.max(0, at - pushed)}` : '');
    const sent = [...deliveries].map(([device, { sent: way }]) =>
      make('span', way && `${(this.phones.get(device) || { kind: 'phone' }).kind}, node ${way.node} ${since(way.at)}`));
    const acked = [...deliveries].map(([, { acked: at }]) => make('span', at ? `✓ ${since(at)}` : '…'));
    const steps = make('div', '', 'columns');
    steps.append(
      make('span', [stored && `node ${stored.node}`, accepted && since(accepted)].filter(Boolean).join(' ') || '…'),
      make('span', stored ? `no. ${stored.seq} ${since(stored.at)}` : '…'),
      column(sent), column(acked));
    return steps;
  }
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
