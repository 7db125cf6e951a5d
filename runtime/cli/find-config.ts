// Discovery of the config. In: the working directory, and what the user named. Out: a path relative to it.
// Invariant: looks from here up to the root of the repository (the first folder with .git), or else to the root of
// the file system; two configs in one folder are an error, never a choice.

import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { STDIN } from '../source-host.ts';
import { UsageError } from './arguments.ts';

export const CONFIG_NAMES = ['busbar.yaml', 'busbar.yml', 'busbar.config.ts', 'busbar.config.js'] as const;

export interface Found {
  /** Relative to the working directory; absent where there is none. */
  readonly path?: string;
  /** Where the search ended. */
  readonly top: string;
}

/** Throws UsageError where a folder holds two. */
export function discoverConfig(cwd: string): Found {
  for (let folder = cwd; ; folder = dirname(folder)) {
    const here = CONFIG_NAMES.filter((name) => existsSync(join(folder, name)));
    if (here.length > 1) {
      throw new UsageError(
        `There are two configs in ${relative(cwd, folder) || 'this folder'}: ${here.join(' and ')}.`,
        `Name one of them: busbar VERB ${join(relative(cwd, folder), here[0] as string)}.`,
      );
    }
    if (here[0] !== undefined) return { path: join(relative(cwd, folder), here[0]), top: folder };
    if (existsSync(join(folder, '.git')) || folder === dirname(folder)) return { top: folder };
  }
}

/** The entry to compile: `named`, or what discovery finds. Throws UsageError. */
export function entryPath(cwd: string, named: string | undefined): string {
  if (named === '-') return STDIN;
  const path = named ?? discoverConfig(cwd).path;
  if (path === undefined) {
    throw new UsageError(
      `There is no config here: no ${CONFIG_NAMES[0]}, from this folder up to the root of the repository.`,
      'Name one (busbar VERB CONFIG), or begin one: busbar init.',
    );
  }
  return path;
}
