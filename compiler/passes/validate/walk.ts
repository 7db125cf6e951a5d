// A walk over a document: fields with their places, and what is wrong with them. In: a document. Out: diagnostics.
// Invariant: whoever finds a value that cannot be used reports it once and counts a failure; whoever reads several values
// learns from the count that some of them failed.

import type { KeyTable } from '../../../schema/forms.ts';
import { type Code, diagnose, type Extra } from '../../diagnostics/catalog.ts';
import { Findings, MOST_FINDINGS } from '../../diagnostics/findings.ts';
import { isBroken } from '../../ir/broken.ts';
import { isList, isMap, type JsonValue } from '../../ir/document.ts';
import { childPlace, keySpan, type Place, valueSpan } from '../../ir/places.ts';
import { type JsonPointer, pointer, type Sources, type Span } from '../../ir/source.ts';
import { meantKeys } from './meant-keys.ts';

export interface Field {
  readonly value: JsonValue;
  readonly place: Place;
  readonly at: JsonPointer;
  /** The key it stands under, for messages. */
  readonly name: string;
}

/** What a value is, to follow “not”. */
export function kindOf(value: JsonValue): string {
  if (value === null) return 'nothing';
  if (isList(value)) return 'a list';
  if (isMap(value)) return 'a map';
  if (typeof value === 'boolean') return String(value);
  return typeof value === 'number' ? 'a number' : 'text';
}

type Args<C extends Code> = Parameters<typeof diagnose<C>>[2];

export class Walk {
  readonly found = new Findings();
  /** Values so far that could not be used. */
  failures = 0;
  readonly #sources: Sources;

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** The value's own text; its key where the value stands on lines of its own. */
  span(field: Field): Span {
    const span = valueSpan(field.place);
    const key = field.place.origin === undefined ? keySpan(field.place) : undefined;
    if (key === undefined) return span;
    return this.#text({ ...span, start: key.start }).includes('\n') ? key : span;
  }

  key(field: Field): Span {
    return keySpan(field.place) ?? this.span(field);
  }

