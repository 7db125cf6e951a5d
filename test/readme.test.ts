// The README is true: its config gives its plan and its diagnostic, its files are there, its exit codes are ours.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { exitCode } from '../runtime/cli/exit-code.ts';
import { plannedVerbs, verbs } from '../runtime/cli/verbs.ts';
import { runTests } from '../runtime/tests/run-tests.ts';
import { nodeType } from '../schema/index.ts';
import { busbar } from './cli/run.ts';
import { describeNative } from './support/addon.ts';
import { player, testsOf, verdicts } from './support/run-tests.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = readFileSync(join(root, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```(\w*)\n([\s\S]*?)^```/gm)].map((m) => ({
  language: m[1],
  text: m[2] as string,
}));
const texts = (...languages: string[]) => blocks.filter((b) => languages.includes(b.language ?? '')).map((b) => b.text);
const [config, diagnostic, plan] = texts('yaml', '') as [string, string, string];

const desk = (text = config): string => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'busbar.yaml'), text);
  return cwd;
};

test('the first config is fine, and its plan is the one shown', async () => {
  const cwd = desk();
  expect(await busbar(['check'], { cwd })).toMatchObject({ code: 0 });
  expect((await busbar(['plan'], { cwd })).out).toBe(plan);
});

test('the config in TypeScript is fine', async () => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'busbar.config.ts'), texts('ts')[0] ?? '');
  expect(await busbar(['check'], { cwd })).toMatchObject({ code: 0, out: expect.stringContaining('3 nodes') });
});

describeNative('the tests that it shows', () => {
  test('hold for the voice chain', async () => {
    const shown = texts('yaml').find((text) => text.includes('\ntests:\n')) ?? '';
    const chain = readFileSync(join(root, 'examples/01-voice-chain/busbar.yaml'), 'utf8');
    const results = await runTests(player(), await testsOf(chain, shown));
    expect(verdicts(results.flatMap((r) => r.assertions))).toEqual(['passed', 'passed', 'passed', 'passed']);
  });
});

test('a misspelt step gives the diagnostic shown', async () => {
  const { out } = await busbar(['check'], { cwd: desk(config.replace('compressor', 'compresor')) });
  expect(out).toContain(diagnostic.trim());
});

test('the exit codes are these', () => {
  const listed = [...readme.matchAll(/^\| (\d+) \|/gm)].map((m) => Number(m[1]));
  expect(listed).toEqual(Object.values(exitCode).sort((a, b) => a - b));
});

test('files that it links to are there', () => {
  const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map((m) => m[1] as string);
  expect(links.length).toBeGreaterThan(3);
  expect(links.filter((f) => !existsSync(join(root, f)))).toEqual([]);
});

test('what works works, what is not yet is not', () => {
  const row = (name: string) => readme.split('\n').find((l) => l.startsWith(`| ${name} |`)) ?? '';
  for (const { name } of verbs) expect(row('works')).toContain(`\`${name}\``);
  const words = [...row('not yet').matchAll(/`([a-z_]+)`/g)].map((m) => m[1] as string);
  expect(words.filter((w) => nodeType(w) !== undefined || verbs.some((v) => v.name === w))).toEqual([]);
  expect(words.some((w) => plannedVerbs.includes(w))).toBe(true);
});

test('scripts that it names are there', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const named = [...readme.matchAll(/npm (?:run )?([a-z]+)/g)].map((m) => m[1] as string).filter((s) => s !== 'ci');
  expect(named.filter((s) => scripts[s] === undefined)).toEqual([]);
});
