// Spans, suggestions, edits, JSON: the parts that every diagnostic is made of.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../compiler/diagnostics/apply-edits.ts';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { codes, explain, suggestCode } from '../../compiler/diagnostics/explain.ts';
import { renderJson } from '../../compiler/diagnostics/render/json.ts';
import { byPlace, lineText, place, position } from '../../compiler/diagnostics/span.ts';
import { editDistance, suggest } from '../../compiler/diagnostics/suggest.ts';

const source = (text: string) => ({ id: 0, path: 'busbar.yaml', text });

describe('span', () => {
  it('counts lines and columns from 1, columns in UTF-16 units', () => {
    const s = source('a\r\n🎛b\rc\n');
    expect(position(s, 0)).toEqual({ line: 1, column: 1 });
    expect(position(s, 5)).toEqual({ line: 2, column: 3 });
    expect(position(s, 7)).toEqual({ line: 3, column: 1 });
    expect(position(s, 99)).toEqual({ line: 4, column: 1 });
    expect(place(s, { source: 0, start: 0, end: 6 })).toEqual({ line: 1, column: 1, endLine: 2, endColumn: 4 });
    expect(lineText(s, 2)).toBe('🎛b');
    expect(lineText(s, 9)).toBe('');
  });

  it('agrees with counting by hand at every offset', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', '\n', '日', '\t') }), fc.nat(60), (text, offset) => {
        const before = text.slice(0, offset).split('\n');
        expect(position(source(text), offset)).toEqual({
          line: before.length,
          column: (before.at(-1)?.length ?? 0) + 1,
        });
      }),
    );
  });

  it('sorts by place, errors first', () => {
    const d = (start: number, severity: Diagnostic['severity']): Diagnostic => ({
      code: severity,
      severity,
      message: '',
      span: { source: 0, start, end: start },
      label: '',
      related: [],
      help: '',
      edits: [],
    });
    const sorted = [d(3, 'hint'), d(3, 'error'), d(1, 'hint')].sort(byPlace);
    expect(sorted.map((x) => `${x.span.start} ${x.severity}`)).toEqual(['1 hint', '3 error', '3 hint']);
  });
});

describe('suggest', () => {
  const steps = ['gain', 'highpass', 'lowpass', 'highshelf', 'compressor', 'limiter', 'fir', 'm', 'mix'];
  it.each([
    ['gian', 'gain'],
    ['Gain', 'gain'],
    ['high_pass', 'highpass'],
    ['compresor', 'compressor'],
    ['limitter', 'limiter'],
    ['fri', 'fir'],
  ])('%s was meant to be %s', (word, meant) => expect(suggest(word, steps)).toBe(meant));

  it.each(['', 'reverb', 'x', 'n', 'q'.repeat(5000), '日本語'])('%s was meant to be nothing known', (word) =>
    expect(suggest(word, steps)).toBeUndefined(),
  );

  it('does not depend on the order of the candidates', () => {
    const order = fc.shuffledSubarray(steps, { minLength: steps.length });
    fc.assert(
      fc.property(order, fc.constantFrom('hig', 'lowpas', 'gai', 'mx'), (some, word) => {
        expect(suggest(word, some)).toBe(suggest(word, steps));
      }),
    );
  });

  it('counts a swap as one edit', () => {
    expect(editDistance('gian', 'gain')).toBe(1);
    expect(editDistance('', 'abc')).toBe(3);
    expect(editDistance('kitten', 'sitting')).toBe(3);
  });
});

describe('edits', () => {
  const edit = (start: number, end: number, text: string) => ({ title: '', span: { source: 0, start, end }, text });
  it('are applied together, whatever their order', () => {
    const { text, landed } = applyEdits(source('one two three'), [
      edit(8, 13, '3'),
      edit(0, 3, 'first'),
      edit(3, 3, '!'),
    ]);
    expect(text).toBe('first! two 3');
    expect(landed.map((l) => text.slice(l.start, l.end))).toEqual(['first', '!', '3']);
  });
  it('leave out one that overlaps', () => {
    expect(applyEdits(source('abcdef'), [edit(0, 3, 'x'), edit(2, 4, 'y')]).text).toBe('xdef');
  });
});

describe('json report', () => {
  it('has the documented shape', () => {
    const report = renderJson(
      [
        {
          code: 'channels/mismatch',
          severity: 'error',
          message: 'm',
          span: { source: 0, start: 3, end: 4 },
          label: 'l',
          related: [{ span: { source: 0, start: 0, end: 1 }, label: 'r' }],
          help: 'h',
          edits: [{ title: 't', span: { source: 0, start: 3, end: 4 }, text: 'x' }],
        },
      ],
      [source('a\nbcd')],
    );
    const first = { file: 'busbar.yaml', line: 1, column: 1, endLine: 1, endColumn: 2 };
    const second = { file: 'busbar.yaml', line: 2, column: 2, endLine: 2, endColumn: 3 };
    expect(report).toEqual({
      diagnostics: [
        {
          code: 'channels/mismatch',
          severity: 'error',
          message: 'm',
          ...second,
          label: 'l',
          related: [{ ...first, label: 'r' }],
          help: 'h',
          edits: [{ ...second, text: 'x', title: 't' }],
        },
      ],
      errors: 1,
      warnings: 0,
      hints: 0,
    });
  });
});

describe('explain', () => {
  it('has a page for every code, with a wrong and a right example', () => {
    for (const code of codes) {
      const page = explain(code);
      expect(page?.title.split(' ').length, code).toBeLessThanOrEqual(5);
      expect(page?.markdown, code).toMatch(/```/);
    }
    expect(explain('no/such')).toBeUndefined();
    expect(suggestCode('qqq/zzz')).toBeUndefined();
  });
});
