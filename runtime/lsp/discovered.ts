// The config of a file, as a command in its folder would find it. In: a path. Out: a path, or nothing where there is none,
// or where there are two in one folder: then each is its own.

import { dirname, resolve } from 'node:path';
import { UsageError } from '../cli/arguments.ts';
import { discoverConfig } from '../cli/find-config.ts';

export function discovered(path: string): string | undefined {
  const folder = dirname(path);
  try {
    const { path: found } = discoverConfig(folder);
    return found === undefined ? undefined : resolve(folder, found);
  } catch (e) {
    if (e instanceof UsageError) return undefined;
    throw e;
  }
}
