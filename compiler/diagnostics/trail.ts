// From a text that was mended, once or several times, back to what was written. In: diagnostics of each round. Out: the same
// at places of the first. Invariant: a place inside what a mend wrote is that of what it replaced.

import type { Source, Sources, Span } from '../ir/source.ts';
import { applyEdits, type Edited, editsIn } from './apply-edits.ts';
import type { Diagnostic, Edit } from './diagnostic.ts';
import { sourceOf } from './span.ts';

/** One round of mends of one file: what each replaced, and where its words landed. */
type Step = readonly { readonly edit: Edit; readonly landed: Edited['landed'][number] }[];

export class Trail {
  readonly #sources: Source[];
  /** By file, the last round last. */
  readonly #steps = new Map<string, Step[]>();

  constructor(written: Sources) {
    this.#sources = [...written];
  }

  /** As they were written; those that only a mend brought in come last. */
  get sources(): Sources {
    return this.#sources;
  }

  /** Carries out the edits of these diagnostics: the texts that change, by path. */
  apply(mended: readonly Diagnostic[], sources: Sources): ReadonlyMap<string, string> {
    const edits = mended.flatMap((d) => d.edits);
    const texts = new Map<string, string>();
    for (const source of sources) {
      const own = editsIn(source, edits);
      if (own.length === 0) continue;
      const { text, landed } = applyEdits(source, own);
      const step = own.flatMap((edit, i) => (landed[i] === undefined ? [] : [{ edit, landed: landed[i] }]));
      this.#steps.set(source.path, [...(this.#steps.get(source.path) ?? []), step]);
      texts.set(source.path, text);
    }
    return texts;
  }

  /** A diagnostic of the text as it is mended by now. */
  back(d: Diagnostic, sources: Sources): Diagnostic {
    return {
      ...d,
      span: this.#span(d.span, sources),
      related: d.related.map((r) => ({ ...r, span: this.#span(r.span, sources) })),
      edits: d.edits.map((e) => ({ ...e, span: this.#span(e.span, sources) })),
    };
  }

  #span(span: Span, sources: Sources): Span {
    const found = sourceOf(sources, span);
    let { start, end } = span;
    for (const step of [...(this.#steps.get(found.path) ?? [])].reverse()) {
      start = before(step, start, 'start');
      end = before(step, end, 'end');
    }
    const via = span.via?.map((use) => ({ ...use, span: this.#span(use.span, sources) }));
    return { source: this.#idOf(found, sources), start, end: Math.max(start, end), ...(via && { via }) };
  }

  /** The source of that path; of several, such as options, the one that came as late. */
  #idOf(found: Source, sources: Sources): number {
    const nth = sources.filter((s) => s.path === found.path && s.id < found.id).length;
    const own = this.#sources.filter((s) => s.path === found.path)[nth];
    if (own !== undefined) return own.id;
    const { includedAt, ...rest } = found;
    const id = this.#sources.length;
    const via = includedAt && this.#span(includedAt, sources);
    this.#sources.push({ ...rest, id, ...(via && { includedAt: via }) });
    return id;
  }
}

/** Where `at` was before a round of mends. */
function before(step: Step, at: number, side: 'start' | 'end'): number {
  let shift = 0;
  for (const { edit, landed } of step) {
    if (at < landed.start || (at === landed.start && side === 'end')) break;
    if (at < landed.end || (at === landed.end && side === 'end')) return edit.span[side];
    shift = landed.end - edit.span.end;
  }
  return at - shift;
}
