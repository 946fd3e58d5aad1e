/** Pushes, waits and looks up with generated types. The argument is the address of a node, at which ada is online and ben is not. */
import createClient from 'openapi-fetch'
import type { components, paths } from './heartline.js'

declare const process: { argv: string[] }
declare const console: { log(text: string): void }

type Result = components['schemas']['Result']

const client = createClient<paths>({ baseUrl: process.argv[2] })

function some<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`${what}: nothing`)
  return value
}

/** The state says which other fields a result has. */
function state(result: Result | undefined): string {
  const known = some(result, 'result')
  switch (known.state) {
    case 'stored':
    case 'acked':
      return known.seq > 0 ? known.state : `${known.state} without a position`
    case 'sent':
    case 'offline':
      return `${known.state} ${known.sessions}`
    default:
      return `${known.state} ${known.error.code}`
  }
}

// The smallest push: what is left out has no place in the program either.
const smallest: components['schemas']['PushToOne'] = { user: 'ben', body: { hello: 'world' } }
const pushed = some((await client.POST('/v1/push', { body: smallest })).data, 'push')
console.log(`pushed: ${state(pushed.results[0])}`)

const waited = await client.POST('/v1/push', {
  body: { user: 'ada', body: null, id: 'waited-ts', wait: 'acked', waitMillis: 30_000, receipt: null },
})
console.log(`waited: ${state(waited.data?.results[0])}`)

const toTwo = await client.POST('/v1/push', { body: { users: ['ada', 'ben'], body: [1, 'two', null], ttlMillis: 2_592_000_000 } })
console.log(`to two: ${some(toTwo.data, 'push').results.map(state).join(', ')}`)

const { error, response } = await client.POST('/v1/push', { body: { user: '..', body: 1 } })
console.log(`refused: ${response.status} ${error?.code} ${error?.field}`)

const user = some((await client.GET('/v1/users/{user}', { params: { path: { user: 'ben' } } })).data, 'user')
console.log(`ben: ${user.pending} pending`)

const path = { user: 'ada', id: 'waited-ts' }
const found = some((await client.GET('/v1/users/{user}/messages/{id}', { params: { path } })).data, 'message')
console.log(`message: ${found.state}`)
