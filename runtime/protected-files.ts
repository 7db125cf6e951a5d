// Files that must not be overwritten: what a command reads. In: paths. Out: whether a target is one of them.
// Invariant: files are compared as the file system knows them, so hard and symbolic links and other spellings count.

import { realpathSync, statSync } from 'node:fs';
import { EngineError } from './engine-error.ts';

export interface ProtectedFile {
  readonly path: string;
  /** What it is, to stand after `is`: `an input`, `the config`. */
  readonly role: string;
}

/** Throws EngineError `output` when writing to `target` would change one of `files`. */
export function refuseToOverwrite(target: string, shown: string, files: readonly ProtectedFile[]): void {
  const id = identity(target);
  if (id === undefined) return;
  const hit = files.find((f) => identity(f.path) === id);
  if (hit) throw new EngineError('output', `${shown} is ${hit.role} and would be lost.`, 'Name another output file.');
}

/** The same for every name of one file; undefined where there is none. Inode 0 says nothing (some Windows drives). */
function identity(path: string): string | undefined {
  try {
    const { dev, ino } = statSync(path, { bigint: true });
    return ino === 0n ? realpathSync(path) : `${dev}:${ino}`;
  } catch {
    return undefined;
  }
}
