// Results for people. In: results by file. Out: text: each test, and of an assertion that failed what was expected, what
// was measured, and where it stands.

import { printable } from '../../compiler/diagnostics/render/cells.ts';
import { position, sourceOf } from '../../compiler/diagnostics/span.ts';
import type { Sources, Span } from '../../compiler/ir/source.ts';
import type { AssertionResult, TestResult } from './run-tests.ts';

export interface FileResults {
  /** The file of tests, as the user sees it. */
  readonly file: string;
  readonly sources: Sources;
  readonly results: readonly TestResult[];
}

export type Paint = Readonly<Record<'bold' | 'dim' | 'red' | 'green', (text: string) => string>>;

export const hasPassed = ({ assertions }: Pick<TestResult, 'assertions'>): boolean =>
  assertions.every((a) => a.finding.passed);

export function placeText(sources: Sources, span: Span): string {
  const source = sourceOf(sources, span);
  const { line, column } = position(source, span.start);
  return `${source.path}:${line}:${column}`;
}

export function renderResults(files: readonly FileResults[], paint: Paint, isVerbose: boolean): string {
  const lines = files.flatMap(({ file, sources, results }) => [
    paint.bold(printable(file)),
    ...results.flatMap((result) => testLines(result, sources, paint, isVerbose)),
    '',
  ]);
  return `${[...lines, summary(files, paint)].join('\n')}\n`;
}

function testLines(result: TestResult, sources: Sources, paint: Paint, isVerbose: boolean): string[] {
  const passed = hasPassed(result);
  const mark = passed ? paint.green('passed') : paint.red('failed');
  const shown = result.assertions.filter((a) => isVerbose || !a.finding.passed);
  return [`  ${mark} ${printable(result.test.name)}`, ...shown.flatMap((a) => assertionLines(a, sources, paint))];
}

function assertionLines({ assertion, finding }: AssertionResult, sources: Sources, paint: Paint): string[] {
  const { passed, expected, measured, where } = finding;
  const at = where === '' ? '' : ` at ${where}`;
  if (passed) return [`    ${paint.dim(`${assertion.type}${at}: ${measured} (${expected})`)}`];
  return [
    `    ${paint.red(assertion.type)}${printable(at)}  ${paint.dim(placeText(sources, assertion.span))}`,
    `      expected  ${printable(expected)}`,
    `      measured  ${printable(measured)}`,
  ];
}

const many = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

function summary(files: readonly FileResults[], paint: Paint): string {
  const tests = files.flatMap((f) => f.results);
  const failed = tests.filter((t) => !hasPassed(t));
  const assertions = tests.reduce((n, t) => n + t.assertions.length, 0);
  const counts = `${many(tests.length, 'test')}, ${many(assertions, 'assertion')}`;
  return failed.length === 0
    ? paint.green(`${counts}: all passed.`)
    : paint.red(`${counts}: ${many(failed.length, 'test')} failed.`);
}
