// Results as a test report in the JUnit form that CI servers read. In: results by file. Out: XML: a suite per file, a case
// per test, a failure per assertion that failed.

import { attribute, xml } from '../../compiler/diagnostics/render/xml.ts';
import type { Sources } from '../../compiler/ir/source.ts';
import { type FileResults, hasPassed, placeText } from './report-text.ts';
import type { AssertionResult, TestResult } from './run-tests.ts';

export function resultsJunit(files: readonly FileResults[]): string {
  const all = files.flatMap((f) => f.results);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="busbar test" ${counts(all)}>`,
    ...files.flatMap(({ file, sources, results }) => [
      `  <testsuite name="${attribute(file)}" ${counts(results)}>`,
      ...results.flatMap((r) => caseLines(r, file, sources)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

const counts = (results: readonly TestResult[]): string =>
  `tests="${results.length}" failures="${results.filter((r) => !hasPassed(r)).length}" errors="0"`;

function caseLines(result: TestResult, file: string, sources: Sources): string[] {
  const head = `    <testcase name="${attribute(result.test.name)}" classname="${attribute(file)}" time="${result.seconds.toFixed(3)}"`;
  const failures = result.assertions.filter((a) => !a.finding.passed);
  if (failures.length === 0) return [`${head}/>`];
  return [`${head}>`, ...failures.map((f) => failure(f, sources)), '    </testcase>'];
}

function failure({ assertion, finding }: AssertionResult, sources: Sources): string {
  const { expected, measured, where } = finding;
  const place = placeText(sources, assertion.span);
  const message = `${assertion.type} at ${where}: expected ${expected}, measured ${measured}`;
  const body = `${place}\nexpected  ${expected}\nmeasured  ${measured}\nat        ${where}`;
  return `      <failure type="${attribute(assertion.type)}" message="${attribute(message)}">${xml(body)}</failure>`;
}
