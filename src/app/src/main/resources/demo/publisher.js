/** A push that gets no answer is repeated after this time, through another node. */
const AGAIN_MILLIS = 300;
/** Longer than the cluster needs to go on without a node that hangs. */
const PATIENCE_MILLIS = 6000;
/** A node that gave no answer is left alone for so long; then one push tries it. */
const REST_MILLIS = 5000;

/**
 * Pushes as a careful service would. The id is made here, so a push whose node was killed before it answered can be
 * repeated through another: the cluster stores an id once.
 */
export class Publisher {
  /**
   * @param {import('./nodes.js').Nodes} nodes
   * @param {import('./ledger.js').Ledger} ledger
   */
  constructor(nodes, ledger) {
    this.nodes = nodes;
    this.ledger = ledger;
    this.prefix = `demo-${Math.random().toString(36).slice(2, 10)}`;
    this.count = 0;
    /** @type {Map<number, number>} until when nodes that gave no answer are left alone */
    this.resting = new Map();
  }

  /** @param {{user: string, text: string, through: number}} what @returns {Promise<void>} stored, or refused */
  async push({ user, text, through }) {
    const id = `${this.prefix}-${++this.count}`;
    this.ledger.pushed({ id, user, text, at: Date.now() });
    for (let node = this.choose(through); ; node = this.choose(1 + (node.number % this.nodes.list.length))) {
      const answer = await ask(node, { user, id, body: { text } });
      if (answer.state !== 'unanswered') this.resting.delete(node.number);
      if (answer.state === 'stored') return this.ledger.stored(id, { ...answer, node: node.number, at: Date.now() });
      if (answer.state === 'refused') return this.ledger.refused(id, answer.why);
      this.resting.set(node.number, Date.now() + REST_MILLIS);
      this.ledger.unanswered(id, node.number);
      await new Promise((done) => setTimeout(done, AGAIN_MILLIS));
    }
  }

  /**
   * @private
   * @param {number} first
   * @returns {import('./nodes.js').Node} the first one from there on that is not left alone; if all are, one that serves
   */
  choose(first) {
    const { list } = this.nodes;
    const turn = [...list.slice(first - 1), ...list.slice(0, first - 1)];
    const now = Date.now();
    const node = turn.find(({ number }) => !(this.resting.get(number) > now));
    if (!node) return turn.find(({ state }) => state === 'serving') || turn[0];
    // Its rest is over: while this push tries it, the others go on without it.
    if (this.resting.has(node.number)) this.resting.set(node.number, now + REST_MILLIS);
    return node;
  }
}

/**
 * @param {import('./nodes.js').Node} node
 * @param {object} push
 * @returns {Promise<any>} `unanswered` where it may be stored or not, and where the node only can't at the moment
 */
async function ask(node, push) {
  try {
    const answer = await fetch(`${node.url}/v1/push`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(push),
      signal: AbortSignal.timeout(PATIENCE_MILLIS),
    });
    const told = await answer.json();
    if (answer.ok) return { state: 'stored', epoch: told.results[0].epoch, seq: told.results[0].seq };
    const later = answer.status === 429 || answer.status === 503 || answer.status === 504;
    return later ? { state: 'unanswered' } : { state: 'refused', why: told.detail };
  } catch (noAnswer) {
    return { state: 'unanswered' };
  }
}
