// Diagnostics for people. In: diagnostics and their sources. Out: text: what, where, the token underlined, what to do.
// Invariant: nothing of the user's text can move the cursor or colour the terminal.

import type { Source, Sources } from '../../ir/source.ts';
import { applyEdits } from '../apply-edits.ts';
import type { Diagnostic, Edit } from '../diagnostic.ts';
import { lineStarts, place, position, sourceOf } from '../span.ts';
import { printable } from './cells.ts';
import { severityCount } from './json.ts';
import { noPaint, type Paint } from './paint.ts';
import { type Mark, snippet } from './snippet.ts';

export interface TextOptions {
  readonly paint?: Paint;
  /** Cells for a line of source; longer ones are cut around the mark. Default 120. */
  readonly width?: number;
}

interface Style {
  readonly paint: Paint;
  readonly width: number;
}

function marksOf(d: Diagnostic): readonly Mark[] {
  return [
    { span: d.span, label: d.label, sign: '^', role: d.severity },
    ...d.related.map((r): Mark => ({ span: r.span, label: r.label, sign: '-', role: 'related' })),
  ];
}

/** Longer lines are not shown a second time: the fix says what is written where. */
const LONGEST_PREVIEW = 5000;

/** How the lines that `edits` touch read afterwards. Only these lines are built anew, however long the text. */
function preview(source: Source, edits: readonly Edit[], gutter: number, style: Style): string[] {
  const first = position(source, Math.min(...edits.map((e) => e.span.start))).line;
  const last = position(source, Math.max(...edits.map((e) => e.span.end))).line;
  const starts = lineStarts(source);
  const from = starts[first - 1] ?? 0;
  const lines = source.text.slice(from, starts[last] ?? source.text.length);
  if (lines.length > LONGEST_PREVIEW) return [];
  const moved = edits.map((e) => ({ ...e, span: { ...e.span, start: e.span.start - from, end: e.span.end - from } }));
  const { text, landed } = applyEdits({ ...source, text: lines }, moved);
  const after: Source = { id: source.id, path: source.path, text };
  const marks = landed
    .filter(({ start, end }) => end > start)
    .map(({ start, end }): Mark => ({ span: { source: source.id, start, end }, label: '', sign: '~', role: 'edit' }));
  return marks.length === 0 ? [] : snippet(after, marks, { ...style, gutter, firstLine: first });
}

function one(d: Diagnostic, sources: Sources, style: Style): string {
  const { paint } = style;
  const marks = marksOf(d);
  const lines = [...marks.map((m) => m.span), ...d.edits.map((e) => e.span)].map((s) => place(sourceOf(sources, s), s));
  const gutter = Math.max(...lines.map((p) => String(p.line).length));
  const pad = ' '.repeat(gutter);
  const out = [`${paint(d.severity, `${d.severity}[${d.code}]`)}: ${paint('strong', printable(d.message))}`];

  for (const id of new Set(marks.map((m) => m.span.source))) {
    const here = marks.filter((m) => m.span.source === id);
    const first = here[0];
    if (first === undefined) continue;
    const source = sourceOf(sources, first.span);
    const at = place(source, first.span);
    const arrow = first === marks[0] ? '-->' : ':::';
    out.push(`${pad}${paint('frame', arrow)} ${printable(source.path)}:${at.line}:${at.column}`);
    if (source.text === '') continue;
    out.push(paint('frame', `${pad} |`), ...snippet(source, here, { ...style, gutter, firstLine: 1 }));
  }
  if (d.help !== '') out.push(`${pad} ${paint('frame', '=')} ${paint('strong', 'help:')} ${printable(d.help)}`);
  for (const title of new Set(d.edits.map((e) => e.title))) {
    out.push(`${pad} ${paint('frame', '=')} ${paint('strong', 'fix:')} ${printable(title)}`);
  }
  for (const id of new Set(d.edits.map((e) => e.span.source))) {
    const edits = d.edits.filter((e) => e.span.source === id);
    const source = sources[id];
    if (source !== undefined) out.push(...preview(source, edits, gutter, style));
  }
  return out.join('\n');
}

/** `2 errors, 1 hint`; `no errors` when there is nothing at all. */
export function summary(diagnostics: readonly Diagnostic[]): string {
  const parts = (['error', 'warning', 'hint'] as const).flatMap((severity) => {
    const n = severityCount(diagnostics, severity);
    return n === 0 ? [] : [`${n} ${severity}${n === 1 ? '' : 's'}`];
  });
  return parts.length === 0 ? 'no errors' : parts.join(', ');
}

/** Every diagnostic in the given order, a blank line between them; empty for none. */
export function renderText(diagnostics: readonly Diagnostic[], sources: Sources, options: TextOptions = {}): string {
  const style: Style = { paint: options.paint ?? noPaint, width: options.width ?? 120 };
  return diagnostics.map((d) => one(d, sources, style)).join('\n\n');
}
