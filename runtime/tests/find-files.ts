// Which files of tests are meant. In: what the user named, or nothing. Out: files, and the config of those that name none.

import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const isTests = (name: string): boolean => /\.test\.ya?ml$/.test(name);

/** Files of tests in a folder, by name; paths as `folder` is written. */
export function testsIn(folder: string, cwd: string): readonly string[] {
  return readdirSync(resolve(cwd, folder))
    .filter(isTests)
    .sort()
    .map((name) => join(folder, name));
}

/** What was named: files as they are, folders for the tests in them; undefined where there is no such thing. */
export function testsNamed(named: string, cwd: string): readonly string[] | undefined {
  const path = resolve(cwd, named);
  if (!existsSync(path)) return undefined;
  return statSync(path).isDirectory() ? testsIn(named, cwd) : [named];
}

/** The config that a file of tests belongs to, relative to `cwd`; `discover` looks from a folder upwards. */
export function configOf(
  file: string,
  cwd: string,
  discover: (folder: string) => { readonly path?: string },
): string | undefined {
  const folder = dirname(resolve(cwd, file));
  const { path } = discover(folder);
  return path === undefined ? undefined : relative(cwd, join(folder, path));
}
