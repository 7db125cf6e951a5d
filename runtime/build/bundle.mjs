// Builds the command: second half of `npm run prepare`, after tsc has built the library. In: runtime/cli and the process of
// configs that are programs. Out: dist/runtime/cli/main.js and chunks, few files instead of two hundred, because most of
// what `busbar check` takes is the time to find and read them. Packages stay outside. Plain JavaScript, as addon.mjs is.

import { rmSync } from 'node:fs';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
/** The build of this checkout, or another folder. */
const dist = resolve(process.argv[2] ?? join(root, 'dist'));
const entries = ['runtime/cli/main', 'runtime/program/child'];

const bundle = await rolldown({
  input: Object.fromEntries(entries.map((entry) => [entry, join(root, `${entry}.ts`)])),
  platform: 'node',
  external: (id) => !id.startsWith('.') && !isAbsolute(id),
});
rmSync(join(dist, 'chunks'), { recursive: true, force: true });
const { output } = await bundle.write({
  dir: dist,
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunks/[name].js',
});
await bundle.close();
console.log(`bundled into ${output.length} files`);
