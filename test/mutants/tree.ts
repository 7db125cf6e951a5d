// A copy of the working tree in which mutants live: the tree itself is never touched. In: the root of the project.
// Out: a folder with every source file and the installed packages by link. Invariant: removed on exit, however it comes.

import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const left = new Set(['node_modules', 'dist', '.git', 'coverage']);
const made: string[] = [];

export function copyTree(root: string): string {
  const copy = mkdtempSync(join(tmpdir(), 'busbar-mutants-'));
  made.push(copy);
  for (const entry of readdirSync(root))
    if (!left.has(entry))
      cpSync(join(root, entry), join(copy, entry), {
        recursive: true,
        filter: (path) => path !== join(root, 'native/build'),
      });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
  return copy;
}

const clean = () => {
  for (const copy of made.splice(0)) rmSync(copy, { recursive: true, force: true });
};
process.on('exit', clean);
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));
