// A value with its places, as merge hands it about. In: either. Out: both, and their parts.

import { isMap, type JsonMap, type JsonValue, member } from '../../ir/document.ts';
import { childPlace, type Place } from '../../ir/places.ts';
import { put } from '../parse/tree.ts';

export interface Placed {
  readonly value: JsonValue;
  readonly place: Place;
}

/** A `null` that has removed something and still waits for what comes from a template or another node; known by identity. */
export const removal: JsonMap = Object.freeze({});
export const isNothing = (value: JsonValue | undefined): boolean => value === null || value === removal;

/** What stands under `key`; `undefined` where nothing does. */
export function child({ value, place }: Placed, key: string): Placed | undefined {
  const found = member(value, key);
  return found === undefined ? undefined : { value: found, place: childPlace(place, key) ?? place };
}

/** The entries of a map, each with its place; none where it is no map. */
export const children = (map: Placed): readonly (readonly [string, Placed])[] =>
  isMap(map.value)
    ? Object.entries(map.value).map(([key, value]) => [key, { value, place: childPlace(map.place, key) ?? map.place }])
    : [];

/** A map of these entries, where `place` stands. */
export function mapOf(entries: Iterable<readonly [string, Placed]>, place: Place): Placed {
  const fields: Record<string, JsonValue> = {};
  const places: Record<string, Place> = {};
  for (const [key, entry] of entries) {
    put(fields, key, entry.value);
    put(places, key, entry.place);
  }
  return { value: fields, place: { ...place, children: places } };
}
