// Edits applied to text. In: a source and the edits of one diagnostic. Out: the text after them, and where each landed.
// Invariant: edits of one diagnostic are applied together; one that overlaps an earlier one is left out.

import type { Source } from '../ir/source.ts';
import type { Edit } from './diagnostic.ts';

export interface Edited {
  readonly text: string;
  /** Offsets of the new words in `text`, in order. */
  readonly landed: readonly { readonly start: number; readonly end: number }[];
}

/** Those of `edits` that stand in `source`, in order of place. */
export function editsIn(source: Source, edits: readonly Edit[]): readonly Edit[] {
  let taken = 0;
  return edits
    .filter((e) => e.span.source === source.id)
    .sort((a, b) => a.span.start - b.span.start)
    .filter(({ span }) => {
      const isFree = span.start >= taken;
      if (isFree) taken = span.end;
      return isFree;
    });
}

/** `source` with those of `edits` that stand in it. */
export function applyEdits(source: Source, edits: readonly Edit[]): Edited {
  const landed: { start: number; end: number }[] = [];
  let text = '';
  let taken = 0;
  for (const edit of editsIn(source, edits)) {
    text += source.text.slice(taken, edit.span.start);
    landed.push({ start: text.length, end: text.length + edit.text.length });
    text += edit.text;
    taken = edit.span.end;
  }
  return { text: text + source.text.slice(taken), landed };
}
