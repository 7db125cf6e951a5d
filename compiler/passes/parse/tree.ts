// What both readers build: values with their places. In: keys, scalars and collections as they are read.
// Invariant: the two readers give equal trees for text that both accept (a property test holds them to it).

import type { JsonValue } from '../../ir/document.ts';
import type { Place } from '../../ir/places.ts';
import type { SourceId } from '../../ir/source.ts';

/** Deepest nesting that a config may have; what people write ends at ten. */
export const MAX_DEPTH = 64;

export interface Tree {
  readonly value: JsonValue;
  readonly places: Place;
}

export type Fields = Record<string, JsonValue>;
export type Places = Record<string, Place>;

/** Where a key stands; `end` 0: the value has none. */
export interface KeyPlace {
  readonly start: number;
  readonly end: number;
}
export const noKey: KeyPlace = { start: 0, end: 0 };

/** Every place is made here, so that all have one form. `text` is kept for scalars whose value is not a string. */
export const placeOf = (
  source: SourceId,
  key: KeyPlace,
  start: number,
  end: number,
  text?: string,
  children?: Place['children'],
): Place => ({
  source,
  start,
  end,
  keyStart: key.start,
  keyEnd: key.end,
  text,
  origin: undefined,
  via: undefined,
  children,
});

/** Sets a key of a map; `__proto__` is a key like any other. */
export function put<T>(fields: Record<string, T>, key: string, value: T): void {
  if (key === '__proto__') {
    Object.defineProperty(fields, key, { value, enumerable: true, configurable: true, writable: true });
  } else {
    fields[key] = value;
  }
}
