// busbar init as a command: it replaces nothing, finds the top of the repository, and begins with the devices of a machine.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { DeviceFacts } from '../../schema/inventory.ts';
import { busbar } from '../cli/run.ts';
import { describeNative } from '../support/addon.ts';
import { card } from '../support/live-session.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const init = (cwd: string, ...words: readonly string[]) => busbar(['init', ...words], { cwd });

test.each([
  'busbar.yaml',
  'busbar.test.yaml',
  'busbar.config.ts',
  '.busbar/schema.json',
  '.github/workflows/busbar.yml',
])('a %s that is there stays, and nothing is written', async (name) => {
  const cwd = temporaryFolder();
  mkdirSync(join(cwd, name, '..'), { recursive: true });
  writeFileSync(join(cwd, name), 'mine');
  const there = readdirSync(cwd, { recursive: true });
  expect(await init(cwd, '--template', 'headphones')).toEqual({
    code: 74,
    out: '',
    err: `error: ${name} is there already.\n  busbar init replaces nothing: move it, or begin in another folder.\n`,
  });
  expect(readFileSync(join(cwd, name), 'utf8')).toBe('mine');
  expect(readdirSync(cwd, { recursive: true })).toEqual(there);
});

test('a .gitignore stays as it is, and what it lacks is said', async () => {
  const [cwd, other] = [temporaryFolder(), temporaryFolder()];
  writeFileSync(join(cwd, '.gitignore'), 'node_modules/\n');
  const { code, out } = await init(cwd, '--template', 'streamer');
  expect([code, out]).toEqual([0, expect.stringContaining('Add busbar.local.yaml to .gitignore')]);
  expect(readFileSync(join(cwd, '.gitignore'), 'utf8')).toBe('node_modules/\n');
  writeFileSync(join(other, '.gitignore'), 'busbar.local.yaml\n');
  expect((await init(other, '--template', 'streamer')).out).not.toContain('Add ');
});

test('below the top of a repository: the workflow stands at the top, and works in the folder', async () => {
  const top = temporaryFolder();
  const cwd = join(top, 'rooms', 'a');
  mkdirSync(cwd, { recursive: true });
  mkdirSync(join(top, '.git'));
  expect((await init(cwd, '--template', 'two-way')).out).toContain('Wrote ../../.github/workflows/busbar.yml.');
  const { jobs } = parse(readFileSync(join(top, '.github/workflows/busbar.yml'), 'utf8'));
  expect(jobs.studio.defaults).toEqual({ run: { 'working-directory': 'rooms/a' } });
});

test('words that make no sense, and a machine without devices', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'none.json'), JSON.stringify({ formatVersion: 1, backends: [], devices: [] }));
  for (const words of [
    ['--template', 'organ'],
    ['--template'],
    ['here'],
    ['--template', 'streamer', '--inventory', 'none.json'],
  ]) {
    expect((await init(cwd, ...words)).code, words.join(' ')).toBe(64);
  }
  expect(await init(cwd, '--inventory', 'none.json')).toMatchObject({
    code: 3,
    err: expect.stringContaining(
      'busbar init --template NAME (headphones, two-way, home-studio, streamer, pi-streamer)',
    ),
  });
  expect(readdirSync(cwd)).toEqual(['none.json']);
});

const only = (direction: 'inputs' | 'outputs', facts: Partial<DeviceFacts> = {}): Partial<DeviceFacts> => ({
  [direction]: null,
  ...facts,
});

/** `busbar init` for these devices, and what the steps of its workflow say. */
async function begun(devices: readonly DeviceFacts[]) {
  const cwd = temporaryFolder();
  const inventory = join(temporaryFolder(), 'studio.json');
  writeFileSync(
    inventory,
    JSON.stringify({ formatVersion: 1, backends: [{ backend: 'alsa', absent: null }], devices }),
  );
  expect(await init(cwd, '--inventory', inventory)).toMatchObject({ code: 0, err: '' });
  const { jobs } = parse(readFileSync(join(cwd, '.github/workflows/busbar.yml'), 'utf8'));
  const commands: readonly string[] = jobs.studio.steps.flatMap((s: { run?: string; if?: string }) =>
    s.run?.startsWith('busbar ') && s.if === undefined ? [s.run] : [],
  );
  for (const command of [...commands, 'busbar fmt --check busbar.test.yaml']) {
    const { code, out, err } = await busbar(command.split(' ').slice(1), { cwd });
    expect([code, err], `${command}\n${out}`).toEqual([0, '']);
  }
  expect(commands[0]).toContain('--inventory inventory.json');
  return parse(readFileSync(join(cwd, 'busbar.yaml'), 'utf8'));
}

