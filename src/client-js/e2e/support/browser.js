/** A real browser, and the server of its pages. */
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'

const CLIENT = fileURLToPath(new URL('../..', import.meta.url))
const TYPES = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8' }
const QUIET = ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--disable-quic', '--no-first-run',
  '--disable-background-networking', '--disable-component-update', '--disable-sync']

/** Starts Chromium. The variable `CHROMIUM` names its binary if it is not the default one. */
export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: QUIET })
}

const NETWORK_CHANGED = 'net::ERR_NETWORK_CHANGED'
const MOST_LOADS = 20

/**
 * Loads a page. Chromium aborts all requests when a network interface of the machine comes or goes, as those of containers do. The page
 * is then loaded again, as its user would.
 *
 * @param {import('playwright-core').Page} tab
 * @param {() => Promise<any>} load goes to an address, or loads the page again
 */
export async function loaded(tab, load) {
  let aborted
  const watch = request => { aborted ||= request.failure()?.errorText === NETWORK_CHANGED }
  tab.on('requestfailed', watch)
  try {
    for (let loads = 1; ; loads++) {
      aborted = false
      const failure = await load().then(() => null, error => error)
      aborted ||= Boolean(failure?.message.includes(NETWORK_CHANGED))
      if (!aborted && failure) {
        throw failure
      }
      if (!aborted) {
        return
      }
      if (loads === MOST_LOADS) {
        throw new Error(`${tab.url()} was loaded ${MOST_LOADS} times, and each time the network changed`)
      }
    }
  } finally {
    tab.off('requestfailed', watch)
  }
}

/** Serves the files of this package, as an application's own web server serves its pages. */
export class Pages {
  #server = createServer((request, response) => this.#answer(request, response))

  listen() {
    return new Promise(resolve => this.#server.listen(0, '127.0.0.1', () => resolve(this)))
  }

  get url() {
    return `http://127.0.0.1:${this.#server.address().port}`
  }

  async #answer(request, response) {
    const path = normalize(decodeURIComponent(new URL(request.url, 'http://pages').pathname))
    try {
      const file = await readFile(join(CLIENT, path))
      response.writeHead(200, { 'content-type': TYPES[extname(path)] ?? 'application/octet-stream', 'cache-control': 'no-store' })
      response.end(file)
    } catch {
      response.writeHead(404).end()
    }
  }

  close() {
    this.#server.closeAllConnections()
    return new Promise(resolve => this.#server.close(resolve))
  }
}
