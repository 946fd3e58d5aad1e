/** Publisher of the demo page: it leaves a node that gave no answer alone for a while. */
import assert from 'node:assert/strict'
import { afterEach, beforeEach, test } from 'node:test'
import { Publisher } from '../../app/src/main/resources/demo/publisher.js'

const realFetch = globalThis.fetch
const realNow = Date.now
let dead, asked, now, publisher, told

beforeEach(() => {
  dead = new Set()
  asked = []
  told = []
  now = 1_000_000
  Date.now = () => now
  globalThis.fetch = async url => {
    const number = Number(/node-(\d)/.exec(url)[1])
    asked.push(number)
    if (dead.has(number)) throw new Error('no answer')
    return new Response('{"results":[{"state":"stored","epoch":"e","seq":1}]}', { status: 202 })
  }
  const list = [1, 2, 3].map(number => ({ number, url: `http://node-${number}`, state: 'serving', pid: number }))
  publisher = new Publisher({ list }, {
    pushed: () => {},
    stored: (_id, { node }) => told.push(`stored by ${node}`),
    refused: () => told.push('refused'),
    unanswered: (_id, node) => told.push(`no answer from ${node}`),
  })
})

afterEach(() => {
  globalThis.fetch = realFetch
  Date.now = realNow
})

const push = through => publisher.push({ user: 'ada', text: 'hello', through })

test('a push without an answer goes to the next node', async () => {
  dead.add(2)
  await push(2)
  assert.deepEqual(told, ['no answer from 2', 'stored by 3'])
})

test('a node that gave no answer is left alone for five seconds', async () => {
  dead.add(2)
  await push(2)
  asked = []
  for (let i = 0; i < 5; i++) {
    now += 900
    await push(2)
  }
  assert.deepEqual(asked, [3, 3, 3, 3, 3])
})

test('then one push tries it, and the others go on without it', async () => {
  dead.add(2)
  await push(2)
  now += 5000
  asked = []
  await Promise.all([push(2), push(2), push(2)])
  assert.deepEqual(asked.sort(), [2, 3, 3, 3])
})

test('a node that answers again is asked again', async () => {
  dead.add(2)
  await push(2)
  dead.clear()
  now += 5000
  await push(2)
  asked = []
  await push(2)
  await push(2)
  assert.deepEqual(asked, [2, 2])
})

test('when every node is left alone, one is asked nevertheless', async () => {
  dead = new Set([1, 2, 3])
  const pushed = push(1)
  while (asked.length < 3) await new Promise(done => setTimeout(done, 10))
  dead.clear()
  await pushed
  assert.equal(told.at(-1).startsWith('stored by'), true)
})
