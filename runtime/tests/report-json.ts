// Results for programs: what `busbar test --json` prints. Invariant: a public shape: fields are added, never renamed;
// every field is always present.

import type { JsonReport } from '../../compiler/diagnostics/render/json.ts';
import { renderJson } from '../../compiler/diagnostics/render/json.ts';
import { place, sourceOf } from '../../compiler/diagnostics/span.ts';
import type { Sources, Span } from '../../compiler/ir/source.ts';
import type { Finding } from './outcome.ts';
import { type FileResults, hasPassed } from './report-text.ts';
import type { TestResult } from './run-tests.ts';

export const jsonPlace = (sources: Sources, span: Span) => {
  const source = sourceOf(sources, span);
  return { file: source.path, ...place(source, span) };
};

export interface JsonAssertion extends Finding, ReturnType<typeof jsonPlace> {
  readonly type: string;
}

export function resultsJson(files: readonly FileResults[], diagnostics: JsonReport = renderJson([], [])) {
  const tests = files.flatMap(({ sources, results }) => results.map((r) => testJson(r, sources)));
  return {
    ...diagnostics,
    tests,
    passed: tests.filter((t) => t.passed).length,
    failed: tests.filter((t) => !t.passed).length,
  };
}

function testJson(result: TestResult, sources: Sources) {
  const { test, assertions, seconds } = result;
  return {
    name: test.name,
    ...jsonPlace(sources, test.span),
    passed: hasPassed(result),
    seconds,
    assertions: assertions.map(
      ({ assertion, finding }): JsonAssertion => ({
        type: assertion.type,
        ...jsonPlace(sources, assertion.span),
        ...finding,
      }),
    ),
  };
}
