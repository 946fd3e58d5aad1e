/** The SDK in a real browser against real nodes. */
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, afterEach, before, beforeEach, test } from 'node:test'
import { Balancer } from './support/balancer.js'
import { launch, loaded, Pages } from './support/browser.js'
import { eventually } from './support/eventually.js'
import { Cluster, freePort } from './support/nodes.js'

const SECRET = 'a-secret-of-thirty-two-characters'
let cluster, guarded, browser, pages, balancer, context
let users = 0

before(async () => {
  pages = await new Pages().listen()
  browser = await launch()
  cluster = await Cluster.start(2, ['--heartbeat-millis=1000'])
  guarded = await Cluster.start(1, ['--auth=jwt', `--jwt-secret=${SECRET}`, `--origins=${pages.url}`])
})

after(async () => {
  await browser?.close()
  await cluster?.stop()
  await guarded?.stop()
  await pages?.close()
})

beforeEach(async () => {
  balancer = await new Balancer(cluster.nodes).listen()
  context = await browser.newContext()
})

afterEach(async () => {
  await context.close()
  await balancer.close()
  for (const node of cluster.nodes) {
    if (!node.alive) {
      await node.start()
    }
  }
  await cluster.settled()
})

const aUser = () => `user-${++users}`

/** A tab of this user, online. */
async function open(user, more = {}) {
  const tab = await context.newPage()
  if (more.sockjs) {
    await tab.addInitScript(() => delete window.WebSocket) // as behind a proxy that blocks WebSockets
  }
  const url = `${balancer.url.replace('http', 'ws')}/v1/connect`
  await loaded(tab, () => tab.goto(`${pages.url}/e2e/pages/sdk.html?${new URLSearchParams({ url, user, ...more })}`))
  await online(tab)
  return tab
}

const state = tab => tab.evaluate(() => window.line?.state)
const handled = tab => tab.evaluate(() => window.handled)
const online = async tab => {
  let seen
  await eventually(() => `the line is online, not ${seen}`, async () => (seen = await state(tab)) === 'online')
}
const has = (tab, count) => eventually(`${count} messages are handled`, async () => (await handled(tab)).length >= count)
const acknowledged = user => eventually(`nothing is owed to ${user}`, async () => (await cluster.user(user)).pending === 0)
const numbers = (from, to) => Array.from({ length: to - from }, (_, i) => from + i)

async function push(user, from, to) {
  for (const n of numbers(from, to)) {
    await cluster.push(user, n)
  }
}

test('what is pushed is handled once, in order, and acknowledged', async () => {
  const user = aUser()
  const tab = await open(user)
  await push(user, 0, 20)
  await has(tab, 20)
  await acknowledged(user)
  assert.deepEqual(await handled(tab), numbers(0, 20))
})

test('a tab that goes offline comes back as soon as the network does, and misses nothing', async () => {
  const user = aUser()
  const tab = await open(user)
  balancer.dark()
  await context.setOffline(true)
  await eventually('the line waits', async () => (await state(tab)) !== 'online')
  await push(user, 0, 5)
  balancer.bright()
  await context.setOffline(false)
  await has(tab, 5)
  await acknowledged(user)
  assert.deepEqual(await handled(tab), numbers(0, 5))
  assert.ok((await tab.evaluate(() => window.news)).some(([type]) => type === 'resumed'))
})

test('a killed node and its restart cost no message', async () => {
  const user = aUser()
  const tab = await open(user)
  await push(user, 0, 5)
  await has(tab, 5)
  const holder = (await cluster.user(user)).sessions[0].node
  const node = nodeNamed(holder)
  await node.kill()
  await push(user, 5, 15)
  await has(tab, 15)
  await node.start()
  await cluster.settled()
  await push(user, 15, 20)
  await has(tab, 20)
  await acknowledged(user)
  assert.deepEqual(await handled(tab), numbers(0, 20))
})

test('a drained node sends its tabs on without loss', async () => {
  const user = aUser()
  const tab = await open(user)
  await push(user, 0, 3)
  await has(tab, 3)
  const node = nodeNamed((await cluster.user(user)).sessions[0].node)
  await Promise.all([node.drain(), push(user, 3, 10)])
  await has(tab, 10)
  assert.deepEqual(await handled(tab), numbers(0, 10))
})

test('a half-open connection is noticed by heartbeat, and what was lost in it comes again', async () => {
  const user = aUser()
  const tab = await open(user)
  balancer.freeze()
  await push(user, 0, 5)
  await has(tab, 5)
  await acknowledged(user)
  assert.deepEqual(await handled(tab), numbers(0, 5))
})

test('a hidden tab keeps its line and goes on when it is shown', async () => {
  const user = aUser()
  const tab = await open(user)
  const other = await context.newPage()
  await other.bringToFront()
  const session = await context.newCDPSession(tab)
  await session.send('Page.setWebLifecycleState', { state: 'frozen' })
  await push(user, 0, 5)
  await session.send('Page.setWebLifecycleState', { state: 'active' })
  await tab.bringToFront()
  await has(tab, 5)
  await acknowledged(user)
  assert.deepEqual(await handled(tab), numbers(0, 5))
})

test('two tabs are two devices, and both get everything', async () => {
  const user = aUser()
  const [one, two] = [await open(user), await open(user)]
  await push(user, 0, 5)
  await has(one, 5)
  await has(two, 5)
  assert.equal((await cluster.user(user)).sessions.length, 2)
  assert.notEqual(...(await Promise.all([one, two].map(tab => tab.evaluate(() => window.line.device)))))
})

