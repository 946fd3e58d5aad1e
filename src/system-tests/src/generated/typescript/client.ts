/** Pushes, waits and looks up with generated types. The first argument is the address of a node. */
import createClient from 'openapi-fetch'
import type { components, paths } from './heartline.js'

declare const process: { argv: string[] }
declare const console: { log(text: string): void }

function some<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what}: nothing`)
  return value
}

const client = createClient<paths>({ baseUrl: process.argv[2] })

// The smallest push: what is left out has no place in the program either.
const smallest: components['schemas']['PushToOne'] = { user: 'ada', body: { hello: 'world' } }
const pushed = some((await client.POST('/v1/push', { body: smallest })).data, 'push')
const result = some(pushed.results[0], 'result')
if (result.state !== 'stored') throw new Error(`stored, not ${result.state}`)
const seq: number = result.seq

const waited = await client.POST('/v1/push', {
  body: { users: ['ada', 'ben'], body: [1, 'two', null], id: 'waited-ts', wait: 'acked', waitMillis: 50, receipt: null },
})
const states = some(waited.data, 'wait').results.map((each) => {
  switch (each.state) {
    case 'stored':
    case 'acked':
      return `${each.state} ${each.seq}`
    case 'sent':
    case 'offline':
      return `${each.state} ${each.sessions}`
    default:
      return `${each.state} ${each.error.code}`
  }
})

const user = some((await client.GET('/v1/users/{user}', { params: { path: { user: 'ada' } } })).data, 'user')
const found = some(
  (await client.GET('/v1/users/{user}/messages/{id}', { params: { path: { user: 'ada', id: 'waited-ts' } } })).data,
  'message',
)
console.log(`pushed ${seq}; waited ${states.join(', ')}; pending ${user.pending}; message ${found.state}`)
