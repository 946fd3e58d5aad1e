/** A push that gets no answer is repeated after this time, through another node. */
const AGAIN_MILLIS = 300;
const PATIENCE_MILLIS = 10000;

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
  }

  /** @param {{user: string, text: string, through: number}} what @returns {Promise<void>} stored, or refused */
  async push({ user, text, through }) {
    const id = `${this.prefix}-${++this.count}`;
    this.ledger.pushed({ id, user, text, at: Date.now() });
    for (let node = this.nodes.list[through - 1]; ; node = this.nodes.after(node.number)) {
      const answer = await ask(node, { user, id, body: { text } });
      if (answer.state === 'stored') return this.ledger.stored(id, { ...answer, node: node.number, at: Date.now() });
      if (answer.state === 'refused') return this.ledger.refused(id, answer.why);
      this.ledger.unanswered(id, node.number);
      await new Promise((done) => setTimeout(done, AGAIN_MILLIS));
    }
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
