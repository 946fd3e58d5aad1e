// Fails if the client, minified and gzipped, is larger than the README says.
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const MOST_BYTES = 10500;

const bundle = await build({
  entryPoints: [new URL('../src/index.js', import.meta.url).pathname],
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2020',
  write: false,
});
const minified = bundle.outputFiles[0].contents;
const gzipped = gzipSync(minified, { level: 9 }).length;
console.log(`${minified.length} bytes minified, ${gzipped} gzipped, of at most ${MOST_BYTES}`);
if (gzipped > MOST_BYTES) process.exit(1);