describeNative('the devices of a machine', () => {
  test('one with inputs and outputs serves both', async () => {
    const { devices, aggregates } = await begun([card('UMC1820', { usb: '1397:0503', serial: 'A1' })]);
    expect(devices).toEqual({
      umc1820: {
        match: { usb: '1397:0503', serial: 'A1' },
        inputs: { input: '1-8' },
        outputs: { main: '1-2', more: '3-8' },
      },
    });
    expect(aggregates).toBeUndefined();
  });

  test('two, one of which plays and one of which hears, are joined; the one that is the default is taken', async () => {
    const other = card('Other', only('inputs'));
    const { devices, aggregates, graph } = await begun([
      other,
      card('Mic', only('outputs')),
      card('Amp', only('inputs', { isDefault: ['output'] })),
    ]);
    expect(Object.keys(devices)).toEqual(['other', 'mic', 'amp']);
    expect(aggregates.studio).toEqual({ clock: 'amp', members: ['amp', 'mic'] });
    expect([graph.input.from, graph.listen.to]).toEqual(['mic.input.1', 'amp.main']);
  });

  test('names are made fit for addresses, and told apart; without an input a tone is there to be heard', async () => {
    const { devices, graph } = await begun([
      card('1st Interface (USB)', only('inputs')),
      card('1st Interface [USB]', only('inputs')),
      card('mix', only('inputs')),
    ]);
    expect(Object.keys(devices)).toEqual(['st-interface-usb', 'st-interface-usb-2', 'mix-2']);
    expect(graph.input.do[0]).toHaveProperty('tone');
  });

  test('a pull request is told what a reload would do', async () => {
    const cwd = temporaryFolder();
    await init(cwd, '--template', 'headphones');
    const git = (...words: readonly string[]) =>
      spawnSync('git', ['-c', 'user.name=me', '-c', 'user.email=me@example.org', ...words], { cwd, encoding: 'utf8' });
    for (const words of [
      ['init', '-q', '-b', 'main'],
      ['add', '.'],
      ['commit', '-q', '-m', 'x'],
      ['update-ref', 'refs/remotes/origin/main', 'HEAD'],
    ]) {
      expect(git(...words).status, words.join(' ')).toBe(0);
    }
    const config = readFileSync(join(cwd, 'busbar.yaml'), 'utf8');
    writeFileSync(join(cwd, 'busbar.yaml'), config.replace('gain: 4 dB', 'gain: 3 dB'));
    const bin = join(temporaryFolder(), 'busbar');
    const main = fileURLToPath(new URL('../../runtime/cli/main.ts', import.meta.url));
    writeFileSync(
      bin,
      `#!/bin/sh\nexec "${process.execPath}" --import "${import.meta.resolve('jiti/register')}" "${main}" "$@"\n`,
    );
    chmodSync(bin, 0o755);
    const { jobs } = parse(readFileSync(join(cwd, '.github/workflows/busbar.yml'), 'utf8'));
    const step = jobs.studio.steps.find((s: { if?: string }) => s.if !== undefined);
    const summary = join(cwd, 'summary.md');
    const env = {
      ...process.env,
      PATH: `${join(bin, '..')}:${process.env.PATH}`,
      GITHUB_BASE_REF: 'main',
      GITHUB_STEP_SUMMARY: summary,
    };
    const ran = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run], {
      cwd,
      env,
      encoding: 'utf8',
    });
    expect([ran.status, ran.stderr]).toEqual([0, '']);
    expect(existsSync(summary) && readFileSync(summary, 'utf8')).toContain('| phones.bass.gain | 4 dB | 3 dB | live |');
  });
});
