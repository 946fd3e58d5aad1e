/** Counters of the demo page for lost, late, duplicate and reordered messages. */
import assert from 'node:assert/strict'
import { beforeEach, test } from 'node:test'
import { Ledger } from '../../app/src/main/resources/demo/ledger.js'
import { texts } from '../../app/src/main/resources/demo/way.js'

const PHONE = { user: 'ada', device: 'phone', node: 1 }
const TABLET = { user: 'ada', device: 'tablet', node: 2 }
let ledger

beforeEach(() => {
  ledger = new Ledger(new Map([['ada', ['phone', 'tablet']]]), () => {})
})

function stored(seq, { epoch = 'e', at = 1000 } = {}) {
  ledger.pushed({ id: `${epoch}-${seq}`, user: 'ada', text: 'hello', at })
  ledger.stored(`${epoch}-${seq}`, { epoch, seq, node: 3, at })
}

function handled(phone, seq, { epoch = 'e', at = 1000 } = {}) {
  ledger.sent(phone, { id: `${epoch}-${seq}`, at }, at, 'hello')
  ledger.handled(phone, { id: `${epoch}-${seq}`, epoch, seq }, at)
}

const score = (now = 1000, calmSince) => ledger.score(now, calmSince)

test('what is stored is under way until each device of the user has handled it', () => {
  stored(1)
  assert.equal(score().underWay, 1)
  handled(PHONE, 1)
  assert.equal(score().underWay, 1)
  handled(TABLET, 1)
  assert.deepEqual(score(), { pushed: 1, stored: 1, refused: 0, duplicates: 0, outOfOrder: 0, lost: 0, underWay: 0 })
})

test('a message is lost as soon as a device has handled a later one without it', () => {
  stored(1)
  stored(2)
  handled(PHONE, 1)
  handled(PHONE, 2)
  handled(TABLET, 2)
  assert.equal(score().lost, 1)
})

test('a later number of another epoch says nothing', () => {
  stored(1)
  handled(PHONE, 2, { epoch: 'f' })
  handled(TABLET, 2, { epoch: 'f' })
  assert.equal(score().lost, 0)
})

test('a message is lost when all was online for half a minute and it did not come', () => {
  stored(1)
  assert.equal(score(99_000).lost, 0, 'something is away')
  assert.equal(score(99_000, 70_000).lost, 0, 'not long enough')
  assert.equal(score(99_000, 68_000).lost, 1)
})

test('the half minute begins anew with each message', () => {
  stored(1, { at: 90_000 })
  assert.equal(score(99_000, 1000).lost, 0)
})

test('a push that is not answered yet is under way, and never lost', () => {
  ledger.pushed({ id: 'a', user: 'ada', text: 'hello', at: 1000 })
  ledger.unanswered('a', 2)
  assert.deepEqual([score(99_000, 1).lost, score().underWay, score().stored], [0, 1, 0])
})

test('an answer that comes after the message settles it', () => {
  ledger.pushed({ id: 'e-1', user: 'ada', text: 'hello', at: 1000 })
  handled(PHONE, 1)
  handled(TABLET, 1)
  ledger.stored('e-1', { epoch: 'e', seq: 1, node: 3, at: 1001 })
  assert.equal(score().underWay, 0)
})

test('the same message twice on one device is a duplicate', () => {
  stored(1)
  handled(PHONE, 1)
  handled(PHONE, 1)
  handled(TABLET, 1)
  assert.deepEqual([score().duplicates, score().outOfOrder], [1, 0])
})

test('an earlier message after a later one is out of order', () => {
  handled(PHONE, 2)
  handled(PHONE, 1)
  assert.equal(score().outOfOrder, 1)
})

test('an acknowledgement counts for what it covers, on its device and in its epoch', () => {
  stored(1)
  stored(2)
  handled(PHONE, 1)
  handled(PHONE, 2)
  ledger.acked(PHONE, { epoch: 'f', seq: 9 }, 2000)
  ledger.acked(TABLET, { epoch: 'e', seq: 9 }, 2000)
  ledger.acked(PHONE, { epoch: 'e', seq: 1 }, 2000)
  const acked = id => ledger.entries.get(id).deliveries.get('phone').acked
  assert.deepEqual([acked('e-1'), acked('e-2')], [2000, undefined])
})

test('the way of a message has the time of the node, not that of the answer to the publisher', () => {
  ledger.pushed({ id: 'e-1', user: 'ada', text: 'hello', at: 1000 })
  ledger.sent(PHONE, { id: 'e-1', at: 1002 }, 1009, 'hello')
  ledger.handled(PHONE, { id: 'e-1', epoch: 'e', seq: 1 }, 1010)
  ledger.acked(PHONE, { epoch: 'e', seq: 1 }, 1016)
  ledger.stored('e-1', { epoch: 'e', seq: 1, node: 3, at: 1017 })
  assert.deepEqual(texts(ledger.entries.get('e-1'), () => 'phone'), {
    accepted: 'node 3 +2', stored: 'no. 1 +2', answered: 'the publisher had the answer at +17', sent: ['phone, node 1 +9'], acked: ['✓ +16'] })
})

test('a message that no phone has yet is stored at a time that the page does not know', () => {
  ledger.pushed({ id: 'e-1', user: 'ada', text: 'hello', at: 1000 })
  ledger.stored('e-1', { epoch: 'e', seq: 1, node: 3, at: 1017 })
  const { accepted, stored } = texts(ledger.entries.get('e-1'), () => 'phone')
  assert.deepEqual([accepted, stored], ['node 3', 'no. 1'])
})

test('what others push is shown and not counted', () => {
  handled(PHONE, 7)
  assert.ok(ledger.entries.has('e-7'))
  assert.deepEqual([score(99_000, 1).stored, score(99_000, 1).lost, score(99_000, 1).underWay], [0, 0, 0])
})
