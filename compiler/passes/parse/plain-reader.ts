// Reads the YAML that configs are written in, in one pass over the text: block maps and lists, flow collections, scalars
// on one line, comments. In: text. Out: a tree, or nothing at the first doubt: the library then reads the text and says
// what is wrong with it. Invariant: what is accepted here the library accepts too, with an equal tree.

import type { JsonValue } from '../../ir/document.ts';
import type { Place } from '../../ir/places.ts';
import type { Source, SourceId } from '../../ir/source.ts';
import { resolvePlain } from './scalar.ts';
import { type Fields, type KeyPlace, MAX_DEPTH, noKey, type Places, placeOf, put, type Tree } from './tree.ts';

const NEWLINE = 0x0a;
const SPACE = 0x20;
const HASH = 0x23;
const COLON = 0x3a;
const DASH = 0x2d;
const COMMA = 0x2c;
const DOUBLE = 0x22;
const SINGLE = 0x27;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAP = 0x7b;
const CLOSE_MAP = 0x7d;

const codes = (characters: string) => new Set([...characters].map((c) => c.charCodeAt(0)));
/** A plain scalar that starts with one of these is something else, or needs a closer look. */
const indicators = codes('?:,[]{}#&*!|>\'"%@`');
/** Document markers, tabs, CR: rare in configs and full of cases. */
const rare = /[\t\r\ufeff]|^(?:---|\.\.\.|%)/m;

class Doubt extends Error {}
const doubt = new Doubt('not plain');

interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  readonly quoted: boolean;
}

class PlainReader {
  readonly #text: string;
  readonly #source: SourceId;
  #at = 0;
  #lineStart = 0;
  /** Column (from 0) of the content at `#at` once `#next` found it; -1 at the end of the text. */
  #column = 0;
  /** End of the last token: where the collection around it ends. */
  #end = 0;
  /** Place of the value that was read last: every method that returns a value leaves it here. */
  #place: Place;

  constructor(source: Source) {
    this.#text = source.text;
    this.#source = source.id;
    this.#place = placeOf(source.id, noKey, 0, 0);
  }

  read(): Tree {
    this.#next();
    if (this.#column < 0) throw doubt;
    const value = this.#block(noKey, 0);
    if (this.#column >= 0) throw doubt;
    return { value, places: this.#place };
  }

  #code(at = this.#at): number {
    return at < this.#text.length ? this.#text.charCodeAt(at) : NEWLINE;
  }

  #spaces(): void {
    while (this.#code() === SPACE) this.#at++;
  }

  /** Moves from the end of a line's content to the next content. */
  #next(): void {
    const { length } = this.#text;
    while (this.#at < length) {
      this.#spaces();
      const code = this.#code();
      if (code !== NEWLINE && code !== HASH) {
        this.#column = this.#at - this.#lineStart;
        return;
      }
      if (code === HASH) this.#at = this.#lineEnd();
      this.#at++;
      this.#lineStart = this.#at;
    }
    this.#column = -1;
  }

  #lineEnd(): number {
    const end = this.#text.indexOf('\n', this.#at);
    return end < 0 ? this.#text.length : end;
  }

  /** True when only spaces or a comment follow on this line; leaves the position at its end or its comment. */
  #lineIsDone(): boolean {
    const before = this.#at;
    this.#spaces();
    const code = this.#code();
    return code === NEWLINE || (code === HASH && this.#at > before);
  }

  #isDash(): boolean {
    if (this.#code() !== DASH) return false;
    const after = this.#code(this.#at + 1);
    return after === SPACE || after === NEWLINE;
  }