test('a duplicated tab, session storage and all, does not fight with its original', async () => {
  const user = aUser()
  const original = await open(user)
  const [copy] = await Promise.all([
    context.waitForEvent('page'),
    original.evaluate(() => void window.open(window.location.href)), // a tab that is opened like this has a copy of the storage
  ])
  await copy.waitForLoadState()
  if (await copy.evaluate(() => !window.line)) {
    await loaded(copy, () => copy.reload()) // its first load was aborted
  }
  await online(copy)
  await push(user, 0, 3)
  await has(original, 3)
  await has(copy, 3)
  assert.equal((await cluster.user(user)).sessions.length, 2)
  assert.deepEqual(
    (await original.evaluate(() => window.news)).filter(([type]) => type === 'stopped'), [])
})

test('a reload in the middle of a thousand messages hands each over once', async () => {
  const user = aUser()
  const lines = numbers(0, 1000).map(n => JSON.stringify({ user, id: `${user}-${n}`, body: n })).join('\n')
  const answer = await fetch(`${cluster.nodes[0].url}/v1/push/batch`, {
    method: 'POST', headers: { 'content-type': 'application/x-ndjson' }, body: lines })
  assert.equal((await answer.text()).trim().split('\n').length, 1000)
  const tab = await open(user, { slow: '2' })
  for (const reached of [100, 300, 600]) {
    await has(tab, reached)
    await loaded(tab, () => tab.reload())
    await online(tab)
  }
  await has(tab, 1000)
  await acknowledged(user)
  assert.deepEqual(await handled(tab), numbers(0, 1000))
})

test('where there are no WebSockets the same frames go over SockJS, through a killed node too', async () => {
  const user = aUser()
  await balancer.close()
  balancer = await new Balancer(cluster.nodes, { sticky: true }).listen()
  const tab = await open(user, { sockjs: 'yes' })
  await push(user, 0, 5)
  await has(tab, 5)
  const [{ node, transport }] = (await cluster.user(user)).sessions
  assert.equal(transport, 'sockjs')
  await nodeNamed(node).kill()
  await push(user, 5, 10)
  await has(tab, 10)
  await acknowledged(user)
  assert.deepEqual(await handled(tab), numbers(0, 10))
})

test('an expired token is replaced by a new one and nothing is missed', async () => {
  const user = aUser()
  const tab = await context.newPage()
  await tab.exposeFunction('freshToken', () => token(user, 3600))
  const url = `${guarded.nodes[0].url.replace('http', 'ws')}/v1/connect`
  const query = new URLSearchParams({ url, token: token(user, -27) }) // the server allows 30 s: expires in 3 s
  await loaded(tab, () => tab.goto(`${pages.url}/e2e/pages/sdk.html?${query}`))
  await online(tab)
  await eventually('a new token is asked for', async () => (await tab.evaluate(() => window.asked())) > 1)
  await online(tab)
  const why = (await tab.evaluate(() => window.news)).find(([type, at]) => type === 'state' && at === 'waiting')[2]
  assert.equal(why.code, 4004)
})

test('a page is told why no connection opens: a forbidden origin, a wrong path, a wrong port', async () => {
  const other = pages.url.replace('127.0.0.1', 'localhost')
  const at = guarded.nodes[0].url.replace('http', 'ws')
  const cases = [
    [other, `${at}/v1/connect`, new RegExp(`^Origin: ${other} is not allowed to connect.*--origins.*\\(403 at`)],
    [pages.url, `${at}/v1/conect`, /^There is nothing at this path\. \(404 at/],
    [pages.url, at, /^There is nothing at this path\. \(404 at/],
    [pages.url, `ws://127.0.0.1:${await freePort()}/v1/connect`, /^nothing answered at http:/],
    [other, `${pages.url.replace('http', 'ws')}/v1/connect`, /gave an answer that this page may not read/],
  ]
  await Promise.all(cases.map(async ([origin, url, says]) => {
    const tab = await context.newPage()
    await loaded(tab, () => tab.goto(`${origin}/e2e/pages/sdk.html?${new URLSearchParams({ url, user: 'alice' })}`))
    let reasons
    await eventually(() => `a reason like ${says}, not only ${JSON.stringify(reasons)}`, async () => {
      reasons = await tab.evaluate(() => (window.news ?? []).map(([, , why]) => why?.reason))
      return reasons.some(reason => says.test(reason ?? ''))
    })
  }))
  for (const line of [new RegExp(`refused with 403: Origin: ${other} is not allowed`), /refused with 404: WebSocket at \/v1\/conect,/]) {
    await eventually(() => `the log, which comes through a pipe, says ${line}:\n${guarded.nodes[0].log}`, () => line.test(guarded.nodes[0].log))
  }
})

/** The node with this name, which is in its log. */
function nodeNamed(id) {
  return cluster.nodes.find(node => node.log.includes(`Node ${id} serves`))
}

function token(user, secondsLeft) {
  const part = value => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = `${part({ alg: 'HS256', typ: 'JWT' })}.${part({ sub: user, exp: Math.floor(Date.now() / 1000) + secondsLeft })}`
  return `${claims}.${createHmac('sha256', SECRET).update(claims).digest('base64url')}`
}
