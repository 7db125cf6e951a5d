// What people read: the renderer's layout, and that no text of a user can do more than be read.

import { describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { renderText, summary } from '../../compiler/diagnostics/render/text.ts';

const at = (text: string, word: string, from = 0) => {
  const start = text.indexOf(word, from);
  return { source: 0, start, end: start + word.length };
};
const mistake = (over: Partial<Diagnostic> & Pick<Diagnostic, 'span'>): Diagnostic => ({
  code: 'value/range',
  severity: 'error',
  message: 'too much',
  label: '',
  related: [],
  help: '',
  edits: [],
  ...over,
});
const render = (text: string, d: Diagnostic, width?: number) =>
  renderText([d], [{ id: 0, path: 'busbar.yaml', text }], width === undefined ? {} : { width });

describe('text report', () => {
  it('shows severity, code, place, the token, related places, help and the line after the fix', () => {
    const text = 'params:\n  top: 60 dB\ngraph:\n  a:\n    do: [ { gian: 1 } ]\n';
    const report = render(
      text,
      mistake({
        span: at(text, 'gian'),
        label: 'no such step',
        related: [{ span: at(text, 'a:'), label: 'in this node' }],
        help: 'see the reference',
        edits: [{ title: 'write `gain`', span: at(text, 'gian'), text: 'gain' }],
      }),
    );
    expect(report.split('\n')).toEqual([
      'error[value/range]: too much',
      ' --> busbar.yaml:5:13',
      '  |',
      '4 |   a:',
      '  |   -- in this node',
      '5 |     do: [ { gian: 1 } ]',
      '  |             ^^^^ no such step',
      '  = help: see the reference',
      '  = fix: write `gain`',
      '5 |     do: [ { gain: 1 } ]',
      '  |             ~~~~',
    ]);
  });

  it.each([
    ['\t', 4],
    ['日本 ', 5],
    ['e\u0301', 1],
    ['🎛\u{1F600}', 3],
    ['\t\tx\t', 12],
  ])('marks the token under tabs, wide and combining characters: %j', (before, cell) => {
    const text = `${before}bad\n`;
    const [line, marks] = render(text, mistake({ span: at(text, 'bad') }))
      .split('\n')
      .slice(3);
    expect(line).toContain('bad');
    expect(marks).toBe(`  | ${' '.repeat(cell)}^^^`);
  });

  it('reads CR LF and lone CR as line ends and prints neither', () => {
    const text = 'a: 1\r\nb: 2\rc: bad\r\n';
    const report = render(text, mistake({ span: at(text, 'bad') }));
    expect(report).toContain('busbar.yaml:3:4');
    expect(report).toContain('3 | c: bad\n');
    expect(report).not.toContain('\r');
  });

  it('cuts a line of a megabyte around the token', () => {
    const text = `x: ${'a'.repeat(500_000)} bad ${'b'.repeat(500_000)}`;
    const report = render(text, mistake({ span: at(text, 'bad') }));
    const [line = '', marks = ''] = report.split('\n').slice(3);
    expect(line.length).toBeLessThan(140);
    expect(line.slice(marks.indexOf('^'), marks.lastIndexOf('^') + 1)).toBe('bad');
  });

  it('neutralises escapes, bidirectional controls and line ends in messages and source', () => {
    const text = 'a: "\u001b[31m\u202e\u0007" bad\n';
    const report = render(text, mistake({ span: at(text, 'bad'), message: 'x\u001b]0;\ny', label: '\u202e' }));
    expect([...report].every((c) => c === '\n' || (c >= ' ' && c !== '\u202e'))).toBe(true);
    expect(report.split('\n')[0]).toBe('error[value/range]: x␛]0; y');
  });

  it('shows the first line of a span of several lines and says where it ends', () => {
    const text = 'a:\n  b: 1\n  c: 2\n';
    const report = render(text, mistake({ span: { source: 0, start: 5, end: 16 } }));
    expect(report).toContain('2 |   b: 1\n  |   ^^^^ (to line 3)');
  });

  it('paints by role through the injected painter only', () => {
    const d = mistake({ span: { source: 0, start: 0, end: 1 } });
    const sources = [{ id: 0, path: 'f', text: 'abc' }];
    const painted = renderText([d], sources, { paint: (role, t) => `<${role}>${t}</>` });
    expect(painted).toContain('<error>error[value/range]</>: <strong>too much</>');
    expect(painted).toContain('<error>^</>');
  });

  it('places a diagnostic without any source', () => {
    expect(renderText([mistake({ span: { source: 0, start: 0, end: 0 } })], [])).toContain(':1:1');
  });

  it('counts', () => {
    const d = mistake({ span: { source: 0, start: 0, end: 1 } });
    expect(summary([])).toBe('no errors');
    expect(summary([d, d, { ...d, severity: 'hint' }])).toBe('2 errors, 1 hint');
  });
});
