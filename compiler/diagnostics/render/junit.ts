// Diagnostics as a test report in the JUnit form that CI servers read. In: what was checked, its diagnostics and sources.
// Out: XML. A config is one test case, or as many as it has errors; warnings and hints fail nothing and are told beside.

import type { Sources } from '../../ir/source.ts';
import type { Diagnostic } from '../diagnostic.ts';
import { position, sourceOf } from '../span.ts';
import { renderText } from './text.ts';
import { attribute, xml } from './xml.ts';

export function renderJunit(entry: string, diagnostics: readonly Diagnostic[], sources: Sources): string {
  const errors = diagnostics.filter((d) => d.severity === 'error');
  const others = diagnostics.filter((d) => d.severity !== 'error');
  const cases =
    errors.length === 0 ? [`    <testcase name="compiles" classname="${attribute(entry)}"/>`] : errors.map(one);
  const beside = others.length === 0 ? [] : [`    <system-out>${xml(renderText(others, sources))}</system-out>`];
  const count = `tests="${cases.length}" failures="${errors.length}" errors="0"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="busbar check" ${count}>`,
    `  <testsuite name="${attribute(entry)}" ${count}>`,
    ...cases,
    ...beside,
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n');

  function one(d: Diagnostic): string {
    const source = sourceOf(sources, d.span);
    const { line, column } = position(source, d.span.start);
    return [
      `    <testcase name="${attribute(`${d.code} ${source.path}:${line}:${column}`)}" classname="${attribute(entry)}">`,
      `      <failure type="${attribute(d.code)}" message="${attribute(d.message)}">${xml(renderText([d], sources))}</failure>`,
      '    </testcase>',
    ].join('\n');
  }
}
