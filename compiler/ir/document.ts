// A parsed config: plain values and where each stands. In: sources. Out: what merge and validate read.
// Invariant: `places` has the shape of `value`; a map's keys are in the order of the text.

import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Place } from './places.ts';
import type { MachineFacts, Source, Sources, Span } from './source.ts';

export type JsonValue = string | number | boolean | null | readonly JsonValue[] | JsonMap;
export type JsonMap = { readonly [key: string]: JsonValue };

/** One `--set path=value`: a source of its own whose text is just that, so that mistakes in it have a place. */
export interface Override {
  readonly source: Source;
  readonly path: string;
  /** Offset of the value in the source's text. */
  readonly valueAt: number;
  /** The value as YAML; absent where it is none, and then `diagnostics` say why. */
  readonly read?: { readonly value: JsonValue; readonly places: Place };
  readonly diagnostics: readonly Diagnostic[];
}

/** A parsed file and those that it builds on, in order. One that is included twice is one object. */
export interface ConfigFile {
  readonly source: Source;
  readonly value: JsonValue;
  readonly places: Place;
  readonly includes: readonly ConfigFile[];
}

export interface Loaded {
  /** sources[0] is the entry. */
  readonly sources: Sources;
  readonly entry: ConfigFile;
  /** `busbar.local.yaml` beside the entry. */
  readonly local: ConfigFile | null;
  /** What `--machine` says. */
  readonly machine: Source | null;
  /** The machine that the plan is for, where the host knows it. */
  readonly facts: MachineFacts | null;
  readonly overrides: readonly Override[];
}

/** A device or port that a `null` took out of the config. */
export interface Removed {
  readonly device: string;
  /** null: the whole device. */
  readonly port: { readonly direction: 'in' | 'out'; readonly name: string } | null;
  readonly span: Span;
}

export interface Document {
  readonly value: JsonValue;
  readonly places: Place;
  readonly sources: Sources;
  readonly removed: readonly Removed[];
}

export const isMap = (v: JsonValue | undefined): v is JsonMap =>
  typeof v === 'object' && v !== null && !Array.isArray(v);
export const isList = (v: JsonValue | undefined): v is readonly JsonValue[] => Array.isArray(v);

/** A key's own value in a map; `undefined` where there is no map or no such key. */
export const member = (v: JsonValue | undefined, key: string): JsonValue | undefined =>
  isMap(v) && Object.hasOwn(v, key) ? v[key] : undefined;
