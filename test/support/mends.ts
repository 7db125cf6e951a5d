// The property of mends: a diagnostic's edits, applied, take it away and add no error. In: what was said before and after.
// Out: what was added. An error is known by its code and by what it is about: where it stood in the text before the edits.
// Places are worked out here once more: nothing of it is taken from the compiler's own trail.

import { applyEdits, editsIn } from '../../compiler/diagnostics/apply-edits.ts';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { sourceOf } from '../../compiler/diagnostics/span.ts';
import type { Source, Sources } from '../../compiler/ir/source.ts';

export interface Said {
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
}

export const errorsOf = ({ diagnostics }: Said): readonly Diagnostic[] =>
  diagnostics.filter((d) => d.severity === 'error');

/** The files that the edits of a diagnostic change, as they are then. */
export function mendedTexts(sources: Sources, d: Diagnostic): Readonly<Record<string, string>> {
  const changed = sources.filter((s) => d.edits.some((e) => e.span.source === s.id));
  return Object.fromEntries(changed.map((s) => [s.path, applyEdits(s, d.edits).text]));
}

/** Where `at` stood before the edits: A place inside what an edit wrote is that of what it replaced. */
function before(at: number, source: Source, d: Diagnostic): number {
  let shift = 0;
  for (const { span, text } of editsIn(source, d.edits)) {
    const start = span.start + shift;
    if (at < start) break;
    if (at < start + text.length) return span.start;
    shift += text.length - (span.end - span.start);
  }
  return at - shift;
}

/** `written`: the sources that the edits of `mended` were made for, where `e` is about what they made of them. */
function about(e: Diagnostic, { sources }: Said, mended: Diagnostic, written?: Sources): string {
  const { path } = sourceOf(sources, e.span);
  const source = written?.find((s) => s.path === path);
  return `${e.code} ${path} ${source === undefined ? e.span.start : before(e.span.start, source, mended)}`;
}

/** Errors of `after` that `before` had not, and `mended` itself where it is still there. */
export function addedBy(mended: Diagnostic, before: Said, after: Said): readonly string[] {
  const left = new Map<string, number>();
  for (const e of errorsOf(before)) {
    if (e === mended) continue;
    const key = about(e, before, mended);
    left.set(key, (left.get(key) ?? 0) + 1);
  }
  return errorsOf(after).flatMap((e) => {
    const key = about(e, after, mended, before.sources);
    const n = left.get(key) ?? 0;
    left.set(key, n - 1);
    return n > 0 ? [] : [`${key} ${e.message}`];
  });
}
