/** Copies the type files beside the CommonJS modules: below their `package.json`, TypeScript reads them as CommonJS. */
import { cpSync, rmSync } from 'node:fs';

const folder = (path) => new URL(`../${path}/`, import.meta.url);

rmSync(folder('dist/cjs/types'), { recursive: true, force: true });
cpSync(folder('types'), folder('dist/cjs/types'), { recursive: true });
