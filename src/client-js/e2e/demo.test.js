/** Page of the demo in a real browser: a node is killed and restarted while messages are pushed, and no message is lost. */
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { after, before, test } from 'node:test'
import { launch, loaded } from './support/browser.js'
import { eventually } from './support/eventually.js'
import { freePort, JAR, JAVA, JVM } from './support/nodes.js'

const TARGET = fileURLToPath(new URL('../../../target', import.meta.url))
const LAPTOP = { width: 1280, height: 800 }
const PHONE = { width: 390, height: 844 }
const START_MILLIS = 90_000
let demo, browser, page, url, first

before(async () => {
  const pagePort = await freePort()
  first = await freePort(3)
  url = `http://127.0.0.1:${pagePort}/`
  demo = spawn(JAVA, ['-jar', JAR, 'demo', `--page-port=${pagePort}`, `--port=${first}`,
    `--cluster-port=${await freePort(3)}`, `--bus-port=${await freePort(3)}`], { env: { ...process.env, JDK_JAVA_OPTIONS: JVM.join(' ') } })
  demo.log = ''
  demo.stdout.on('data', data => (demo.log += data))
  demo.stderr.on('data', data => (demo.log += data))
  await eventually(() => `the demo is ready; it said:\n${demo.log}`, () => {
    assert.equal(demo.exitCode, null, demo.log)
    return demo.log.includes('is ready after')
  }, START_MILLIS)
  browser = await launch()
  page = await browser.newPage({ viewport: LAPTOP })
  page.faults = []
  page.on('pageerror', error => page.faults.push(String(error)))
})

after(async () => {
  await browser?.close()
  if (demo && demo.exitCode === null) {
    demo.kill('SIGTERM') // its nodes leave with it
    await new Promise(resolve => demo.once('exit', resolve))
  }
})

const text = selector => page.locator(selector).textContent()
const figure = async id => Number(await text(`#${id}`))
const button = name => page.getByRole('button', { name })

async function says(sentence) {
  let said
  await eventually(() => `the page says ${sentence}, not: ${said}`, async () => {
    said = await text('#status')
    return sentence.test(said)
  }, START_MILLIS)
}

const shot = name => page.screenshot({ path: `${TARGET}/demo-${name}.png` })

async function phone(name) {
  const card = page.locator('.phone', { hasText: name })
  const state = await card.locator('.state').textContent()
  return {
    node: Number(/session: node (\d)/.exec(state)?.[1] ?? 0),
    received: Number.parseInt(await card.locator('.count').textContent(), 10),
  }
}

const phones = async () => Promise.all(['ada’s phone', 'ada’s tablet', 'ben’s phone'].map(phone))

/** Checks that all stored messages are shown, once and in order, and that none is pending. */
async function accountsAreClear() {
  await eventually('nothing is under way', async () => (await figure('under-way')) === 0, 60_000)
  assert.deepEqual(await Promise.all(['lost', 'duplicates', 'out-of-order'].map(figure)), [0, 0, 0])
}

test('the address of a node leads to the page', async () => {
  await loaded(page, () => page.goto(`http://127.0.0.1:${first}/`))
  assert.equal(page.url(), url)
})

test('three nodes serve, and three phones have a session on each', async () => {
  await loaded(page, () => page.goto(url))
  await says(/All 3 nodes serve, and every message is held by two/)
  await eventually('each phone is at its node', async () => (await phones()).map(each => each.node).join() === '1,2,3')
  // The page was loaded twice: at first the nodes may count the sessions of the first time, too.
  const sessions = page.locator('.node .sessions li')
  await eventually('each node holds one session', async () => (await sessions.allTextContents()).join() === 'ada’s phone,ada’s tablet,ben’s phone')
})

