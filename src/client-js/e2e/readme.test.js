/** Quick start of the README: the page that is printed there shows and acknowledges the pushed messages. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import { test } from 'node:test'
import { launch, loaded } from './support/browser.js'
import { Cluster } from './support/nodes.js'

const README = new URL('../README.md', import.meta.url)

/** The indented block that begins with this text, without its indent. */
async function block(beginning) {
  const lines = (await readFile(README, 'utf8')).split('\n')
  const first = lines.findIndex(line => line === `    ${beginning}`)
  const length = lines.slice(first).findIndex(line => line !== '' && !line.startsWith('    '))
  return lines.slice(first, first + length).map(line => line.slice(4)).join('\n')
}

test('from an empty file to an acknowledged message', async () => {
  const cluster = await Cluster.start(1, ['--origins=']) // as in the README, which sets no origins
  const page = (await block('<!doctype html>')).replaceAll('127.0.0.1:8080', new URL(cluster.nodes[0].url).host)
  const server = createServer((request, response) => response.setHeader('content-type', 'text/html').end(page))
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve))
  const browser = await launch()
  try {
    const tab = await browser.newPage()
    await loaded(tab, () => tab.goto(`http://127.0.0.1:${server.address().port}/`))
    await tab.locator('#state', { hasText: 'online' }).waitFor()

    const result = await cluster.push('alice', { hello: 'world' }, { wait: 'acked', waitMillis: 30_000 })

    assert.equal(result.state, 'acked')
    assert.equal(await tab.locator('#list li').innerText(), '{"hello":"world"}')
  } finally {
    await browser.close()
    server.closeAllConnections()
    server.close()
    await cluster.stop()
  }
})
