// Lines of source with marks under them. In: marks in one source. Out: lines of text with a gutter.
// Invariant: the marked token is always visible, whatever the length of its line.

import type { Source, Span } from '../../ir/source.ts';
import { lineText, place } from '../span.ts';
import { cells, printable } from './cells.ts';
import type { Paint, Role } from './paint.ts';

export interface Mark {
  readonly span: Span;
  readonly label: string;
  readonly sign: string;
  readonly role: Role;
}

/** UTF-16 units of a long line kept before and after a mark. */
const BEFORE = 60;
const AFTER = 200;

interface Row {
  readonly line: number;
  readonly mark: Mark;
  readonly start: number;
  readonly end: number;
  readonly endLine: number;
}

function rowOf(source: Source, mark: Mark): Row {
  const at = place(source, mark.span);
  const length = lineText(source, at.line).length;
  const start = Math.min(at.column - 1, length);
  const end = at.endLine === at.line ? at.endColumn - 1 : length;
  return { line: at.line, mark, start, end: Math.max(start, Math.min(end, length)), endLine: at.endLine };
}

/** Offsets of the part of a line that is shown, so that the marks on it are. */
function cut(text: string, rows: readonly Row[], width: number): { from: number; to: number } {
  if (text.length <= width) return { from: 0, to: text.length };
  const first = Math.min(...rows.map((r) => r.start));
  const from = first < width / 2 ? 0 : Math.max(0, first - BEFORE);
  const isLow = (at: number) => at > 0 && at < text.length && /[\uDC00-\uDFFF]/.test(text[at] ?? '');
  const to = Math.min(text.length, from + Math.min(width, AFTER));
  return { from: isLow(from) ? from - 1 : from, to: isLow(to) ? to + 1 : to };
}

function underline(shownFrom: number, shownTo: number, row: Row, cellAt: readonly number[], lead: number): string {
  const at = (offset: number) => cellAt[Math.min(Math.max(offset, shownFrom), shownTo) - shownFrom] ?? 0;
  const start = at(row.start);
  const length = Math.max(1, at(row.end) - start);
  return ' '.repeat(lead + start) + row.mark.sign.repeat(length);
}

export interface Layout {
  readonly paint: Paint;
  /** Cells for a line of source. */
  readonly width: number;
  /** Cells for the line numbers, which start at `firstLine`. */
  readonly gutter: number;
  readonly firstLine: number;
}

/** The lines that `marks` stand on, in order, each followed by its marks. */
export function snippet(source: Source, marks: readonly Mark[], { paint, width, gutter, firstLine }: Layout): string[] {
  const rows = marks.map((m) => rowOf(source, m)).sort((a, b) => a.line - b.line || a.start - b.start);
  const out: string[] = [];
  const bar = paint('frame', `${' '.repeat(gutter)} |`);
  let last: number | undefined;
  for (const line of new Set(rows.map((r) => r.line))) {
    const here = rows.filter((r) => r.line === line);
    const text = lineText(source, line);
    const { from, to } = cut(text, here, width);
    const { text: safe, cellAt } = cells(text.slice(from, to));
    if (last !== undefined && line > last + 1) out.push(paint('frame', `${' '.repeat(gutter)}...`));
    const number = paint('frame', `${String(line + firstLine - 1).padStart(gutter)} |`);
    out.push(`${number} ${from > 0 ? '…' : ''}${safe}${to < text.length ? '…' : ''}`.trimEnd());
    for (const row of here) {
      const signs = underline(from, to, row, cellAt, from > 0 ? 1 : 0);
      const upTo = row.endLine > row.line ? ` (to line ${row.endLine + firstLine - 1})` : '';
      const words = `${row.mark.label === '' ? '' : ` ${printable(row.mark.label)}`}${upTo}`;
      const indent = signs.length - signs.trimStart().length;
      out.push(`${bar} ${signs.slice(0, indent)}${paint(row.mark.role, signs.slice(indent) + words)}`);
    }
    last = line;
  }
  return out;
}
