/** So often the demo and the cluster are asked how they are. */
const ASK_MILLIS = 500;
const PATIENCE_MILLIS = 2000;

/**
 * @typedef {object} Node
 * @property {number} number
 * @property {string} url
 * @property {'starting' | 'serving' | 'hung' | 'draining' | 'ending' | 'ended'} state
 * @property {number | null} pid
 */

/** The nodes: which run, as the demo tells that started them, and whether all is stored twice, as one of them tells. */
export class Nodes {
  /** @param {() => void} changed */
  constructor(changed) {
    this.changed = changed;
    /** @type {Node[]} */
    this.list = [];
    /** Every node is known to the others, and every message is held by two. */
    this.settled = false;
    /** The demo that started the nodes answers. */
    this.here = true;
    /** @type {Map<string, number>} how many sessions a node holds, by the id of its present start */
    this.sessions = new Map();
    /** @type {Map<number, string>} that id, by number, as the phones were told it */
    this.ids = new Map();
  }

  /** @returns {Promise<void>} when they were asked for the first time */
  async watch() {
    await this.ask();
    setTimeout(() => this.watch(), ASK_MILLIS);
  }

  /**
   * @param {number} number
   * @param {'kill' | 'hang' | 'wake' | 'drain' | 'start'} what  `kill -9`, `kill -STOP`, `kill -CONT`, `kill`, or a new process
   */
  async order(number, what) {
    this.settled = false;
    const answer = await fetch(`/nodes/${number}/${what}`, { method: 'POST' });
    if (answer.ok) this.take(await answer.json());
    this.changed();
  }

  serving() {
    return this.list.filter((node) => node.state === 'serving');
  }

  /** @param {number} number the serving node after that one; that one where no other serves */
  after(number) {
    const serving = this.serving();
    return serving.find((node) => node.number > number) || serving[0] || this.list[number - 1];
  }

  /** @param {number} number */
  sessionsOf(number) {
    return this.sessions.get(this.ids.get(number) || '');
  }

  /** @private */
  async ask() {
    try {
      this.take(await json('/nodes'));
    } catch (gone) {
      this.here = false;
    }
    await this.askCluster();
    this.changed();
  }

  /** @private */
  async askCluster() {
    const [one] = this.serving();
    const view = one && this.here ? await json(`${one.url}/v1/cluster`).catch(() => undefined) : undefined;
    const known = view ? view.nodes : [];
    this.sessions = new Map(known.map((/** @type {any} */ node) => [node.node, node.sessions]));
    const calm = this.list.every(({ state }) => ['serving', 'hung', 'ended'].includes(state));
    this.settled = calm && !!view && view.safe && known.length === this.serving().length;
  }

  /** @private @param {{nodes: Node[]}} told */
  take({ nodes }) {
    this.here = true;
    this.list = nodes;
  }
}

/** @param {string} url */
async function json(url) {
  const answer = await fetch(url, { signal: AbortSignal.timeout(PATIENCE_MILLIS) });
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`);
  return answer.json();
}
