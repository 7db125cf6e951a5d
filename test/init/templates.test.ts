// What `busbar init` begins with: each template passes every step of the workflow that it writes.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { templates } from '../../runtime/init/templates.ts';
import { busbar } from '../cli/run.ts';
import { describeNative } from '../support/addon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

interface Step {
  readonly run?: string;
  readonly if?: string;
}

/** Commands of the workflow that a push runs, without what installs busbar. */
function commandsIn(cwd: string): readonly string[] {
  const { jobs } = parse(readFileSync(join(cwd, '.github/workflows/busbar.yml'), 'utf8'));
  const steps: readonly Step[] = jobs.studio.steps;
  const commands = steps.flatMap((step) => (step.run === undefined || step.if !== undefined ? [] : [step.run]));
  expect(commands[0]).toMatch(/^npm install --global busbar@\d/);
  return commands.slice(1);
}

test('verbs name every template', async () => {
  const { out } = await busbar(['init', '--help']);
  expect(templates.filter(({ name }) => !out.includes(name))).toEqual([]);
});

describeNative('a studio from a template', () => {
  test.each(templates)('$name passes its own workflow, without a word of complaint', async ({ name }) => {
    const cwd = temporaryFolder();
    expect(await busbar(['init', '--template', name], { cwd })).toMatchObject({ code: 0, err: '' });
    const commands = commandsIn(cwd);
    expect(commands.map((c) => c.split(' ')[1])).toEqual(['check', 'fmt', 'test', 'test']);
    for (const command of commands) {
      const { code, out, err } = await busbar(command.split(' ').slice(1), { cwd });
      expect([code, err], `${command}\n${out}`).toEqual([0, '']);
    }
    expect((await busbar(['fmt', '--check', 'busbar.test.yaml'], { cwd })).code).toBe(0);
    const { out } = await busbar(['check', '--json'], { cwd });
    expect(JSON.parse(out)).toMatchObject({ errors: 0, warnings: 0 });
  });
});

test('what is written: no more, no less', async () => {
  const cwd = temporaryFolder();
  const { out } = await busbar(['init', '--template', 'headphones'], { cwd });
  const files = [
    'busbar.yaml',
    'busbar.test.yaml',
    '.busbar/schema.json',
    '.busbar/tests.schema.json',
    '.github/workflows/busbar.yml',
    '.gitignore',
  ];
  expect(out.split('\n')).toEqual([
    ...files.map((f) => `Wrote ${f}.`),
    'Next: busbar check, busbar test, busbar run.',
    '',
  ]);
  expect(files.filter((f) => !existsSync(join(cwd, f)))).toEqual([]);
  expect(readdirSync(cwd).sort()).toEqual(['.busbar', '.github', '.gitignore', 'busbar.test.yaml', 'busbar.yaml']);
  const modeline = /^# yaml-language-server: \$schema=(\S+)\n/;
  for (const file of ['busbar.yaml', 'busbar.test.yaml']) {
    const [, schema = ''] = modeline.exec(readFileSync(join(cwd, file), 'utf8')) ?? [];
    expect(existsSync(join(cwd, schema)), schema).toBe(true);
  }
});