  #block(key: KeyPlace, depth: number): JsonValue {
    if (depth >= MAX_DEPTH - 2) throw doubt;
    return this.#isDash() ? this.#list(key, depth) : this.#map(key, depth, this.#column, this.#key());
  }

  #map(key: KeyPlace, depth: number, indent: number, first: Word): JsonValue {
    const fields: Fields = {};
    const places: Places = {};
    for (let word = first; ; word = this.#key()) {
      if (word.text === '<<' || Object.hasOwn(fields, word.text)) throw doubt;
      put(fields, word.text, this.#entry(word, indent, depth));
      put(places, word.text, this.#place);
      if (this.#column !== indent) break;
    }
    if (this.#column > indent) throw doubt;
    this.#place = placeOf(this.#source, key, first.start, this.#end, undefined, places);
    return fields;
  }

  /** What stands after `key:`; leaves the position at the next content. */
  #entry(key: Word, indent: number, depth: number): JsonValue {
    if (!this.#lineIsDone()) return this.#inline(key, indent, depth);
    this.#next();
    if (this.#column > indent || (this.#column === indent && this.#isDash())) return this.#block(key, depth + 1);
    this.#end = key.end;
    this.#place = placeOf(this.#source, key, key.start, key.end, '');
    return null;
  }

  #list(key: KeyPlace, depth: number): JsonValue {
    const items: JsonValue[] = [];
    const places: Place[] = [];
    const indent = this.#column;
    const start = this.#at;
    do {
      this.#at++;
      if (this.#lineIsDone()) throw doubt;
      this.#column = this.#at - this.#lineStart;
      items.push(this.#item(indent, depth));
      places.push(this.#place);
    } while (this.#column === indent && this.#isDash());
    if (this.#column > indent) throw doubt;
    this.#place = placeOf(this.#source, key, start, this.#end, undefined, places);
    return items;
  }

  /** What stands after `- `: a list or map on the dash's own line, or a value. */
  #item(indent: number, depth: number): JsonValue {
    if (this.#isDash()) return this.#block(noKey, depth + 1);
    const word = this.#word(false);
    if (word === undefined || !this.#takeColon(word)) return this.#inline(noKey, indent, depth, word);
    if (depth + 1 >= MAX_DEPTH - 2) throw doubt;
    return this.#map(noKey, depth + 1, this.#column, word);
  }

  /** A value on one line (flow collections may go on), then the next content; the map or list around it refuses what would continue the value. */
  #inline(key: KeyPlace, indent: number, depth: number, read?: Word): JsonValue {
    const value = this.#value(key, indent, depth, false, read);
    if (!this.#lineIsDone()) throw doubt;
    this.#next();
    return value;
  }

  #value(key: KeyPlace, indent: number, depth: number, flow: boolean, read?: Word): JsonValue {
    const word = read ?? this.#word(flow);
    if (word === undefined) return this.#flow(key, indent, depth + 1);
    this.#end = word.end;
    const value = word.quoted ? word.text : resolvePlain(word.text);
    this.#place = placeOf(this.#source, key, word.start, word.end, typeof value === 'string' ? undefined : word.text);
    return value;
  }

  #key(): Word {
    const word = this.#word(false);
    if (word === undefined || !this.#takeColon(word)) throw doubt;
    return word;
  }

  /** True when `:` makes the word a key; moves past it. */
  #takeColon(word: Word): boolean {
    const before = this.#at;
    this.#spaces();
    const after = this.#code(this.#at + 1);
    if (this.#code() === COLON && (after === SPACE || after === NEWLINE) && word.end - word.start < 1000) {
      this.#at++;
      return true;
    }
    this.#at = before;
    return false;
  }

  /** A scalar on one line; `undefined` where a flow collection starts. */
  #word(flow: boolean): Word | undefined {
    const code = this.#code();
    if (code === OPEN_LIST || code === OPEN_MAP) return undefined;
    if (code === SINGLE || code === DOUBLE) return this.#quotedWord(code);
    if (indicators.has(code) || this.#isDash() || (flow && code === DASH && this.#closes(this.#at + 1))) throw doubt;
    const start = this.#at;
    const text = this.#text;
    let end = start;
    for (let at = start; at < text.length; at++) {
      const c = text.charCodeAt(at);
      if (c === NEWLINE) break;
      if (c === SPACE) continue;
      if (c === HASH && end < at) break;
      if (c === COLON) {
        const after = this.#code(at + 1);
        if (after === SPACE || after === NEWLINE || (flow && this.#closes(at + 1))) break;
      }
      if (flow && this.#closes(at)) break;
      end = at + 1;
    }
    if (end === start) throw doubt;
    this.#at = end;
    return { text: text.slice(start, end), start, end, quoted: false };
  }

  #closes(at: number): boolean {
    const code = this.#code(at);
    return code === COMMA || code === OPEN_LIST || code === CLOSE_LIST || code === OPEN_MAP || code === CLOSE_MAP;
  }

  #quotedWord(quote: number): Word {
    const start = this.#at;
    let at = start + 1;
    for (; this.#code(at) !== quote; at++) if (this.#code(at) === NEWLINE) throw doubt;
    const text = this.#text.slice(start + 1, at);
    if (quote === DOUBLE ? text.includes('\\') : this.#code(at + 1) === SINGLE) throw doubt;
    this.#at = at + 1;
    return { text, start, end: at + 1, quoted: true };
  }

  /** Space inside a flow collection; lines that go on must be indented further than the block around it. */
  #flowSpace(indent: number): void {
    while (!this.#atFlowContent()) {
      if (this.#code() === HASH) this.#at = this.#lineEnd();
      if (this.#at >= this.#text.length) throw doubt;
      this.#at++;
      this.#lineStart = this.#at;
      this.#spaces();
      if (this.#at - this.#lineStart <= indent && this.#code() !== NEWLINE && this.#code() !== HASH) throw doubt;
    }
  }

  #atFlowContent(): boolean {
    const before = this.#at;
    this.#spaces();
    const code = this.#code();
    if (code === HASH && this.#at === before && this.#at > this.#lineStart) throw doubt;
    return code !== NEWLINE && code !== HASH;
  }

  #flow(key: KeyPlace, indent: number, depth: number): JsonValue {
    if (depth >= MAX_DEPTH - 2) throw doubt;
    const start = this.#at;
    const close = this.#code() === OPEN_MAP ? CLOSE_MAP : CLOSE_LIST;
    const items: JsonValue[] = [];
    const itemPlaces: Place[] = [];
    const fields: Fields = {};
    const places: Places = {};
    this.#at++;
    this.#flowSpace(indent);
    while (this.#code() !== close) {
      if (close === CLOSE_MAP) this.#flowEntry(fields, places, indent, depth);
      else {
        items.push(this.#value(noKey, indent, depth, true));
        itemPlaces.push(this.#place);
      }
      this.#flowSpace(indent);
      if (this.#code() === close) break;
      if (this.#code() !== COMMA) throw doubt;
      this.#at++;
      this.#flowSpace(indent);
    }
    this.#at++;
    this.#end = this.#at;
    const children = close === CLOSE_MAP ? places : itemPlaces;
    this.#place = placeOf(this.#source, key, start, this.#at, undefined, children);
    return close === CLOSE_MAP ? fields : items;
  }

  #flowEntry(fields: Fields, places: Places, indent: number, depth: number): void {
    const word = this.#word(true);
    if (word === undefined || word.text === '<<' || Object.hasOwn(fields, word.text)) throw doubt;
    if (!this.#takeColon(word)) throw doubt;
    this.#flowSpace(indent);
    if (this.#closes(this.#at) && this.#code() !== OPEN_LIST && this.#code() !== OPEN_MAP) throw doubt;
    put(fields, word.text, this.#value(word, indent, depth, true));
    put(places, word.text, this.#place);
  }
}

/** The tree of `source`; `undefined` where the library must look, be it wrong or only unusual. */
export function readPlain(source: Source): Tree | undefined {
  if (rare.test(source.text)) return undefined;
  try {
    return new PlainReader(source).read();
  } catch (e) {
    if (e instanceof Doubt) return undefined;
    throw e;
  }
}
