// `npm run generate`: writes every generated file; with --check it only compares and fails when one is stale.

import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const check = process.argv.includes('--check');
const stale: string[] = [];

function put(path: string, text: string): void {
  const full = join(root, path);
  let old: string | undefined;
  try {
    old = readFileSync(full, 'utf8');
  } catch {}
  if (old === text) return;
  stale.push(path);
  if (check) return;
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, text);
}

const files = readdirSync(join(root, 'schema/nodes'))
  .filter((f) => f.endsWith('.ts'))
  .map((f) => f.slice(0, -3));

// The barrel comes first: everything else is derived from it.
const { generateBarrel } = await import('../../schema/generate-barrel.ts');
put('schema/generated/nodes.ts', generateBarrel(files));
const { generateAll } = await import('../../schema/generate.ts');
for (const [path, text] of generateAll()) put(path, text);

for (const path of stale) console.log(`${check ? 'stale' : 'wrote'} ${path}`);
if (check && stale.length > 0) {
  console.error('Generated files are stale: run `npm run generate` and commit the result.');
  process.exitCode = 1;
}
