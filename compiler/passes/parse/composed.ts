// The library's nodes -> a tree. In: a composed document. Out: values with their places, and what configs do not allow.
// Invariant: aliases share the value that they repeat, so no file can grow in memory; what they stand for is counted.

import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type ParsedNode,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { diagnose } from '../../diagnostics/catalog.ts';
import { Findings } from '../../diagnostics/findings.ts';
import type { JsonValue } from '../../ir/document.ts';
import { type Place, valueSpan } from '../../ir/places.ts';
import type { Source, Span } from '../../ir/source.ts';
import { resolvePlain } from './scalar.ts';
import { type Fields, type KeyPlace, MAX_DEPTH, noKey, type Places, placeOf, put, type Tree } from './tree.ts';

/** Most values that aliases may add to what is written. */
export const MAX_REPEATED = 10_000;

interface Built extends Tree {
  /** Values in it with aliases followed, and levels of nesting. */
  readonly size: number;
  readonly depth: number;
}

type AnyNode = ParsedNode | null;

export class ComposedReader {
  readonly found = new Findings();
  readonly #source: Source;
  readonly #anchors = new Map<string, Built>();
  readonly #open = new Set<string>();
  #repeated = 0;

  constructor(source: Source) {
    this.#source = source;
  }

  read(node: ParsedNode): Tree {
    return this.#node(node, noKey, 0);
  }

  #span(start: number, end: number): Span {
    const { text } = this.#source;
    const length = text.slice(start, end).trimEnd().length;
    return { source: this.#source.id, start, end: start + Math.max(length, Math.min(1, text.length - start)) };
  }

  /** `missingAt`: where to point when nothing was written. */
  #node(node: AnyNode, key: KeyPlace, missingAt: number): Built {
    if (isAlias(node)) return this.#alias(node, key);
    const anchor = isMap(node) || isSeq(node) || isScalar(node) ? node.anchor : undefined;
    if (anchor !== undefined) this.#open.add(anchor);
    const built = isMap(node)
      ? this.#map(node as YAMLMap.Parsed, key)
      : isSeq(node)
        ? this.#list(node as YAMLSeq.Parsed, key)
        : this.#scalar(node as Scalar.Parsed | null, key, missingAt);
    if (anchor !== undefined) {
      this.#open.delete(anchor);
      this.#anchors.set(anchor, built);
    }
    return built;
  }

  #scalar(node: Scalar.Parsed | null, key: KeyPlace, missingAt: number): Built {
    const [start, end] = node?.range ?? [0, 0];
    const { id } = this.#source;
    if (node === null || (end === start && node.type === 'PLAIN')) {
      const places =
        key.end > 0 ? placeOf(id, key, key.start, key.end, '') : placeOf(id, key, missingAt, missingAt + 1, '');
      return { value: null, places, size: 1, depth: 0 };
    }
    const text = String(node.value);
    const value = node.type === 'PLAIN' ? resolvePlain(text) : text;
    const span = this.#span(start, end);
    const places = placeOf(id, key, start, span.end, typeof value === 'string' ? undefined : text);
    return { value, places, size: 1, depth: 0 };
  }

  #map(node: YAMLMap.Parsed, key: KeyPlace): Built {
    const fields: Fields = {};
    const places: Places = {};
    let [start, end] = node.range;
    let size = 1;
    let depth = 0;
    if (node.flow !== true) end = start;
    for (const pair of node.items) {
      const name = this.#key(pair.key);
      if (name === undefined) continue;
      const first = places[name.text];
      const span = this.#span(name.start, name.end);
      if (Object.hasOwn(fields, name.text) && first !== undefined) {
        const related = [{ span: { ...span, start: first.keyStart, end: first.keyEnd }, label: 'first given here' }];
        this.found.add(diagnose('yaml/duplicate-key', span, { key: name.text }, { label: 'given again', related }));
        continue;
      }
      const built = this.#node(pair.value, name, name.end);
      put(fields, name.text, built.value);
      put(places, name.text, built.places);
      size += built.size;
      depth = Math.max(depth, built.depth);
      if (node.flow !== true) end = Math.max(end, built.places.end, name.end);
    }
    // A block map starts at its first key, whatever anchor stands before it.
    if (node.flow !== true) start = Math.min(...Object.values(places).map((p) => p.keyStart), end);
    return {
      value: fields,
      places: placeOf(this.#source.id, key, start, end, undefined, places),
      size,
      depth: depth + 1,
    };
  }

  /** Text and place of a key; `undefined`, with a diagnostic, for what cannot be one. */
  #key(node: ParsedNode | null): { text: string; start: number; end: number } | undefined {
    const [start, end] = node?.range ?? [0, 0];
    if (isScalar(node) && !(node.type === 'PLAIN' && end === start)) {
      const text = node.type === 'PLAIN' ? (node.source ?? '') : String(node.value);
      if (text !== '<<' || node.type !== 'PLAIN') return { text, start, end: this.#span(start, end).end };
      this.found.add(diagnose('yaml/merge-key', this.#span(start, end), {}));
      return undefined;
    }
    const what = isMap(node) ? 'a map' : isSeq(node) ? 'a list' : isAlias(node) ? 'an alias' : 'nothing';
    this.found.add(diagnose('yaml/key', this.#span(start, end), { what }));
    return undefined;
  }

  #list(node: YAMLSeq.Parsed, key: KeyPlace): Built {
    const [start, flowEnd] = node.range;
    let end = start + 1;
    let size = 1;
    let depth = 0;
    const items: JsonValue[] = [];
    const places: Place[] = [];
    for (const item of node.items) {
      const built = this.#node(item as AnyNode, noKey, this.#dashBefore(item as AnyNode, start));
      items.push(built.value);
      places.push(built.places);
      end = Math.max(end, built.places.end);
      size += built.size;
      depth = Math.max(depth, built.depth);
    }
    if (node.flow === true) end = flowEnd;
    return {
      value: items,
      places: placeOf(this.#source.id, key, start, end, undefined, places),
      size,
      depth: depth + 1,
    };
  }

  /** Where to point when nothing stands after a dash: at the dash. */
  #dashBefore(item: AnyNode, listStart: number): number {
    const [start, end] = item?.range ?? [listStart, listStart];
    return start < end ? start : Math.max(this.#source.text.lastIndexOf('-', start), listStart);
  }

  #alias(node: Alias.Parsed, key: KeyPlace): Built {
    const name = node.source;
    const [start, end] = node.range;
    const span = this.#span(start, end);
    const places = placeOf(this.#source.id, key, start, end);
    const nothing = { value: null, places, size: 1, depth: 0 };
    const original = this.#anchors.get(name);
    if (original === undefined) {
      const problem = this.#open.has(name) ? 'it stands inside what it repeats' : 'nothing before it has that name';
      this.found.add(diagnose('yaml/alias', span, { name, problem }));
      return nothing;
    }
    const before = this.#repeated;
    this.#repeated += original.size;
    if (this.#repeated > MAX_REPEATED || original.depth > MAX_DEPTH) {
      if (before <= MAX_REPEATED) {
        this.found.add(diagnose('yaml/too-many-aliases', span, { limit: MAX_REPEATED }));
        this.#repeated = MAX_REPEATED + 1;
      }
      return nothing;
    }
    const { text, children } = original.places;
    return { ...original, places: { ...places, text, children, origin: valueSpan(original.places) } };
  }
}
