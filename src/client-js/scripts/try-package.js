/** Packs the package, installs it from the tarball into an empty project, and uses it there. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'heartline-client-'));
const run = (cwd, program, ...args) => execFileSync(program, args, { cwd, encoding: 'utf8' });

try {
  const [{ filename }] = JSON.parse(run(here, 'npm', 'pack', '--json', '--pack-destination', project));
  writeFileSync(join(project, 'package.json'), '{"name":"empty","version":"1.0.0","type":"module"}');
  run(project, 'npm', 'install', '--offline', '--no-audit', '--no-fund', join(project, filename));
  writeFileSync(join(project, 'use.js'), `
    import { connect } from 'heartline-client';
    const sockets = [];
    class WebSocket { constructor(url) { sockets.push(url); } close() {} }
    const line = connect('ws://127.0.0.1:9/v1/connect', { user: 'alice', WebSocket });
    line.on('state', (state) => state === 'connecting' && setTimeout(() => line.close(), 20));
    line.on('stopped', () => console.log(sockets[0], line.state));
  `);
  const printed = run(project, 'node', 'use.js').trim();
  if (printed !== 'ws://127.0.0.1:9/v1/connect stopped') {
    throw new Error(`the installed package printed: ${printed}`);
  }
  console.log(`${filename} works in an empty project`);
} finally {
  rmSync(project, { recursive: true });
}
