/** Five existing pages, of which only the base URL was changed, during the faults of a cluster. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Balancer } from './support/balancer.js'
import { launch, loaded, Pages } from './support/browser.js'
import { eventually } from './support/eventually.js'
import { Cluster } from './support/nodes.js'

const ROUTES = fileURLToPath(new URL('../../../docs/routes.yaml', import.meta.url))
const BEATS = 5

/** The pages, each with its user and the body that makes it show `n`. One of them never reconnects: its user reloads it. */
const FIELD = [
  { name: 'admin', user: 'ann', body: n => ({ type: 100, body: { n } }) },
  { name: 'hand-written', user: 'ben', body: n => n },
  { name: 'counter', user: 'counter', body: n => n, loadedAgain: true },
  { name: 'crm', user: 'cleo', body: n => n },
  { name: 'crm', user: 'carl', body: n => n, withoutWebSocket: true },
  { name: 'mini-program', user: 'dan', body: n => String(n) },
]

let cluster, balancer, stickyBalancer, browser, pages
let pushed = 0

before(async () => {
  pages = await new Pages().listen()
  browser = await launch()
  cluster = await Cluster.start(3, [`--routes=${ROUTES}`, '--grace-millis=6000'])
  balancer = await new Balancer(cluster.nodes).listen()
  stickyBalancer = await new Balancer(cluster.nodes, { sticky: true }).listen()
  for (const page of FIELD) {
    await open(page)
  }
})

after(async () => {
  await browser?.close()
  await balancer?.close()
  await stickyBalancer?.close()
  await cluster?.stop()
  await pages?.close()
})

async function open(page) {
  const context = await browser.newContext() // each page has a browser of its own
  page.tab = await context.newPage()
  if (page.withoutWebSocket) {
    await page.tab.addInitScript(() => delete window.WebSocket)
  }
  const base = (page.withoutWebSocket ? stickyBalancer : balancer).url.replace('http', 'ws')
  const url = `${pages.url}/e2e/pages/field/${page.name}.html?${new URLSearchParams({ base, user: page.user })}`
  await loaded(page.tab, () => page.tab.goto(url))
  await isOnline(page)
}

const seen = page => page.tab.evaluate(() => window.seen)
const isOnline = page => eventually(`${page.user} is online`, async () => (await cluster.user(page.user)).online)

/** Pushes `count` more messages to each user. */
async function pushMore(count) {
  for (let i = 0; i < count; i++, pushed++) {
    await Promise.all(FIELD.map(page => cluster.push(page.user, page.body(pushed))))
  }
}

/** Checks that all pushed messages are shown, in the order of their first delivery. Duplicates are ignored. */
async function nothingIsMissing() {
  const all = Array.from({ length: pushed }, (_, n) => n)
  for (const page of FIELD) {
    await eventually(`${page.name} shows all to ${page.user}`, async () => new Set((await seen(page)).shown).size >= pushed, 40_000)
    assert.deepEqual([...new Set((await seen(page)).shown)], all, `${page.name} of ${page.user}`)
  }
}

/**
 * Breaks the connection of SockJS over HTTP while no message is in flight, and waits until it has reconnected. A message that
 * this transport has accepted counts as delivered, even if the connection breaks at that moment.
 */
async function dropPolling() {
  const page = FIELD.find(each => each.withoutWebSocket)
  const { opened } = await seen(page)
  stickyBalancer.cut()
  await eventually('the page that polls is back', async () => (await seen(page)).opened > opened)
}

/** Reloads the pages that do not reconnect, as their users would. */
async function loadAgain(which = page => page.loadedAgain) {
  for (const page of FIELD.filter(which)) {
    await loaded(page.tab, () => page.tab.reload())
  }
}

test('pushes are shown as they were published', async () => {
  await pushMore(5)
  await nothingIsMissing()
})

test('every page stays connected over five heartbeats and more', async () => {
  const before = await Promise.all(FIELD.map(seen))
  await Promise.all(FIELD.map((page, i) =>
    eventually(`${page.name} has beaten`, async () => (await seen(page)).beats >= before[i].beats + BEATS, 120_000)))
  for (const [i, page] of FIELD.entries()) {
    assert.equal((await seen(page)).opened, before[i].opened, `${page.name} was never closed`)
  }
  await pushMore(2)
  await nothingIsMissing()
})

test('what is typed into the counter page comes back', async () => {
  const { tab } = FIELD.find(page => page.name === 'counter')
  await tab.locator('#typed').fill('hello')
  await tab.locator('#texts >> text=hello').waitFor()
})

test('a dropped connection costs nothing', async () => {
  await dropPolling()
  balancer.cut()
  await pushMore(5)
  await loadAgain()
  await nothingIsMissing()
})

test('what was swallowed by a connection that only looks open comes again', async () => {
  balancer.freeze()
  await pushMore(5)
  // Some pages detect the loss, but a browser then waits up to a minute for the peer's close frame. A user reloads earlier.
  await loadAgain(page => !page.withoutWebSocket)
  await nothingIsMissing()
})

test('a killed node costs nothing, whoever it held', async () => {
  for (const node of cluster.nodes.slice(0, 2)) {
    await node.kill()
    await pushMore(3)
    await loadAgain()
    await nothingIsMissing()
    await node.start()
    await cluster.settled()
  }
})

test('a drained node costs nothing', async () => {
  const node = cluster.nodes[2]
  await Promise.all([node.drain(), pushMore(5)])
  await loadAgain()
  await nothingIsMissing()
})
