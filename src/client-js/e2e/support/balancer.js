/** TCP balancer between a page and the nodes. It can also simulate a lost network. */
import { connect, createServer } from 'node:net'

export class Balancer {
  #nodes
  #sticky
  #server
  #pairs = new Set()
  #next = 0
  #dark = false

  /**
   * @param {{alive: boolean, ports: {http: number}}[]} nodes used in turn, if they are alive
   * @param {{sticky?: boolean}} [how] sticky: all connections go to the first node that is alive, which SockJS over HTTP requires
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

  /** The number of connections. */
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

  /** Drops all further data of the existing connections, which stay open on both sides. */
  freeze() {
    this.#pairs.forEach(pair => (pair.frozen = true))
  }

  /** Breaks all connections. */
  cut() {
    this.#pairs.forEach(({ client, node }) => {
      client.resetAndDestroy()
      node.resetAndDestroy()
    })
    this.#pairs.clear()
  }

  /** Breaks all connections and accepts no new ones, until {@link bright}. */
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
