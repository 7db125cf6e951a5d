// What stands at a place of a text. In: a tree and an offset; for completion a text that is being typed. Out: the path of
// the key or value there, and the word. Invariant: the path has the shape that the text would have once it is written.

import { isList, isMap, type JsonValue } from '../../compiler/ir/document.ts';
import { childPlace, type Place } from '../../compiler/ir/places.ts';
import type { Path } from '../../compiler/passes/merge/shapes.ts';
import type { Tree } from '../../compiler/passes/parse/tree.ts';
import { readTree } from './file-tree.ts';

export interface Found {
  readonly path: Path;
  readonly on: 'key' | 'value';
  readonly start: number;
  readonly end: number;
}

/** The key or the scalar at `offset`; `undefined` between words. */
export function wordAt({ value, places }: Tree, offset: number): Found | undefined {
  return search(value, places, [], offset);
}

const holds = (start: number, end: number, offset: number) => start <= offset && offset <= end;

function search(value: JsonValue, place: Place, path: Path, offset: number): Found | undefined {
  if (place.origin !== undefined) return undefined;
  const keys = isMap(value) ? Object.keys(value) : isList(value) ? value.keys() : undefined;
  if (keys === undefined) {
    return holds(place.start, place.end, offset) && place.start !== place.keyStart
      ? { path, on: 'value', start: place.start, end: place.end }
      : undefined;
  }
  for (const key of keys) {
    const child = childPlace(place, key);
    if (child === undefined) continue;
    const inner = [...path, key];
    if (child.keyEnd > 0 && holds(child.keyStart, child.keyEnd, offset)) {
      return { path: inner, on: 'key', start: child.keyStart, end: child.keyEnd };
    }
    const found = search((value as Record<string | number, JsonValue>)[key] as JsonValue, child, inner, offset);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Where a word is being typed. */
export interface Typing {
  /** Of the word: ends in its key where it is a key. */
  readonly path: Path;
  /** What may stand here. On a line of its own a word may become either. */
  readonly as: readonly ('key' | 'value')[];
  /** The word as far as it is there: this is replaced. */
  readonly start: number;
  readonly end: number;
  readonly word: string;
  /** Keys that stand beside it. */
  readonly siblings: readonly string[];
  readonly isFlow: boolean;
  /** The rest of the line is empty: a key still needs its colon. */
  readonly isOpen: boolean;
  readonly tree: Tree;
}

/** Stands for the word while its place is looked for. */
const MARK = 'busbar0typed0here';

export function typingAt(text: string, offset: number): Typing | undefined {
  const start = wordStart(text, offset);
  let end = offset;
  while (end < text.length && /[\w.-]/.test(text.charAt(end))) end++;
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const after = text.slice(end).split('\n', 1)[0] ?? '';
  const isOpen = /^\s*(#.*)?$/.test(after);
  const isOwnLine = /^[\s-]*$/.test(before);
  const isFlow = !isOwnLine && /[{[,]\s*$/.test(before);
  // What would keep the word apart from what follows it, had it been written.
  const sign = isOwnLine && isOpen ? ':' : isFlow && /^\s*[\w"'$]/.test(after) ? ',' : '';
  const marked = `${text.slice(0, start)}${MARK}${sign}${text.slice(end)}`;
  const { tree } = readTree('', marked);
  const found = tree && search(tree.value, tree.places, [], start);
  if (tree === undefined || found === undefined || marked.slice(found.start, found.end) !== MARK) return undefined;
  const parent = found.on === 'key' ? at(tree.value, found.path.slice(0, -1)) : undefined;
  const siblings = isMap(parent) ? Object.keys(parent).filter((key) => key !== MARK) : [];
  const common = { start, end, word: text.slice(start, offset), siblings, isFlow, isOpen, tree };
  if (found.on === 'key' && isOwnLine && isOpen && siblings.length === 0) {
    return { ...common, path: found.path, as: ['key', 'value'] };
  }
  return { ...common, path: found.path, as: [found.on] };
}

/** `$name`, `${name` and addresses are words; a dash begins none. */
const typed = /(?:\$\{|[\w$])(?:\$\{|[\w.$-])*$/;

const wordStart = (text: string, offset: number): number =>
  offset - (typed.exec(text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset))?.[0].length ?? 0);

function at(value: JsonValue, path: Path): JsonValue | undefined {
  return path.reduce<JsonValue | undefined>(
    (inner, key) => (inner === null || typeof inner !== 'object' ? undefined : (inner as never)[key]),
    value,
  );
}
