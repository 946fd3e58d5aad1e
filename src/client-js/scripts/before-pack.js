/**
 * Fails with an instruction if the tools of the build are not installed. Otherwise removes the type files
 * of an earlier build, which may belong to sources that no longer exist. Imports nothing but Node.js.
 */
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

if (!['typescript', 'esbuild'].every((tool) => existsSync(path(`node_modules/${tool}/package.json`)))) {
  console.error('heartline-client: the tools of the build are not installed. Run `npm ci` first, then `npm pack` again.');
  process.exit(1);
}
rmSync(path('types'), { recursive: true, force: true });