test('a push is seen on its whole way', async () => {
  await page.selectOption('#through', '3')
  await page.fill('#text', 'good morning')
  await button('Push').click()
  const row = page.locator('#messages li').first()
  await eventually('both devices have acknowledged, and the publisher has its answer', async () => {
    const shown = await row.textContent()
    return /✓.*✓/s.test(shown) && !shown.includes('…')
  })
  const way = await row.textContent()
  assert.match(way, /to ada good morning/)
  assert.match(way, /node 3 \+\d+/)
  assert.match(way, /no\. 1 \+\d+/)
  assert.match(way, /phone, node 1 \+\d+/)
  assert.match(way, /tablet, node 2 \+\d+/)
  assert.deepEqual((await phones()).map(each => each.received), [1, 1, 0])
  const stored = Number(/no\. 1 \+(\d+)/.exec(way)[1])
  const acked = [...way.matchAll(/✓ \+(\d+)/g)].map(found => Number(found[1]))
  assert.ok(acked.length === 2 && acked.every(at => stored <= at), way)
})

test('a serving node can be killed, hung and drained', async () => {
  for (const act of ['Kill', 'Hang', 'Drain']) {
    await eventually(`${act} is possible`, () => button(`${act} node 1`).isEnabled()) // not while a look-up of the page has no answer
  }
  for (const act of ['Wake', 'Bring back']) assert.equal(await button(`${act} node 1`).count(), 0, act)
})

test('nothing moves where reduced motion is asked for', async () => {
  await page.evaluate(() => {
    window.animated = 0
    const animate = Element.prototype.animate
    Element.prototype.animate = function (...given) {
      window.animated++
      return animate.apply(this, given)
    }
  })
  await page.emulateMedia({ reducedMotion: 'reduce' })
  await button('Push').click()
  await eventually('it has arrived', async () => (await phones())[0].received === 2)
  assert.equal(await page.evaluate(() => window.animated), 0)
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  await button('Push').click()
  await eventually('the wire is lit', () => page.evaluate(() => window.animated > 0))
})

test('a node that holds a phone is killed and brought back under a stream, and nothing is lost', async () => {
  await page.selectOption('#through', '')
  await button('Start a stream').click()
  await eventually('the stream flows', async () => (await figure('stored')) > 10)
  await shot('laptop')
  await button('Kill node 2').click()
  await eventually('the tablet has gone to another node', async () => ![0, 2].includes((await phone('ada’s tablet')).node))
  const before = await figure('stored')
  await eventually('pushes are stored without it', async () => (await figure('stored')) > before + 10, 60_000)
  await eventually('a push was repeated', async () => /no answer from node 2/.test(await text('#messages')))
  await shot('outage')
  await button('Bring back node 2').click()
  await says(/All 3 nodes serve, and every message is held by two/)
  await eventually('the tablet is back', async () => (await phone('ada’s tablet')).node === 2)
  await button('Stop the stream').click()
  await eventually('each push has gone its whole way', async () => !(await text('#messages')).includes('…'), 60_000)
  await accountsAreClear()
  const stored = await figure('stored')
  const [first, second, third] = await phones()
  assert.ok(stored > 20)
  assert.equal(first.received, second.received)
  assert.equal(first.received + third.received, stored)
})

test('the page fits a phone’s screen', async () => {
  await page.setViewportSize(PHONE)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth)
  assert.ok(wide <= PHONE.width, `it is ${wide} px wide`)
  await page.screenshot({ path: `${TARGET}/demo-phone.png`, fullPage: true })
  await page.emulateMedia({ colorScheme: 'dark' })
  await page.screenshot({ path: `${TARGET}/demo-phone-dark.png`, fullPage: true })
  await page.setViewportSize(LAPTOP)
  await shot('laptop-dark')
})

test('a message pushed from a terminal is shown too', async () => {
  const answer = await fetch(`http://127.0.0.1:${first + 2}/v1/push`, {
    method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"user":"ben","body":{"hello":"world"}}' })
  assert.equal(answer.status, 202)
  await eventually('it is in the list', async () => /\{"hello":"world"\} pushed from elsewhere/.test(await text('#messages')))
})

test('the page had no fault', () => {
  assert.deepEqual(page.faults, [])
})
