// Where every value of a document stands. In: what the readers saw. Out: spans and source text by pointer, on demand.
// A tree beside the values rather than a map of pointers: most compiles ask for few places, and building thousands of
// pointers cost more than reading the text. Invariant: a place tree has the shape of its value.

import type { JsonPointer, KeyAndValueSpan, SourceId, Span, Via } from './source.ts';

export interface Place {
  readonly source: SourceId;
  readonly start: number;
  readonly end: number;
  /** Span of the key in the same source; `keyEnd` 0: not under a key. */
  readonly keyStart: number;
  readonly keyEnd: number;
  /** Source text of a scalar that is not a string in YAML (`00123`, `true`), for fields that read text. */
  readonly text: string | undefined;
  /** Where the value was written when `$name` or an alias brought it here; the place itself is then that of the mention. */
  readonly origin: Span | undefined;
  /** Uses that brought it and what is under it here, empty for none; `undefined`: those of what it stands under. */
  readonly via: readonly Via[] | undefined;
  readonly children: readonly Place[] | Readonly<Record<string, Place>> | undefined;
}

const unescaped = (token: string) => token.replaceAll('~1', '/').replaceAll('~0', '~');

/** The keys and indices of a pointer. */
export const pointerKeys = (at: JsonPointer): readonly string[] =>
  at === '' ? [] : at.slice(1).split('/').map(unescaped);

export function childPlace(place: Place, key: string | number): Place | undefined {
  const { children } = place;
  if (children === undefined) return undefined;
  if (Array.isArray(children)) return under((children as readonly Place[])[Number(key)], place);
  return Object.hasOwn(children, key) ? under((children as Readonly<Record<string, Place>>)[key], place) : undefined;
}

const under = (child: Place | undefined, { via }: Place): Place | undefined =>
  child === undefined || via === undefined || child.via !== undefined ? child : { ...child, via };

/** The places of a map's values, each as `childPlace` gives it. */
export function childPlaces(place: Place): Readonly<Record<string, Place>> {
  const children = (place.children ?? {}) as Readonly<Record<string, Place>>;
  if (place.via === undefined) return children;
  return Object.fromEntries(Object.entries(children).map(([key, child]) => [key, under(child, place) ?? child]));
}

/** The place of `at`, or of its nearest parent that has one. */
export function nearestPlace(root: Place, at: JsonPointer): { readonly place: Place; readonly exact: boolean } {
  let place = root;
  for (const key of pointerKeys(at)) {
    const child = childPlace(place, key);
    if (child === undefined) return { place, exact: false };
    place = child;
  }
  return { place, exact: true };
}

const spanOf = (p: Place, start: number, end: number): Span =>
  p.via === undefined || p.via.length === 0
    ? { source: p.source, start, end }
    : { source: p.source, start, end, via: p.via };

export const keySpan = (p: Place): Span | undefined => (p.keyEnd === 0 ? undefined : spanOf(p, p.keyStart, p.keyEnd));

/** Where the value was written; a mention that brought it stands in `via`. */
export function valueSpan(p: Place): Span {
  if (p.origin === undefined) return spanOf(p, p.start, p.end);
  const mention = { span: { source: p.source, start: p.start, end: p.end }, label: 'used here' };
  return { ...p.origin, via: [...(p.origin.via ?? []), mention, ...(p.via ?? [])] };
}

/** Spans of exactly `at`; `undefined` where nothing stands there. */
export function spansAt(root: Place, at: JsonPointer): KeyAndValueSpan | undefined {
  const { place, exact } = nearestPlace(root, at);
  if (!exact) return undefined;
  const key = keySpan(place);
  const value = valueSpan(place);
  return key === undefined ? { value } : { key, value };
}

/** Span of the value at `at`, or of its key where it has one; of the nearest parent where nothing stands there. */
export function spanAt(root: Place, at: JsonPointer, which: 'key' | 'value' = 'value'): Span {
  const { place } = nearestPlace(root, at);
  return (which === 'key' ? keySpan(place) : undefined) ?? valueSpan(place);
}
