/**
 * Makes the files that are built from the sources and kept in the repository: the bundle that a node serves at
 * `/heartline.min.js`, and the CommonJS modules for `require`. The Java build, which serves one of them, has no Node.js.
 *
 *     node scripts/bundles.js    # writes them
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const { name, version, license } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
const banner = { js: `/* ${name} ${version}, ${license}. Built from src by \`npm run build\`. */` };
const usual = { bundle: true, write: false, target: 'es2020', legalComments: 'none', banner, absWorkingDir: root };

/** @returns {Promise<{path: string, text: string}[]>} */
export async function bundles() {
  const minified = { ...usual, entryPoints: ['src/index.js'], outfile: 'dist/heartline.min.js', format: 'esm', minify: true };
  const required = { ...usual, entryPoints: ['src/index.js', 'src/testing.js'], outdir: 'dist/cjs', format: 'cjs', platform: 'node' };
  const built = await Promise.all([build(minified), build(required)]);
  const files = built.flatMap(({ outputFiles }) => outputFiles.map(({ path, text }) => ({ path: path.slice(root.length), text })));
  return [...files, { path: 'dist/cjs/package.json', text: '{ "type": "commonjs" }\n' }];
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, text } of await bundles()) {
    mkdirSync(dirname(root + path), { recursive: true });
    writeFileSync(root + path, text);
  }
}
