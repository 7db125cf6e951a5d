// What only a process shows: exit codes, pipes that close, disks that are full, bugs, and what is loaded.

import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { busbarProcess, start } from './process.ts';

const config = `busbar: 1
devices:
  box: { inputs: 1, outputs: 2 }
graph:
  voice: { from: box.in, do: [{ gain: -6 dB }], to: box.out }
`;

describe('busbar alone', () => {
  test('where nothing is: a first config to copy', async () => {
    const cwd = temporaryFolder();
    const { code, out, err } = await busbarProcess([], { cwd });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(cwd);
    expect(out).toContain('busbar check');
    const yaml = out.slice(out.indexOf('busbar: 1'));
    writeFileSync(join(cwd, 'busbar.yaml'), yaml);
    expect((await busbarProcess(['check'], { cwd })).code).toBe(0);
  });

  test('where a config is: what it holds, and the next command', async () => {
    const cwd = temporaryFolder();
    writeFileSync(join(cwd, 'busbar.yaml'), config);
    const { code, out } = await busbarProcess([], { cwd });
    expect(code).toBe(0);
    expect(out).toContain('busbar.yaml: 1 device, 1 node');
    expect(out).toContain('busbar render in.wav out.wav');
  });
});

describe('streams', () => {
  test('results go to standard output, what is said about them to standard error', async () => {
    const { code, out, err } = await busbarProcess(['plan', '-', '--json'], { stdin: config });
    expect([code, err.includes('{')]).toEqual([0, false]);
    expect(JSON.parse(out)).toMatchObject({ formatVersion: 1 });
  });

  test('a reader that leaves is no failure', async () => {
    const { child, finished } = start(['schema']);
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await finished).toMatchObject({ code: 0, signal: null, err: '' });
  });

  test.skipIf(!existsSync('/dev/full'))('a full disk behind > is', async () => {
    const stdout = openSync('/dev/full', 'w');
    const { code, err } = await busbarProcess(['schema'], { stdout });
    closeSync(stdout);
    expect([code, err]).toEqual([74, 'busbar: standard output cannot be written: ENOSPC\n']);
  });
});

test('check and plan never load the addon', async () => {
  const cwd = temporaryFolder();
  const trap = join(cwd, 'trap.node');
  writeFileSync(trap, 'not a library');
  writeFileSync(join(cwd, 'busbar.yaml'), config);
  const env = { BUSBAR_ADDON: trap };
  for (const words of [['check'], ['plan'], ['explain'], ['schema']]) {
    expect(await busbarProcess(words, { cwd, env })).toMatchObject({ code: 0 });
  }
  const { code, err } = await busbarProcess(['render', '--for', '1', 's'], { cwd, env });
  expect(code).toBe(3);
  expect(err).toContain('does not load');
});

test('without the addon render says which packages to install', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'busbar.yaml'), config);
  const { code, err } = await busbarProcess(['render', '--for', '1s'], { cwd, env: { BUSBAR_ADDON: '/nowhere.node' } });
  expect(code).toBe(3);
  if (process.platform === 'linux') expect(err).toContain('apt-get install cmake g++');
});

test.skipIf(process.platform === 'win32')('/dev/stdin is the config where the command line names it', () => {
  const main = fileURLToPath(new URL('../../runtime/cli/main.ts', import.meta.url));
  const pipeline = 'printf %s "$1" | "$2" --import "$3" "$4" check /dev/stdin';
  const words = [config, process.execPath, import.meta.resolve('jiti/register'), main];
  const ran = spawnSync('sh', ['-c', pipeline, 'sh', ...words], { cwd: temporaryFolder(), encoding: 'utf8' });
  expect([ran.status, ran.stdout.split('\n')[0]]).toEqual([0, expect.stringContaining('/dev/stdin')]);
});
