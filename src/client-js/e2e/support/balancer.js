/** What stands between a page and the nodes: a TCP balancer that can also lose the network. */
import { connect, createServer } from 'node:net'

export class Balancer {
  #nodes
  #sticky
  #server
  #pairs = new Set()
  #next = 0
  #dark = false

  /**
   * @param {{alive: boolean, ports: {http: number}}[]} nodes dealt out in turn, the living ones only
   * @param {{sticky?: boolean}} [how] sticky: all go to the first living one, as SockJS over HTTP needs it
   */
  constructor(nodes, { sticky = false } = {}) {
    this.#nodes = nodes
    this.#sticky = sticky
    this.#server = createServer({ allowHalfOpen: false }, client => this.#accept(client))
  }

  listen() {
    return new Promise(resolve => this.#server.listen(0, '127.0.0.1', () => resolve(this)))
  }

  get port() {
    return this.#server.address().port
  }

  get url() {
    return `http://127.0.0.1:${this.port}`
  }

  /** How many connections there are. */
  get connections() {
    return this.#pairs.size
  }

  #accept(client) {
    if (this.#dark) {
      client.destroy()
      return
    }
    const living = this.#nodes.filter(node => node.alive)
    if (living.length === 0) {
      client.destroy()
      return
    }
    const turn = this.#sticky ? 0 : this.#next++
    const node = connect(living[turn % living.length].ports.http, '127.0.0.1')
    const pair = { client, node }
    this.#pairs.add(pair)
    const end = () => {
      this.#pairs.delete(pair)
      client.destroy()
      node.destroy()
    }
    for (const [from, to] of [[client, node], [node, client]]) {
      from.on('data', data => pair.frozen || to.write(data))
      from.on('error', end)
      from.on('close', () => pair.frozen || end())
    }
  }

  /** The connections that there are stay open on both sides and carry nothing any more, for good. */
  freeze() {
    this.#pairs.forEach(pair => (pair.frozen = true))
  }

  /** All connections break. */
  cut() {
    this.#pairs.forEach(({ client, node }) => {
      client.resetAndDestroy()
      node.resetAndDestroy()
    })
    this.#pairs.clear()
  }

  /** All connections break and no new ones are taken, until {@link bright}. */
  dark() {
    this.#dark = true
    this.cut()
  }

  bright() {
    this.#dark = false
  }

  close() {
    this.cut()
    return new Promise(resolve => this.#server.close(resolve))
  }
}
