/**
 * Fails with an instruction if the compiler that writes the type files is not installed. Otherwise removes the type files
 * of an earlier build, which may belong to sources that no longer exist. Imports nothing but Node.js.
 */
import { existsSync, rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const path = (name) => fileURLToPath(new URL(`../${name}`, import.meta.url));

if (!existsSync(path('node_modules/typescript/package.json'))) {
  console.error('heartline-client: TypeScript is not installed. Run `npm ci` first, then `npm pack` again.');
  process.exit(1);
}
rmSync(path('types'), { recursive: true, force: true });
