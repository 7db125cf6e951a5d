// Files of a revision for the compiler. In: a revision, the working directory. Out: a SourceHost, and how to be done with
// it. Invariants: paths are named as they are without a revision; what lies outside the repository, and the local file
// that nobody commits, are as they are now; a config that is a program runs in a copy of the revision, which goes.

import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { SourceHost } from '../../compiler/ir/source.ts';
import { atSuddenExit } from '../interruption.ts';
import { createFileHost, type ProgramOptions } from '../source-host.ts';
import { git, nameInside, type Revision, readAt } from './revision.ts';

const LOCAL = 'busbar.local.yaml';

export interface RevisionHost {
  readonly host: SourceHost;
  /** Removes what was copied. */
  close(): void;
}

export function createRevisionHost(revision: Revision, cwd: string, programs?: ProgramOptions): RevisionHost {
  const base = realpathSync(cwd);
  const now = createFileHost({ cwd });
  let copy: Promise<string> | undefined;
  let remove = () => {};
  const evaluate = async (path: string) => {
    copy ??= copyOf(revision, base, (folder) => {
      const forget = atSuddenExit(() => rmSync(folder, { recursive: true, force: true }));
      remove = () => {
        forget();
        rmSync(folder, { recursive: true, force: true });
      };
    });
    const there = createFileHost({ cwd: join(await copy, relative(revision.top, base)), programs });
    return there.evaluate!(path);
  };
  const host: SourceHost = {
    ...now,
    read: async (path, limit) => {
      const name = nameInside(revision, resolve(base, path));
      if (name === undefined) return now.read(path, limit);
      const then = await readAt(revision, name, limit);
      return !then.ok && then.reason === 'missing' && basename(name) === LOCAL ? now.read(path, limit) : then;
    },
    evaluate: programs && evaluate,
  };
  return { host, close: () => remove() };
}

/** All files of the revision in a folder of their own, with the packages that are installed here. */
async function copyOf(revision: Revision, base: string, made: (folder: string) => void): Promise<string> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'busbar-')));
  made(folder);
  const tree = join(folder, 'tree');
  // An index of its own: that of the repository stays as it is.
  const env = { GIT_INDEX_FILE: join(folder, 'index') };
  await git(['read-tree', revision.commit], revision.top, env);
  await git(['checkout-index', '--all', `--prefix=${tree}/`], revision.top, env);
  for (let at = base; ; at = dirname(at)) {
    const [packages, place] = [join(at, 'node_modules'), join(tree, relative(revision.top, at), 'node_modules')];
    if (existsSync(packages) && existsSync(dirname(place)) && !existsSync(place))
      symlinkSync(packages, place, 'junction');
    if (at === revision.top || at === dirname(at)) return tree;
  }
}
