// A revision of the git repository round the working directory. In: what a user calls it. Out: its commit, and files as
// they were. Invariants: nothing is checked out and nothing of the repository changes; no more than the limit is read.

import { execFile } from 'node:child_process';
import { realpathSync } from 'node:fs';
import { posix, relative, sep } from 'node:path';
import type { ReadResult } from '../../compiler/ir/source.ts';

export interface Revision {
  /** As the user wrote it. */
  readonly name: string;
  readonly commit: string;
  /** The folder of the repository. */
  readonly top: string;
}

/** More links than that lead nowhere. */
const MOST_LINKS = 8;
/** How a file begins whose content Git LFS keeps elsewhere. */
const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/** Standard output of git; undefined where it refuses, or is not there. */
export function git(words: readonly string[], cwd: string, env: NodeJS.ProcessEnv = {}): Promise<Buffer | undefined> {
  const options = {
    cwd,
    encoding: 'buffer',
    maxBuffer: 2 ** 28,
    env: { ...process.env, GIT_OPTIONAL_LOCKS: '0', ...env },
  } as const;
  return new Promise((done) => {
    execFile('git', words, options, (error, stdout) => done(error === null ? stdout : undefined));
  });
}

/** undefined: there is no such revision, or no repository. */
export async function findRevision(name: string, cwd: string): Promise<Revision | undefined> {
  const [top, commit] = await Promise.all([
    git(['rev-parse', '--show-toplevel'], cwd),
    git(['rev-parse', '--verify', '--quiet', '--end-of-options', `${name}^{commit}`], cwd),
  ]);
  if (top === undefined || commit === undefined) return undefined;
  return { name, commit: commit.toString().trim(), top: realpathSync(top.toString().replace(/\r?\n$/, '')) };
}

/** `path`, absolute, as the repository names it; undefined: it lies outside. */
export function nameInside({ top }: Revision, path: string): string | undefined {
  const name = relative(top, path).split(sep).join('/');
  return name === '' || name === '..' || name.startsWith('../') || posix.isAbsolute(name) ? undefined : name;
}

/** A file as it was; `name` as the repository has it. Links are followed as far as they stay in the repository. */
export async function readAt(revision: Revision, name: string, limit: number): Promise<ReadResult> {
  let path = name;
  for (let links = 0; links < MOST_LINKS; links++) {
    const listed = await git(['ls-tree', '-z', '-l', '--full-tree', revision.commit, '--', path], revision.top);
    const [, mode, type, hash, size] = /^(\d+) (\w+) ([0-9a-f]+) +(\d+|-)\t/.exec(listed?.toString() ?? '') ?? [];
    if (mode === undefined || type === 'commit') return missing(revision);
    if (type === 'tree') return { ok: false, reason: 'directory', detail: 'it is a folder' };
    if (Number(size) > limit) {
      return { ok: false, reason: 'too-large', detail: `it is larger than ${Math.floor(limit / 1e6)} MB` };
    }
    const bytes = await git(['cat-file', 'blob', hash!], revision.top);
    if (bytes === undefined) return { ok: false, reason: 'failed', detail: 'git does not have its content here' };
    if (mode !== '120000') return contentOf(bytes);
    path = posix.join(posix.dirname(path), bytes.toString());
    if (path.startsWith('../') || posix.isAbsolute(bytes.toString())) return missing(revision);
  }
  return missing(revision);
}

const missing = ({ name }: Revision): ReadResult => ({
  ok: false,
  reason: 'missing',
  detail: `there was no such file in ${name}`,
});

function contentOf(bytes: Buffer): ReadResult {
  if (bytes.subarray(0, LFS_POINTER.length).toString() !== LFS_POINTER) {
    return { ok: true, bytes: new Uint8Array(bytes) };
  }
  return { ok: false, reason: 'failed', detail: 'it is kept by Git LFS, and the repository has a pointer to it only' };
}