  /** The first line of a value. */
  firstLine(field: Field): Span {
    const span = valueSpan(field.place);
    return { ...span, end: span.start + (/^[^\r\n]*/.exec(this.#text(span))?.[0].length ?? 0) };
  }

  /** Text as written: of scalars that are not strings, their source. */
  written(field: Field): string {
    return typeof field.value === 'string' ? field.value : (field.place.text ?? this.#text(valueSpan(field.place)));
  }

  /** An edit of the value where it was written; none in a `--set`. */
  edits(field: Field, title: string, text: string): Extra {
    const span = this.span(field);
    return this.#canEdit(span) ? { edits: [{ title, span, text }] } : {};
  }

  #canEdit(span: Span): boolean {
    return this.#sources[span.source]?.path !== '--set';
  }

  /** An edit of a word to what was meant; words where nothing can be edited. */
  meant(span: Span, text: string): Extra {
    if (!this.#canEdit(span)) return { help: `Did you mean \`${text}\`?` };
    return { edits: [{ title: `write \`${text}\``, span, text }] };
  }

  say<C extends Code>(code: C, span: Span, args: Args<C>, extra: Extra = {}): void {
    this.found.add(diagnose(code, span, args, extra));
  }

  /** Says what is wrong with a value; it counts as failed. */
  fail<C extends Code>(code: C, field: Field, args: Args<C>, extra: Extra = {}): undefined {
    this.note(code, field, args, extra);
    return this.failed();
  }

  /** As `fail`, for a value that can be used all the same. */
  note<C extends Code>(code: C, field: Field, args: Args<C>, extra: Extra = {}): void {
    this.say(code, this.span(field), args, extra);
  }

  /** Counts a failure that is, or has been, reported. */
  failed(): undefined {
    this.failures++;
    return undefined;
  }

  shape(field: Field, wants: string, extra: Extra = {}): undefined {
    if (isBroken(field.value)) return this.failed();
    return this.fail('value/shape', field, { of: `\`${field.name}\``, wants, got: kindOf(field.value) }, extra);
  }

  /** Entries of a list; a single value where `single` allows it. */
  items(field: Field, wants: string, single = false): readonly Field[] | undefined {
    const { value, place, at, name } = field;
    if (!isList(value)) return single && !isMap(value) && value !== null ? [field] : this.shape(field, wants);
    return value.map((item, i) => ({
      value: item,
      place: childPlace(place, i) ?? place,
      at: pointer(at, i),
      name,
    }));
  }

  /** Entries of a map that a user names, empty ones left out with a hint. */
  entries(field: Field, wants: string): readonly Field[] | undefined {
    if (!isMap(field.value) || isBroken(field.value)) return this.shape(field, wants);
    const out: Field[] = [];
    for (const name of Object.keys(field.value)) {
      const child = this.#child(field, field.value[name] ?? null, name);
      if (child.value === null) this.hintEmpty(child);
      else out.push(child);
    }
    return out;
  }

  hintEmpty(field: Field): void {
    this.say('key/empty', this.key(field), { key: field.name });
  }

  /**
   * The keys of a map, by their proper names. Misspelt ones are taken for what was meant; unknown and planned ones are
   * reported and left out; required ones that are missing are reported.
   */
  keys(field: Field, of: string, table: KeyTable): ReadonlyMap<string, Field> | undefined {
    if (!isMap(field.value) || isBroken(field.value)) return this.shape(field, 'a map of keys');
    const { value } = field;
    const out = new Map<string, Field>();
    const offered = Object.keys(table).filter((key) => table[key]?.planned !== true);
    const unknown = Object.keys(value).filter((key) => !Object.hasOwn(table, key));
    const meant = meantKeys(
      unknown.slice(0, MOST_FINDINGS),
      offered.filter((key) => !Object.hasOwn(value, key)),
    );
    for (const written of Object.keys(value)) {
      const isKnown = Object.hasOwn(table, written);
      if (!isKnown) this.#unknown(field, written, of, meant.get(written), offered);
      const name = isKnown ? written : meant.get(written);
      if (name === undefined) continue;
      const child = this.#child(field, value[written] ?? null, written);
      const spec = table[name];
      if (spec?.planned === true) this.#notYet(child, name);
      else if (child.value !== null) out.set(name, name === written ? child : { ...child, name });
      else if (spec?.required !== true) this.hintEmpty(child);
    }
    this.#require(field, of, table, out);
    return out;
  }

  /** What needs a planned key is another thing without it: nothing more is said about it. */
  #notYet(child: Field, name: string): void {
    this.say('language/not-yet', this.key(child), { what: `\`${name}\`` });
    this.failed();
  }

  #require(field: Field, of: string, table: KeyTable, found: ReadonlyMap<string, Field>): void {
    const missing: string[] = [];
    for (const name in table) if (table[name]?.required === true && !found.has(name)) missing.push(name);
    if (missing.length > 0) this.require(field, of, missing, '');
  }

  require(field: Field, of: string, missing: readonly string[], example: string): undefined {
    this.say('key/required', this.key(field), { of, missing, example });
    return this.failed();
  }

  #unknown(field: Field, written: string, of: string, meant: string | undefined, known: readonly string[]): void {
    const span = this.key(this.#child(field, null, written));
    if (meant === undefined) this.say('key/unknown', span, { key: written, of, known });
    else this.say('key/misspelt', span, { key: written, of }, this.meant(span, meant));
  }

  #child(field: Field, value: JsonValue, name: string): Field {
    return { value, place: childPlace(field.place, name) ?? field.place, at: pointer(field.at, name), name };
  }

  #text(span: Span): string {
    return (this.#sources[span.source]?.text ?? '').slice(span.start, span.end);
  }
}
