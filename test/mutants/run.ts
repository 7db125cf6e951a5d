// `npm run mutants`: one wrong line at a time, and a demand that the named tests turn red. In: the lists of mutants;
// words on the command line (`native`, an area, a part of a name) choose some of them. Out: a line per mutant; exit 1 when one
// survives, does not apply any more, or when the tests are red without it.
// Mutants of TypeScript and native ones run side by side, each kind in its own copy of the tree.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inCompiler, inEngine, inRuntime } from './all.ts';
import { ran } from './command.ts';
import type { Mutant } from './mutant.ts';
import { copyTree } from './tree.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const words = process.argv.slice(2);
const chosen = (side: string) => (m: Mutant) =>
  words.length === 0 || words.some((w) => `${side} ${m.area} ${m.name}`.includes(w));
const problems: string[] = [];
let killed = 0;

const seconds = (since: number) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

/** Few runs are enough to see a mutant: the suites read these. */
const few = { BUSBAR_GRAPHS: '300', BUSBAR_DAMAGES: '200', BUSBAR_CUTS: '60', BUSBAR_SEED: '1', CI: '1' };

/** A mutant may make a test run without end: that is seen, too. */
const MOST_MS = 120_000;

interface Verdict {
  readonly isTooLate: boolean;
  readonly failed: number;
  readonly passed: number;
  readonly output: string;
}

/** What is read of vitest's JSON report. */
interface Report {
  readonly numFailedTests?: number;
  readonly numPassedTests?: number;
  readonly testResults?: readonly {
    readonly message?: string;
    readonly assertionResults: readonly { readonly failureMessages?: readonly string[] }[];
  }[];
}

async function test(
  tree: string,
  tests: readonly string[],
  only: string | undefined,
  env: NodeJS.ProcessEnv,
  limitMs?: number,
): Promise<Verdict> {
  const report = join(tree, 'mutant-report.json');
  writeFileSync(report, '{}');
  const args = [vitest, 'run', ...tests, '--maxWorkers=1', '--bail=1', '--reporter=json', `--outputFile=${report}`];
  const all = only === undefined ? args : [...args, '-t', only];
  const { output, isTooLate } = await ran(process.execPath, all, tree, { ...few, ...env }, limitMs);
  const said = JSON.parse(readFileSync(report, 'utf8')) as Report;
  const failures = (said.testResults ?? []).flatMap((file) => [
    file.message ?? '',
    ...file.assertionResults.flatMap((a) => a.failureMessages ?? []),
  ]);
  return {
    isTooLate,
    failed: said.numFailedTests ?? 0,
    passed: said.numPassedTests ?? 0,
    output: [output, ...failures].filter((f) => f !== '').join('\n'),
  };
}

/** Writes the mutant's file; the function it gives puts the file back. */
function apply(tree: string, m: Mutant): (() => void) | undefined {
  const path = join(tree, m.file);
  const before = existsSync(path) ? readFileSync(path, 'utf8') : '';
  const times = before.split(m.search).length - 1;
  if (times !== 1) {
    problems.push(`${m.area}: ${m.name}: its text occurs ${times} times in ${m.file}`);
    return undefined;
  }
  writeFileSync(
    path,
    before.replace(m.search, () => m.replace),
  );
  return () => writeFileSync(path, before);
}

async function judge(
  tree: string,
  m: Mutant,
  env: NodeJS.ProcessEnv,
  build?: () => Promise<string | undefined>,
): Promise<void> {
  const since = Date.now();
  const restore = apply(tree, m);
  if (restore === undefined) return;
  const broken = await build?.();
  const verdict =
    broken === undefined
      ? await test(tree, m.tests, m.only, env, MOST_MS)
      : { isTooLate: false, failed: 0, passed: 0, output: broken };
  restore();
  const said = `${m.area}: ${m.name}`;
  if (verdict.failed > 0 || verdict.isTooLate) {
    killed++;
    console.log(`killed    ${said} (${seconds(since)}${verdict.isTooLate ? ', without end' : ''})`);
  } else {
    const why = verdict.passed > 0 ? 'survives' : `does not run:\n${verdict.output.slice(-2000)}`;
    problems.push(`${said} ${why}`);
    console.log(`SURVIVES  ${said} (${seconds(since)})`);
  }
}

/** The tests must be green before anything is broken, or red would say nothing: each file once, all that its mutants name. */
async function baseline(tree: string, mutants: readonly Mutant[], env: NodeJS.ProcessEnv): Promise<boolean> {
  const groups = new Map<string, { tests: readonly string[]; only: Set<string> }>();
  for (const { tests, only = '' } of mutants) {
    const group = groups.get(tests.join()) ?? { tests, only: new Set<string>() };
    groups.set(tests.join(), group);
    group.only.add(only);
  }
  for (const { tests, only } of groups.values()) {
    const names = only.has('') ? undefined : [...only].map((o) => `(${o})`).join('|');
    const { failed, passed, output } = await test(tree, tests, names, env);
    if (failed === 0 && passed > 0) continue;
    problems.push(`red or empty without any mutant: ${tests.join(' ')} ${names ?? ''}\n${output.slice(-3000)}`);
    return false;
  }
  return true;
}

async function scriptSide(): Promise<void> {
  const mutants = [...inCompiler.filter(chosen('compiler')), ...inRuntime.filter(chosen('runtime'))];
  if (mutants.length === 0) return;
  const tree = copyTree(root);
  const env = { BUSBAR_ADDON: process.env.BUSBAR_ADDON ?? join(root, 'native/build/Release/busbar.node') };
  if (await baseline(tree, mutants, env)) for (const m of mutants) await judge(tree, m, env);
}

async function nativeSide(): Promise<void> {
  const mutants = inEngine.filter(chosen('native'));
  if (mutants.length === 0) return;
  const since = Date.now();
  const tree = copyTree(root);
  const folder = join(tree, 'native/build');
  const targetOf = ({ target = 'busbar' }: Mutant) => target;
  const build = async (...targets: readonly string[]) => {
    const { code, output } = await ran('cmake', ['--build', folder, '--parallel', '2', '--target', ...targets], tree);
    return code === 0 ? undefined : `does not build:\n${output}`;
  };
  // One build of the core for the addon and for the programs of the tests.
  const options = ['-DCMAKE_BUILD_TYPE=Release', '-DBUSBAR_TESTS=ON'];
  const configured = await ran('cmake', ['-S', 'native', '-B', folder, ...options], tree);
  const wrong = configured.code === 0 ? await build(...new Set(mutants.map(targetOf))) : configured.output;
  if (wrong !== undefined) {
    problems.push(`the native copy: ${wrong.slice(-3000)}`);
    return;
  }
  console.log(`native copy built (${seconds(since)})`);
  const env = { BUSBAR_ADDON: join(folder, 'busbar.node'), BUSBAR_NATIVE_TESTS: join(folder, 'tests') };
  if (await baseline(tree, mutants, env)) for (const m of mutants) await judge(tree, m, env, () => build(targetOf(m)));
}

const since = Date.now();
await Promise.all([scriptSide(), nativeSide()]);
console.log(`\n${killed} killed, ${problems.length} problems, ${seconds(since)}`);
for (const p of problems) console.error(`\n${p}`);
process.exitCode = problems.length > 0 ? 1 : 0;
