// The native test binaries. In: which sanitizers. Out: the folder they were built into, or a reason why not.
// Builds incrementally, each kind into a folder of its own below native/build; test files that want the same
// folder at the same time wait for each other.

import { spawnSync } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const script = fileURLToPath(new URL('build-tests.cmake', import.meta.url));

/** Sanitizers of each build; all of it, the core included, has them. */
const kinds = { plain: '', sanitized: 'address,undefined', threads: 'thread' } as const;

const has = (command: string) => spawnSync(command, ['--version']).status === 0;

/** Why the binaries cannot be built here; under CI that is an error. */
export const noNativeTests: string | undefined = has('cmake') ? undefined : 'CMake is not installed';

/** Folder of the binaries, up to date: of all, or of one. */
export function buildNativeTests(kind: keyof typeof kinds = 'sanitized', target = 'all'): string {
  const build = `${root}native/build/${kind}`;
  const given = { BUILD: build, SANITIZE: kinds[kind], TARGET: target, JOBS: availableParallelism() };
  const args = [...Object.entries(given).map(([name, value]) => `-D${name}=${value}`), '-P', script];
  const { status, stdout, stderr } = spawnSync('cmake', args, { cwd: root, encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(`the native tests (${kind}, ${target}) do not build\n${stdout}\n${stderr}`);
  return `${build}/tests`;
}
