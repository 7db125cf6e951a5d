// busbar test: what a studio does when something is played into it. In: files of tests. Out: what failed, with what was
// expected, what was measured and where it is asked for.

import { renderJson } from '../../../compiler/diagnostics/render/json.ts';
import type { CompiledTests } from '../../../compiler/tests.ts';
import { compileTests } from '../../../compiler/tests.ts';
import { EngineError } from '../../engine-error.ts';
import { catchSignals } from '../../interruption.ts';
import { loadAddon } from '../../native.ts';
import { configOf, testsIn, testsNamed } from '../../tests/find-files.ts';
import { mutate } from '../../tests/mutate.ts';
import type { Player } from '../../tests/play.ts';
import { resultsJson } from '../../tests/report-json.ts';
import { resultsJunit } from '../../tests/report-junit.ts';
import { canFail, type FileMutated, mutatedJson, renderMutated } from '../../tests/report-mutated.ts';
import { type FileResults, hasPassed, renderResults } from '../../tests/report-text.ts';
import { runTests } from '../../tests/run-tests.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { compileOptions, givenInventory, hostOf, printDiagnostics, warningsOf } from '../compile-config.ts';
import { type Context, colors } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { discoverConfig } from '../find-config.ts';
import { progressBar } from '../progress-bar.ts';

interface TestFile {
  readonly file: string;
  readonly compiled: CompiledTests;
}

export async function run(args: Arguments, context: Context): Promise<number> {
  const format = formatOf(args);
  const files = filesOf(args, context);
  const inventory = await givenInventory(args, context);
  const all: TestFile[] = [];
  for (const file of files) {
    const config = configOf(file, context.cwd, discoverConfig);
    const host = await hostOf(file, args, context);
    const compiled = await compileTests({ entry: file, host, config, options: compileOptions(args), inventory });
    all.push({ file, compiled });
  }
  if (format === 'text') await printFindings(all, context);
  const isRunnable = all.every(({ compiled }) => compiled.tests !== undefined);
  if (!isRunnable && format === 'text') return exitCode.problems;
  const signals = catchSignals();
  try {
    const results = await runAll(isRunnable ? all : [], signals.signal);
    const passed = isRunnable && results.every((f) => f.results.every(hasPassed));
    const mutated = passed && args.has('mutate') ? await mutateAll(all, signals.signal, context) : undefined;
    context.out.write(reportOf({ format, all, results, mutated }, args, context));
    return passed && (mutated ?? []).every((f) => f.mutated.every(canFail)) ? exitCode.ok : exitCode.problems;
  } finally {
    signals.release();
  }
}

type Format = 'text' | 'json' | 'junit';
const formats: readonly string[] = ['text', 'json', 'junit'] satisfies Format[];

function formatOf(args: Arguments): Format {
  const format = args.value('format') ?? (args.has('json') ? 'json' : 'text');
  if (args.has('json') && format !== 'json') {
    throw new UsageError(`--json and --format ${format} contradict each other.`);
  }
  if (args.has('mutate') && format === 'junit') throw new UsageError('--mutate reports as text or JSON.');
  if (!formats.includes(format))
    throw new UsageError(`There is no format ${format}.`, `Formats: ${formats.join(', ')}.`);
  return format as Format;
}

/** Throws UsageError where there are no tests. */
function filesOf({ positionals }: Arguments, { cwd }: Context): readonly string[] {
  if (positionals.length === 0) {
    const { path = '', top } = discoverConfig(cwd);
    const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    const found = testsIn(folder === '' ? '' : folder, cwd);
    if (found.length > 0) return found;
    const where = path === '' ? `no config from here up to ${top}` : `no *.test.yaml beside ${path}`;
    throw new UsageError(`There are no tests: ${where}.`, 'Name a file of tests: busbar test FILE.');
  }
  return positionals.flatMap((named) => {
    const found = testsNamed(named, cwd);
    if (found === undefined) throw new UsageError(`There is no file ${named}.`);
    if (found.length === 0) throw new UsageError(`There are no tests in ${named}: no *.test.yaml.`);
    return found;
  });
}

async function printFindings(all: readonly TestFile[], { err }: Context): Promise<void> {
  for (const { compiled } of all) {
    await printDiagnostics(compiled.diagnostics, compiled.sources, err);
    const { config } = compiled;
    const isBroken = config !== undefined && config.result.plan === undefined;
    const isTold = compiled.diagnostics.some((d) => d.severity === 'error');
    if (isBroken && !isTold) await printDiagnostics(config.result.diagnostics, config.result.sources, err);
    else if (config !== undefined && !isTold)
      await printDiagnostics(warningsOf(config.result), config.result.sources, err);
  }
}

async function runAll(all: readonly TestFile[], signal: AbortSignal): Promise<readonly FileResults[]> {
  const player = playerOf(all, signal);
  const results: FileResults[] = [];
  for (const { file, compiled } of all) {
    const { tests = [], sources } = compiled;
    results.push({ file, sources, results: player === undefined ? [] : await runTests(player, tests) });
  }
  return results;
}

/** Undefined where there is nothing to play. Throws EngineError `engine`. */
function playerOf(all: readonly TestFile[], signal: AbortSignal): Player | undefined {
  if (all.length === 0) return undefined;
  const loaded = loadAddon();
  if (!loaded.ok) throw new EngineError('engine', loaded.message, loaded.help);
  return { addon: loaded.addon, signal };
}

/** With a bar on a terminal: a config is compiled and played for every mutant. */
async function mutateAll(
  all: readonly TestFile[],
  signal: AbortSignal,
  { err }: Context,
): Promise<readonly FileMutated[]> {
  const player = playerOf(all, signal);
  const out: FileMutated[] = [];
  const bar = progressBar(err, 'mutating');
  try {
    for (const { file, compiled } of all) {
      const { tests = [], sources } = compiled;
      const count = tests.reduce((n, t) => n + t.expect.length, 0);
      const mutated =
        player === undefined ? [] : await mutate(player, tests, { progress: (settled) => bar.show(settled / count) });
      out.push({ file, sources, mutated });
    }
  } finally {
    bar.clear();
  }
  return out;
}

interface Report {
  readonly format: Format;
  readonly all: readonly TestFile[];
  readonly results: readonly FileResults[];
  readonly mutated: readonly FileMutated[] | undefined;
}

function reportOf({ format, all, results, mutated }: Report, args: Arguments, { out }: Context): string {
  const paint = colors(out);
  switch (format) {
    case 'text': {
      const text = renderResults(results, paint, args.has('verbose'));
      return mutated === undefined ? text : `${text}${renderMutated(mutated, paint, args.has('verbose'))}`;
    }
    case 'json': {
      const json = resultsJson(results, diagnosticsOf(all));
      return `${JSON.stringify({ ...json, mutation: mutated === undefined ? null : mutatedJson(mutated) }, null, 2)}\n`;
    }
    case 'junit':
      return resultsJunit(results);
  }
}

/** Of the tests and of their configs, each config once. */
function diagnosticsOf(all: readonly TestFile[]) {
  const reports = all.flatMap(({ compiled: { diagnostics, sources, config } }) => [
    renderJson(diagnostics, sources),
    ...(config === undefined ? [] : [renderJson(config.result.diagnostics, config.result.sources)]),
  ]);
  const sum = (count: 'errors' | 'warnings' | 'hints') => reports.reduce((n, r) => n + r[count], 0);
  const diagnostics = reports.flatMap((r) => r.diagnostics);
  return { diagnostics, errors: sum('errors'), warnings: sum('warnings'), hints: sum('hints') };
}
