// The GitHub Action and the pre-commit hook: their own words, run by bash, with the sources in place of the package.

import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Script } from 'node:vm';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { temporaryFolder } from '../support/temporary-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => parse(readFileSync(join(root, file), 'utf8'));

const good =
  'busbar: 1\ndevices: { box: { inputs: 1, outputs: 1 } }\ngraph: { voice: { from: box.in, to: box.out } }\n';
const bad = good.replace('box.out', 'box.aut');

/** A folder with configs, and a `bin` whose npx and busbar run the sources. */
function studio(configs: Readonly<Record<string, string>>): { cwd: string; path: string } {
  const cwd = temporaryFolder();
  for (const [name, text] of Object.entries(configs)) writeFileSync(join(cwd, name), text);
  const bin = join(cwd, 'bin');
  mkdirSync(bin);
  const main = `"${process.execPath}" --import "${import.meta.resolve('jiti/register')}" "${join(root, 'runtime/cli/main.ts')}"`;
  const scripts = {
    busbar: `#!/bin/sh\nexec ${main} "$@"\n`,
    npx: `#!/bin/sh\n[ "$1 $2" = "--yes busbar@9.9.9" ] || exit 99\nshift 2\nexec ${main} "$@"\n`,
  };
  for (const [name, text] of Object.entries(scripts)) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  return { cwd, path: `${bin}:${process.env.PATH}` };
}

function runAction(configs: Readonly<Record<string, string>>, inputs: Readonly<Record<string, string>>) {
  const { cwd, path } = studio(configs);
  const action = read('.github/actions/check/action.yml');
  const [step] = action.runs.steps;
  const given: Record<string, string> = { version: '9.9.9', execute: 'true', ...inputs };
  const env = Object.fromEntries(
    Object.entries<string>(step.env).map(([name, value]) => [
      name,
      value.replace(/\$\{\{ inputs\.(\w+) \}\}/, (_, input: string) => given[input] ?? action.inputs[input].default),
    ]),
  );
  // As GitHub runs `shell: bash`.
  const words = ['--noprofile', '--norc', '-eo', 'pipefail', '-c', step.run];
  const ran = spawnSync('bash', words, { cwd, env: { ...process.env, ...env, PATH: path }, encoding: 'utf8' });
  return { ...ran, cwd };
}

test.each([
  ['push', undefined, true],
  ['pull_request', 'me/studio', true],
  ['pull_request', 'stranger/studio', false],
  ['pull_request', undefined, false], // its repository is deleted
  ['pull_request_target', 'stranger/studio', false],
  ['workflow_run', undefined, false],
  ['issue_comment', undefined, false],
])('a config that is a program runs by default: %s from %s: %s', (event_name, full_name, runs) => {
  const { default: written } = read('.github/actions/check/action.yml').inputs.execute;
  const expression = /^\$\{\{ (.*) \}\}$/.exec(written)?.[1];
  const github = { event_name, repository: 'me/studio', event: { pull_request: { head: { repo: { full_name } } } } };
  // Of the two languages this says the same in.
  expect(new Script(`${expression}`).runInNewContext({ github })).toBe(runs);
});

test('a config that compiles passes, one that does not fails and is annotated', () => {
  expect(runAction({ 'busbar.yaml': good }, {})).toMatchObject({ status: 0, stdout: '' });
  const { status, stdout } = runAction({ 'busbar.yaml': bad }, {});
  expect([status, stdout]).toEqual([1, expect.stringContaining('::error file=busbar.yaml,line=3,')]);
});

test('SARIF is written beside, and the check fails all the same', () => {
  const { status, cwd } = runAction({ 'my studio.yaml': bad }, { config: 'my studio.yaml', sarif: 'out.sarif' });
  expect([status, existsSync(join(cwd, 'out.sarif'))]).toEqual([1, true]);
  expect(JSON.parse(readFileSync(join(cwd, 'out.sarif'), 'utf8')).runs[0].results).toHaveLength(1);
});

test('the other hook formats', () => {
  const hook = read('.pre-commit-hooks.yaml')[1];
  const { cwd, path } = studio({ 'busbar.yaml': good.replace('inputs: 1', 'inputs:    1') });
  const words = ['-c', `${hook.entry} busbar.yaml`];
  expect(spawnSync('bash', words, { cwd, env: { ...process.env, PATH: path } }).status).toBe(0);
  expect(readFileSync(join(cwd, 'busbar.yaml'), 'utf8')).toContain('{ inputs: 1,');
});

test('the pre-commit hook takes several configs and fails when one of them does', () => {
  const [hook] = read('.pre-commit-hooks.yaml');
  const isTaken = (path: string) => new RegExp(hook.files).test(path);
  expect(['busbar.yaml', 'a/busbar.yml', 'a/busbar.config.ts', 'busbar.config.js'].every(isTaken)).toBe(true);
  expect(['busbar.local.yaml', 'busbar.test.yaml', 'foobusbar.yaml'].some(isTaken)).toBe(false);
  const { cwd, path } = studio({ 'a.yaml': bad, 'b.yaml': good });
  const run = (...configs: string[]) =>
    spawnSync('bash', ['-c', `${hook.entry} ${configs.join(' ')}`], {
      cwd,
      env: { ...process.env, PATH: path },
      encoding: 'utf8',
    });
  expect(run('b.yaml').status).toBe(0);
  const both = run('a.yaml', 'b.yaml');
  expect([both.status, both.stdout]).toEqual([
    1,
    expect.stringMatching(/a\.yaml does not compile[\s\S]*b\.yaml is fine/),
  ]);
});
