// A parsed config: plain values and where each stands. In: sources. Out: what merge and validate read.
// Invariant: `places` has the shape of `value`; a map's keys are in the order of the text.

import type { Place } from './places.ts';
import type { Source, Sources } from './source.ts';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonMap;
export type JsonMap = { readonly [key: string]: JsonValue };

/** One `--set path=value`: a source of its own whose text is just that, so that mistakes in it have a place. */
export interface Override {
  readonly source: Source;
  readonly path: string;
  /** Offset of the value in the source's text. */
  readonly valueAt: number;
}

export interface Loaded {
  /** sources[0] is the entry. */
  readonly sources: Sources;
  readonly entry: Source;
  readonly overrides: readonly Override[];
}

export interface Document {
  readonly value: JsonValue;
  readonly places: Place;
  readonly sources: Sources;
  readonly overrides: readonly Override[];
}

export const isMap = (v: JsonValue | undefined): v is JsonMap =>
  typeof v === 'object' && v !== null && !Array.isArray(v);
export const isList = (v: JsonValue | undefined): v is readonly JsonValue[] => Array.isArray(v);

/** A key's own value in a map; `undefined` where there is no map or no such key. */
export const member = (v: JsonValue | undefined, key: string): JsonValue | undefined =>
  isMap(v) && Object.hasOwn(v, key) ? v[key] : undefined;
