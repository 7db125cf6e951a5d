// Offsets to lines and columns. In: sources and spans. Out: places, counted from 1, columns in UTF-16 units.
// Lines are computed only when something is printed, once per source: nothing on the way to a plan pays for them.

import type { Source, Sources, Span } from '../ir/source.ts';
import type { Diagnostic } from './diagnostic.ts';

/** Where a span begins and ends; `endColumn` is exclusive. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

const known = new WeakMap<Source, readonly number[]>();

/** Offset at which each line starts. LF, CR LF and CR end a line, as in YAML and in editors. */
export function lineStarts(source: Source): readonly number[] {
  const found = known.get(source);
  if (found !== undefined) return found;
  const starts = [0];
  for (const end of source.text.matchAll(/\r\n|\n|\r/g)) starts.push(end.index + end[0].length);
  known.set(source, starts);
  return starts;
}

/** Text of a line (from 1), without its line end; empty past the last one. */
export function lineText(source: Source, line: number): string {
  const starts = lineStarts(source);
  const start = starts[line - 1];
  if (start === undefined) return '';
  let end = starts[line] ?? source.text.length;
  while (end > start && '\r\n'.includes(source.text.charAt(end - 1))) end--;
  return source.text.slice(start, end);
}

/** Line and column of one offset; offsets past the end are held at the end. */
export function position(source: Source, offset: number): { readonly line: number; readonly column: number } {
  const starts = lineStarts(source);
  const at = Math.min(Math.max(offset, 0), source.text.length);
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: at - (starts[low] ?? 0) + 1 };
}

export function place(source: Source, span: Span): Place {
  const start = position(source, span.start);
  const end = position(source, Math.max(span.start, span.end));
  return { line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
}

/** What a span of an unknown source stands in: a compile that failed before it read anything. */
export const noSource: Source = { id: 0, path: '', text: '' };

export const sourceOf = (sources: Sources, span: Span): Source => sources[span.source] ?? noSource;

const rank = { error: 0, warning: 1, hint: 2 } as const;

/** Order of a report: by file and place; at one place errors first, then by code. */
export const byPlace = (a: Diagnostic, b: Diagnostic): number =>
  a.span.source - b.span.source ||
  a.span.start - b.span.start ||
  rank[a.severity] - rank[b.severity] ||
  a.span.end - b.span.end ||
  (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);
