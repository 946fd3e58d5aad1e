/** Fails, and says what to run, if the compiler that writes the type files is not installed. Imports nothing but Node.js. */
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

if (!existsSync(fileURLToPath(new URL('../node_modules/typescript/package.json', import.meta.url)))) {
  console.error('heartline-client: TypeScript is not installed. Run `npm ci` first, then `npm pack` again.');
  process.exit(1);
}
