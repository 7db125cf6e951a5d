// Finding the addon: every way in which it is not there is a value with advice, never an exception.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { compilerHelp } from '../../runtime/native.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

beforeEach(() => vi.resetModules());
afterEach(() => {
  vi.unstubAllEnvs();
  vi.doUnmock('../../schema/generate-native.ts');
});

async function load(path: string) {
  vi.stubEnv('BUSBAR_ADDON', path);
  const { loadAddon } = await import('../../runtime/native.ts');
  expect(loadAddon()).toBe(loadAddon());
  return loadAddon();
}

test('a missing addon names its place and the packages to install', async () => {
  const path = join(temporaryFolder(), 'none.node');
  const loaded = await load(path);
  expect(loaded).toMatchObject({ ok: false, reason: 'missing', help: compilerHelp() });
  expect(!loaded.ok && loaded.message).toContain(path);
});

test('a file that is no addon cannot be loaded', async () => {
  const path = join(temporaryFolder(), 'text.node');
  writeFileSync(path, 'text');
  expect(await load(path)).toMatchObject({ ok: false, reason: 'unloadable' });
});

test('an addon of another version is stale', async () => {
  const { loadAddon } = await import('../../runtime/native.ts');
  const found = loadAddon();
  if (!found.ok) throw new Error(found.message);
  vi.resetModules();
  vi.doMock('../../schema/generate-native.ts', () => ({ layoutHash: () => 1n }));
  const loaded = await load(found.path);
  expect(loaded).toMatchObject({ ok: false, reason: 'stale' });
  expect(!loaded.ok && loaded.help).toContain('npm rebuild');
});

test('an instruction set that is not here is said, not replaced by another', async () => {
  const { loadAddon } = await import('../../runtime/native.ts');
  const found = loadAddon();
  if (!found.ok) throw new Error(found.message);
  const { instructionSet } = found.addon;
  for (const [set, ok] of [
    ['x86-64-v9', false],
    [instructionSet, true],
    ['', true],
  ] as const) {
    vi.resetModules();
    vi.stubEnv('BUSBAR_SIMD', set);
    const loaded = await load(found.path);
    expect(loaded.ok, set).toBe(ok);
    if (!loaded.ok) {
      expect(loaded.reason).toBe('instruction-set');
      expect(loaded.message).toContain('`x86-64-v9`');
      expect(loaded.help).toContain('`x86-64-v2`');
    }
  }
});

test.each([
  ['linux', 'apt-get install cmake g++'],
  ['darwin', 'xcode-select --install'],
  ['win32', 'Visual Studio'],
] as const)('on %s the advice is %s', (platform, advice) => {
  expect(compilerHelp(platform)).toContain(advice);
});
