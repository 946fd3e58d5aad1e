// Fails if the client, minified and gzipped, is larger than the README says.
import { gzipSync } from 'node:zlib';
import { bundles } from './bundles.js';

const MOST_BYTES = 10500;

const { text } = (await bundles()).find(({ path }) => path.endsWith('.min.js'));
const gzipped = gzipSync(text, { level: 9 }).length;
console.log(`${text.length} bytes minified, ${gzipped} gzipped, of at most ${MOST_BYTES}`);
if (gzipped > MOST_BYTES) process.exit(1);
