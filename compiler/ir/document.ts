// A parsed config: plain values and where each stands. In: sources. Out: what merge and validate read.
// Invariant: every pointer of `value` has an entry in `spans`; scalars keep their source text in `texts`.

import type { JsonPointer, KeyAndValueSpan, Source, Sources } from './source.ts';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | { readonly [key: string]: JsonValue };

export interface Loaded {
  /** sources[0] is the entry. */
  readonly sources: Sources;
  readonly entry: Source;
}

export interface Document {
  readonly value: JsonValue;
  readonly spans: ReadonlyMap<JsonPointer, KeyAndValueSpan>;
  /** Source text of scalars that are not strings in YAML (numbers, booleans), for fields of type string. */
  readonly texts: ReadonlyMap<JsonPointer, string>;
  readonly sources: Sources;
}
