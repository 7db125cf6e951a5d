// busbar completion: the scripts, run by the shells they are for; a shell that is not here is said to be missing.

import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { verbs } from '../../runtime/cli/verbs.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { busbar } from './run.ts';

const script = async (shell: string): Promise<string> => {
  const { code, out, err } = await busbar(['completion', shell]);
  expect([code, err]).toEqual([0, '']);
  return out;
};

const has = (shell: string) => spawnSync(shell, ['-c', 'exit 0']).status === 0;

/** What bash offers for the last of these words. */
const offered = (...words: string[]) => offeredBy(process.env.PATH, ...words);

async function offeredBy(PATH: string | undefined, ...words: string[]): Promise<readonly string[]> {
  const cwd = temporaryFolder();
  for (const name of ['studio.yaml', 'my studio.yaml']) writeFileSync(join(cwd, name), '');
  const ask = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _busbar; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const ran = spawnSync('bash', ['-c', `${await script('bash')}\n${ask}`, 'bash', 'busbar', ...words], {
    cwd,
    env: { ...process.env, PATH },
    encoding: 'utf8',
  });
  expect(ran.stderr).toBe('');
  return ran.stdout.split('\n').filter((line) => line !== '');
}

test('bash: verbs, the options of the verb, files', async () => {
  expect(await offered('')).toEqual(verbs.map((v) => v.name));
  expect(await offered('ch')).toEqual(['check']);
  expect(await offered('check', '--for')).toEqual(['--format']);
  expect(await offered('fmt', '--')).toEqual(['--check', '--json', '--no-color', '--help']);
  expect(await offered('check', '--watch')).toEqual([]); // designed, not built
  expect(await offered('check', 'st')).toEqual(['studio.yaml']);
  expect(await offered('check', 'my')).toEqual(['my studio.yaml']);
});

test('bash: the first word of set and get is a control', async () => {
  const cwd = temporaryFolder();
  writeFileSync(
    join(cwd, 'busbar'),
    '#!/bin/sh\n[ "$*" = "controls --names" ] && echo /monitor/level && echo /talk\n',
    {
      mode: 0o755,
    },
  );
  const path = `${cwd}:${process.env.PATH}`;
  expect(await offeredBy(path, 'set', '')).toEqual(['/monitor/level', '/talk']);
  expect(await offeredBy(path, 'get', '/t')).toEqual(['/talk']);
  expect(await offeredBy(path, 'set', '/talk', 'st')).toEqual(['studio.yaml']);
});

test.each(['bash', 'zsh', 'fish'])('%s reads its script, in which every verb and option stands', async (shell) => {
  const text = await script(shell);
  for (const { name, options } of verbs) {
    expect(text).toContain(name);
    for (const [option, { notYet }] of Object.entries(options)) if (!notYet) expect(text).toContain(option);
  }
  if (!has(shell)) return console.warn(`skipped: ${shell} is not installed, so its script was not read by it`);
  const file = join(temporaryFolder(), 'script');
  writeFileSync(file, text);
  const { status, stderr } = spawnSync(shell, ['-n', file], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, '']);
});

test('another shell, or none, is a mistake of the command line', async () => {
  expect(await busbar(['completion', 'tcsh'])).toMatchObject({ code: 64, out: '' });
  expect(await busbar(['completion'])).toMatchObject({ code: 64, out: '' });
});

test('a script is no JSON', async () => {
  expect(await busbar(['completion', 'bash', '--json'])).toMatchObject({ code: 64, out: '' });
});
