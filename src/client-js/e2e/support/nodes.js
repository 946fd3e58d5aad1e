/** Real nodes, as processes: started, killed, hung, drained and started again. */
import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { fileURLToPath } from 'node:url'
import { eventually } from './eventually.js'

export const JAR = process.env.E2E_JAR ?? fileURLToPath(new URL('../../../../target/heartline.jar', import.meta.url))
export const JAVA = process.env.JAVA_HOME ? `${process.env.JAVA_HOME}/bin/java` : 'java'
/** Options of the JVM of a node, separated by blanks. */
export const JVM = (process.env.NODE_JVM ?? '-XX:+IgnoreUnrecognizedVMOptions --sun-misc-unsafe-memory-access=allow').split(' ')
const READY_MILLIS = 60_000
/** The first port: below the system's range for outgoing connections, and below the ports of the Java tests. */
const PORTS = { first: 12_000, count: 8_000 }
/** The distance between the first ports of test processes that run in parallel. */
const APART = 997
let next = (process.pid * APART) % PORTS.count

/** The first of `inARow` consecutive free ports that this process has not used yet. */
export async function freePort(inARow = 1) {
  for (let tries = 0; tries < PORTS.count; tries++) {
    const port = PORTS.first + (next % PORTS.count)
    next += inARow
    const free = await Promise.all(Array.from({ length: inARow }, (_, i) => isFree(port + i)))
    if (free.every(Boolean)) {
      return port
    }
  }
  throw new Error('every port is taken')
}

/** True if no process listens on the port now. */
function isFree(port) {
  return new Promise(resolve => {
    const probe = createServer()
    probe.once('error', () => resolve(false))
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)))
  })
}

/** One node; it keeps its ports when it is started again. */
class Node {
  constructor(ports, args) {
    this.ports = ports
    this.args = args
    this.log = ''
    this.process = null
  }

  get url() {
    return `http://127.0.0.1:${this.ports.http}`
  }

  get alive() {
    return this.process !== null && this.process.exitCode === null && this.process.signalCode === null
  }

  async start() {
    const { http, cluster, bus } = this.ports
    this.process = spawn(JAVA, [...JVM, '-Xmx256m', '-jar', JAR, 'serve', `--port=${http}`, `--cluster-port=${cluster}`,
      `--bus-port=${bus}`, ...this.args])
    this.process.stdout.on('data', data => (this.log += data))
    this.process.stderr.on('data', data => (this.log += data))
    await eventually(() => `a node is ready; it said:\n${this.log}`, () => this.isReady(), READY_MILLIS)
    return this
  }

  async isReady() {
    if (!this.alive) {
      throw new Error(`the node ended:\n${this.log}`)
    }
    const answer = await fetch(`${this.url}/health/ready`).catch(() => null)
    return answer?.status === 200
  }

  /** kill -9. */
  kill() {
    return this.#end('SIGKILL')
  }

  /** SIGTERM; completes when the process has left. */
  drain() {
    return this.#end('SIGTERM')
  }

  #end(signal) {
    if (!this.alive) {
      return Promise.resolve()
    }
    return new Promise(resolve => {
      this.process.once('exit', resolve)
      this.process.kill(signal)
    })
  }
}

/** A cluster on this machine. */
export class Cluster {
  constructor(nodes) {
    this.nodes = nodes
  }

  /**
   * @param {number} count
   * @param {string[]} args more options of `serve`; one without a value removes a default of these tests
   */
  static async start(count, args = []) {
    const ports = []
    for (let i = 0; i < count; i++) {
      ports.push({ http: await freePort(), cluster: await freePort(), bus: await freePort() })
    }
    const join = ports.map(each => `127.0.0.1:${each.cluster}`).join(',')
    const said = args.map(arg => arg.split('=')[0])
    const usual = ['--auth=none', '--origins=*'].filter(arg => !said.includes(arg.split('=')[0]))
    const common = [`--cluster-name=e2e-${ports[0].cluster}`, `--join=${join}`, ...usual, ...args.filter(arg => !arg.endsWith('='))]
    const cluster = new Cluster(ports.map(each => new Node(each, common)))
    try {
      await cluster.nodes[0].start() // then the others find it at once
      await Promise.all(cluster.nodes.slice(1).map(node => node.start()))
      await cluster.settled()
    } catch (failure) {
      await cluster.stop()
      throw failure
    }
    return cluster
  }

  /** Waits until all nodes that are alive see each other, and every entry has its replica. */
  async settled() {
    const living = this.nodes.filter(node => node.alive)
    for (const node of living.length > 1 ? living : []) {
      let view
      await eventually(() => `the cluster has settled: ${JSON.stringify(view)}`, async () => {
        view = await fetch(`${node.url}/v1/cluster`).then(answer => answer.json()).catch(String)
        return view.safe && view.nodes.length === living.length
      }, READY_MILLIS)
    }
  }

  async stop() {
    await Promise.all(this.nodes.map(node => node.kill()))
  }

  /** Pushes through the first node that is alive, and retries with the same id until the message is stored. */
  async push(user, body, options = {}) {
    const id = crypto.randomUUID()
    return eventually(`a push to ${user} is stored`, async () => {
      const node = this.nodes.find(each => each.alive)
      const answer = await fetch(`${node.url}/v1/push`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ user, id, body, ...options }),
        signal: AbortSignal.timeout(10_000),
      }).catch(() => null)
      return answer?.ok ? (await answer.json()).results[0] : null
    }, READY_MILLIS)
  }

  /** Queries the state of a user. */
  async user(user) {
    const node = this.nodes.find(each => each.alive)
    return (await fetch(`${node.url}/v1/users/${encodeURIComponent(user)}`)).json()
  }
}
