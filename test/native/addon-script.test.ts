// The install script without tools: says what is missing, and succeeds unless the engine is required.

import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';

const copy = mkdtempSync(join(tmpdir(), 'busbar-addon-'));
mkdirSync(join(copy, 'runtime/build'), { recursive: true });
mkdirSync(join(copy, 'native'));
cpSync(fileURLToPath(new URL('../../runtime/build/addon.mjs', import.meta.url)), join(copy, 'runtime/build/addon.mjs'));
afterAll(() => rmSync(copy, { recursive: true }));

const install = (...args: string[]) =>
  spawnSync(process.execPath, [join(copy, 'runtime/build/addon.mjs'), ...args], {
    encoding: 'utf8',
    env: { PATH: join(copy, 'nothing') },
  });

test.skipIf(process.platform === 'win32')('without CMake and compiler it explains and exits 0', () => {
  const { status, stderr } = install();
  expect(stderr).toContain('CMake, a C++ compiler, and make are missing');
  expect(stderr).toMatch(/apt-get install cmake g\+\+|xcode-select/);
  expect(stderr.trim().split('\n')).toHaveLength(1);
  expect(status).toBe(0);
});

test.skipIf(process.platform === 'win32')('with --required the same is an error', () => {
  const { status, stderr } = install('--required');
  expect(stderr).toContain('missing');
  expect(status).toBe(1);
});
