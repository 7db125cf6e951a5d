// Files that say how an engine is reached: who may read them, which are believed, which are cleared.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type EngineFile, engineFolders, runningEngines, writeEngineFile } from '../../runtime/control/engine-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const file = (over: Partial<EngineFile> = {}): EngineFile => ({
  formatVersion: 1,
  pid: process.pid,
  port: 4321,
  token: 'secret',
  config: '/studio/busbar.yaml',
  ...over,
});
/** A process that is gone, and has been waited for. */
const gonePid = (): number => spawnSync(process.execPath, ['-e', '']).pid;
const modeOf = (path: string) => statSync(path).mode & 0o777;

test('only the user can read them', () => {
  const env = { XDG_RUNTIME_DIR: temporaryFolder() };
  const old = process.umask(0);
  try {
    const remove = writeEngineFile(file(), env);
    const folder = join(env.XDG_RUNTIME_DIR, 'busbar');
    expect([modeOf(folder), modeOf(join(folder, `${process.pid}.json`))]).toEqual([0o700, 0o600]);
    expect(readdirSync(folder)).toEqual([`${process.pid}.json`]);
    expect(runningEngines(env)).toEqual([file()]);
    remove();
    remove();
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    process.umask(old);
  }
});

test('those of processes that are gone are not handed out, and are cleared by the next engine', () => {
  const env = { XDG_RUNTIME_DIR: temporaryFolder() };
  const pid = gonePid();
  writeEngineFile(file({ pid }), env);
  expect(runningEngines(env)).toEqual([]);
  const remove = writeEngineFile(file(), env);
  expect(existsSync(join(env.XDG_RUNTIME_DIR, 'busbar', `${pid}.json`))).toBe(false);
  expect(runningEngines(env)).toEqual([file()]);
  remove();
});

test('what others could have written is not believed', () => {
  const env = { XDG_RUNTIME_DIR: temporaryFolder(), HOME: temporaryFolder() };
  const folder = join(env.XDG_RUNTIME_DIR, 'busbar');
  mkdirSync(folder, { mode: 0o700 });
  const path = join(folder, `${process.pid}.json`);
  writeFileSync(path, JSON.stringify(file()), { mode: 0o600 });
  expect(runningEngines(env)).toHaveLength(1);
  chmodSync(path, 0o666);
  expect(runningEngines(env)).toEqual([]);
  chmodSync(folder, 0o777);
  const remove = writeEngineFile(file(), env);
  expect(existsSync(join(env.HOME, '.local/state/busbar', `${process.pid}.json`))).toBe(true);
  remove();
});

test.each(['', '{', '[]', 'null', '{"formatVersion":2}', JSON.stringify({ ...file(), port: '1' })])(
  'a damaged one is no engine: %j',
  (text) => {
    const env = { XDG_RUNTIME_DIR: temporaryFolder() };
    mkdirSync(join(env.XDG_RUNTIME_DIR, 'busbar'), { mode: 0o700 });
    writeFileSync(join(env.XDG_RUNTIME_DIR, 'busbar', `${process.pid}.json`), text, { mode: 0o600 });
    expect(runningEngines(env)).toEqual([]);
  },
);

test('they stand in the runtime folder of the session, or with the state', () => {
  expect(engineFolders({ XDG_RUNTIME_DIR: '/run/user/7', HOME: '/people/a' })).toEqual([
    '/run/user/7/busbar',
    '/people/a/.local/state/busbar',
  ]);
  expect(engineFolders({ XDG_RUNTIME_DIR: 'relative', XDG_STATE_HOME: '/state', HOME: '/people/a' })).toEqual([
    '/state/busbar',
  ]);
  expect(() => writeEngineFile(file(), {})).toThrow('neither XDG_RUNTIME_DIR nor HOME names a folder');
});
