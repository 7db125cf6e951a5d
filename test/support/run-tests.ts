// Runs a file of tests that is given as text. In: a config and tests, and files beside them. Out: what was found, or what
// is wrong with them.

import type { TestCase } from '../../compiler/tests/types.ts';
import { compileTests } from '../../compiler/tests.ts';
import type { Player } from '../../runtime/tests/play.ts';
import { type AssertionResult, runTests } from '../../runtime/tests/run-tests.ts';
import { native } from './addon.ts';
import { type Files, memoryHost } from './memory-host.ts';

export const player = (): Player => ({ addon: native(), signal: new AbortController().signal });

/** The tests of a text; throws with what is wrong with it. */
export async function testsOf(config: string, tests: string, files: Files = {}): Promise<readonly TestCase[]> {
  const host = memoryHost({ ...files, 'busbar.yaml': config, 'busbar.test.yaml': tests });
  const compiled = await compileTests({ entry: 'busbar.test.yaml', host, config: 'busbar.yaml' });
  if (compiled.tests !== undefined) return compiled.tests;
  const all = [...compiled.diagnostics, ...(compiled.config?.result.diagnostics ?? [])];
  throw new Error(all.map((d) => `${d.code}: ${d.message}`).join('\n'));
}

/** Assertions of all tests, in order. `expect` as one test of a second, `play` before it. */
export async function assertionsOf(
  config: string,
  expect: readonly string[],
  { play = '{}', keys = '', files = {} }: { play?: string; keys?: string; files?: Files } = {},
): Promise<readonly AssertionResult[]> {
  const text = `busbar: 1\ntests:\n  it:\n    play: ${play}\n${keys}    expect:\n${expect.map((e) => `      - ${e}\n`).join('')}`;
  const results = await runTests(player(), await testsOf(config, text, files));
  return results.flatMap((r) => r.assertions);
}

/** `passed` or what was measured, one per assertion. */
export const verdicts = (results: readonly AssertionResult[]): readonly string[] =>
  results.map(({ finding: { passed, measured } }) => (passed ? 'passed' : measured));
