/** Packs the package, installs it from the tarball into an empty project, and uses it there, by import and by require. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = fileURLToPath(new URL('..', import.meta.url));
const project = mkdtempSync(join(tmpdir(), 'heartline-client-'));
const run = (cwd, program, ...args) => execFileSync(program, args, { cwd, encoding: 'utf8' });

const use = `
  const sockets = [];
  class WebSocket { constructor(url) { sockets.push(url); } close() {} }
  const line = connect('ws://127.0.0.1:9/v1/connect', { user: 'alice', WebSocket });
  line.on('state', (state) => state === 'connecting' && setTimeout(() => line.close(), 20));
  line.on('stopped', () => console.log(sockets[0], line.state, typeof FakeServer));
`;
const files = {
  'use.js': `import { connect } from 'heartline-client'; import { FakeServer } from 'heartline-client/testing'; ${use}`,
  'use.cjs': `const { connect } = require('heartline-client'); const { FakeServer } = require('heartline-client/testing'); ${use}`,
};

try {
  const [{ filename }] = JSON.parse(run(here, 'npm', 'pack', '--json', '--pack-destination', project));
  writeFileSync(join(project, 'package.json'), '{"name":"empty","version":"1.0.0","type":"module"}');
  run(project, 'npm', 'install', '--offline', '--no-audit', '--no-fund', join(project, filename));
  for (const [file, text] of Object.entries(files)) {
    writeFileSync(join(project, file), text);
    const printed = run(project, 'node', file).trim();
    if (printed !== 'ws://127.0.0.1:9/v1/connect stopped function') {
      throw new Error(`${file} printed: ${printed}`);
    }
  }
  for (const file of ['types/testing.d.ts', 'dist/cjs/types/index.d.ts', 'dist/heartline.min.js', 'src/types.js']) {
    if (!existsSync(join(project, 'node_modules/heartline-client', file))) throw new Error(`${file} was not packed`);
  }
  console.log(`${filename} works in an empty project`);
} finally {
  rmSync(project, { recursive: true });
}
