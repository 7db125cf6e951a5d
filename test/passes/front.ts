// Runs the front end by hand. In: files and options. Out: what each pass gave.

import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { place, sourceOf } from '../../compiler/diagnostics/span.ts';
import type { Config } from '../../compiler/ir/config.ts';
import type { ConfigFile, Document, Loaded } from '../../compiler/ir/document.ts';
import type { Place } from '../../compiler/ir/places.ts';
import { spanAt } from '../../compiler/ir/places.ts';
import type { Source, SourceHost, Sources } from '../../compiler/ir/source.ts';
import { load } from '../../compiler/passes/load.ts';
import { merge } from '../../compiler/passes/merge.ts';
import type { PassContext, ReadContext } from '../../compiler/passes/pass.ts';
import { validate } from '../../compiler/passes/validate.ts';
import type { CompileOptions } from '../../compiler/request.ts';
import { memoryHost } from '../support/memory-host.ts';

export const ENTRY = 'busbar.yaml';

export interface Front {
  readonly sources: Sources;
  readonly diagnostics: readonly Diagnostic[];
  readonly loaded?: Loaded;
  /** The entry, parsed. */
  readonly document?: ConfigFile;
  readonly merged?: Document;
  readonly config?: Config;
}

export const contextOf = (document: { readonly places: Place } | undefined, options: CompileOptions): PassContext => ({
  options,
  sources: [],
  span: (at, which) => (document === undefined ? { source: 0, start: 0, end: 0 } : spanAt(document.places, at, which)),
});

export async function front(
  text: string | Uint8Array,
  options: CompileOptions = {},
  host: SourceHost = memoryHost({ [ENTRY]: text }),
): Promise<Front> {
  const sources: Source[] = [];
  const read: ReadContext = {
    ...contextOf(undefined, options),
    host,
    entry: ENTRY,
    sources,
    addSource(path, content, includedAt) {
      const source = { id: sources.length, path, text: content, ...(includedAt && { includedAt }) };
      sources.push(source);
      return source;
    },
  };
  const loaded = await load(ENTRY, read);
  if (loaded.value === undefined) return { sources, diagnostics: loaded.diagnostics };
  const diagnostics = [...loaded.diagnostics];
  const merged = merge(loaded.value, contextOf(loaded.value.entry, options));
  diagnostics.push(...merged.diagnostics);
  const found = { sources, diagnostics, loaded: loaded.value, document: loaded.value.entry };
  if (merged.value === undefined) return found;
  const config = validate(merged.value, contextOf(merged.value, options));
  diagnostics.push(...config.diagnostics);
  return { ...found, merged: merged.value, ...(config.value === undefined ? {} : { config: config.value }) };
}

/** `value/range 3:7-12`, one per diagnostic; a span over lines as `3:7-4:2`. */
export function brief(diagnostics: readonly Diagnostic[], sources: Sources): readonly string[] {
  return diagnostics.map((d) => {
    const at = place(sourceOf(sources, d.span), d.span);
    const end = at.endLine === at.line ? String(at.endColumn) : `${at.endLine}:${at.endColumn}`;
    return `${d.code} ${at.line}:${at.column}-${end}`;
  });
}

/** What load and parse alone say. */
export const read = (diagnostics: readonly Diagnostic[]): readonly Diagnostic[] =>
  diagnostics.filter((d) => /^(input|yaml)\//.test(d.code));
