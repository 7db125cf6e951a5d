// `$name` replaced by values. In: a document and its params. Out: the document without `$name`, places kept.
// Invariants: a param is expanded once, and its mistakes are reported once; what did not change is shared with the input.

import { diagnose } from '../../diagnostics/catalog.ts';
import { Findings } from '../../diagnostics/findings.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { must } from '../../invariant.ts';
import { broken, isBroken } from '../../ir/broken.ts';
import { isList, isMap, type JsonValue } from '../../ir/document.ts';
import { childPlace, type Place, valueSpan } from '../../ir/places.ts';
import type { Sources, Span } from '../../ir/source.ts';
import { MAX_DEPTH, put } from '../parse/tree.ts';
import { isFileName, isPlanned } from './known.ts';
import { sizeOf } from './sizes.ts';
import { escapeDollars, fileParams, type Piece, pieces, recordParams } from './template.ts';

export interface Placed {
  readonly value: JsonValue;
  readonly place: Place;
}

/** Where text is read: `definition` keeps built-in params open, to be judged where the param is used. */
type Mode = 'value' | 'file' | 'definition';
type Path = readonly (string | number)[];
type Mention = Extract<Piece, { kind: 'param' }>;

/** A param's value. `open`: text in the form of file names, with built-in params left in it. */
interface Definition extends Placed {
  readonly open?: { readonly text: string; readonly names: readonly string[] };
}

/** Most values that params may put in, together: text counts by its length. */
const MAX_INSERTED = 100_000;

const isFileParam = (name: string) => (fileParams as readonly string[]).includes(name);
const isRecordParam = (name: string) => (recordParams as readonly string[]).includes(name);
export const isBuiltIn = (name: string) => isFileParam(name) || isRecordParam(name);

export class Expander {
  readonly found = new Findings();
  readonly used = new Set<string>();
  readonly #sources: Sources;
  readonly #written: ReadonlyMap<string, Placed>;
  readonly #done = new Map<string, Definition>();
  readonly #open: string[] = [];
  #inserted = 0;
  #full = false;

  constructor(sources: Sources, params: ReadonlyMap<string, Placed>) {
    this.#sources = sources;
    this.#written = params;
  }

  /** Expands a param for its mistakes alone, when nothing uses it. */
  define(name: string): void {
    this.#definition(name);
  }

  tree({ value, place }: Placed, path: Path): Definition {
    if (typeof value === 'string') {
      return value.includes('$') ? this.#text(value, place, isFileName(path) ? 'file' : 'value') : { value, place };
    }
    if (isList(value)) return this.#list(value, place, path);
    return isMap(value) && !isBroken(value) && !isPlanned(path) ? this.#map(value, place, path) : { value, place };
  }

  #list(value: readonly JsonValue[], place: Place, path: Path): Placed {
    let changed = false;
    const items = value.map((item, i) => {
      const old = { value: item, place: childPlace(place, i) ?? place };
      const fresh = this.tree(old, [...path, i]);
      changed ||= fresh.value !== old.value;
      return fresh;
    });
    if (!changed) return { value, place };
    return { value: items.map((i) => i.value), place: { ...place, children: items.map((i) => i.place) } };
  }

  #map(value: Readonly<Record<string, JsonValue>>, place: Place, path: Path): Placed {
    let changed = false;
    const fields: Record<string, JsonValue> = {};
    const places: Record<string, Place> = {};
    for (const [key, field] of Object.entries(value)) {
      const old = { value: field, place: childPlace(place, key) ?? place };
      const skip = path.length === 0 && key === 'params';
      const fresh = skip ? old : this.tree(old, [...path, key]);
      changed ||= fresh.value !== old.value;
      put(fields, key, fresh.value);
      put(places, key, fresh.place);
    }
    return changed ? { value: fields, place: { ...place, children: places } } : { value, place };
  }

  #text(text: string, place: Place, mode: Mode): Definition {
    const parts = pieces(text);
    const [first] = parts;
    if (parts.length === 1 && first?.kind === 'param' && !isBuiltIn(first.name))
      return this.#whole(first, text, place, mode);
    let failed = false;
    const names: string[] = [];
    const out: { readonly text: string; readonly escaped: string }[] = [];
    for (const part of parts) {
      const put =
        part.kind === 'text'
          ? asText(part.text)
          : part.kind === 'bad'
            ? this.#bad(part, text, place)
            : this.#inText(part, text, place, mode, names);
      if (put === undefined) failed = true;
      else out.push(put);
    }
    if (failed) return { value: broken, place };
    const escaped = out.map((o) => o.escaped).join('');
    if (names.length > 0 || mode === 'file') return { value: escaped, place, open: { text: escaped, names } };
    return { value: out.map((o) => o.text).join(''), place };
  }

  #bad(part: Extract<Piece, { kind: 'bad' }>, text: string, place: Place): undefined {
    this.found.add(diagnose('param/syntax', this.#span(place, text, part.at, part.end), { text: part.text }));
    return undefined;
  }

  /** A param that is the whole value keeps its type, and its parts keep the places where they were written. */
  #whole(part: Mention, text: string, place: Place, mode: Mode): Definition {
    const definition = this.#look(part, text, place);
    if (definition === undefined) return { value: broken, place };
    const { open, value } = definition;
    if (open !== undefined) {
      if (mode === 'definition') return { value: open.text, place, open };
      return this.#mayStay(open.names, part, text, place, mode)
        ? { value: open.text, place }
        : { value: broken, place };
    }
    const { text: written, children } = definition.place;
    const origin = definition.place.origin ?? valueSpan(definition.place);
    const inFile = mode === 'file' && typeof value === 'string';
    return { value: inFile ? escapeDollars(value) : value, place: { ...place, text: written, children, origin } };
  }

  #inText(
    part: Mention,
    text: string,
    place: Place,
    mode: Mode,
    names: string[],
  ): ReturnType<typeof asText> | undefined {
    if (isBuiltIn(part.name)) {
      if (!this.#mayStay([part.name], part, text, place, mode)) return undefined;
      names.push(part.name);
      return { text: '', escaped: `\${${part.name}}` };
    }
    const definition = this.#look(part, text, place);
    if (definition === undefined) return undefined;
    const { value, open } = definition;
    if (open !== undefined) {
      if (!this.#mayStay(open.names, part, text, place, mode)) return undefined;
      names.push(...open.names);
      return { text: '', escaped: open.text };
    }
    if (typeof value !== 'object' || value === null) return asText(definition.place.text ?? String(value ?? ''));
    const is = isList(value) ? 'a list' : 'a map';
    this.found.add(diagnose('param/in-text', this.#span(place, text, part.at, part.end), { name: part.name, is }));
    return undefined;
  }

  /** Built-in params may stay in a definition, and those of files in a file name. */
  #mayStay(names: readonly string[], part: Mention, text: string, place: Place, mode: Mode): boolean {
    const wrong = names.find((name) => mode === 'value' || (mode === 'file' && !isFileParam(name)));
    if (wrong === undefined) return true;
    const where = isFileParam(wrong) ? 'the file of a step, such as `fir`' : 'the file of `record`';
    this.found.add(diagnose('param/not-here', this.#span(place, text, part.at, part.end), { name: wrong, where }));
    return false;
  }

  /** What a mention stands for; `undefined` when that is, or has been, reported. */
  #look(part: Mention, text: string, place: Place): Definition | undefined {
    const { name } = part;
    this.used.add(name);
    const span = this.#span(place, text, part.at, part.end);
    if (!this.#written.has(name)) {
      const known = [...this.#written.keys()].sort();
      const near = suggest(name, known);
      const bare = /^[a-z][a-z0-9_]*$/.test(near ?? '') && !/^[a-z0-9_]/.test(text.slice(part.end));
      const written = bare ? `$${near}` : `\${${near}}`;
      const extra =
        near === undefined
          ? {}
          : { help: `Did you mean \`${written}\`?`, edits: [{ title: `write \`${written}\``, span, text: written }] };
      this.found.add(diagnose('param/unknown', span, { name, known }, extra));
      return undefined;
    }
    const loop = this.#open.indexOf(name);
    if (loop >= 0) {
      this.found.add(diagnose('param/cycle', span, { path: [...this.#open.slice(loop), name] }));
      return undefined;
    }
    if (this.#open.length >= MAX_DEPTH) {
      return this.#tooLarge(name, span, `params are used by params more than ${MAX_DEPTH} deep`);
    }
    const definition = this.#definition(name);
    if (isBroken(definition.value)) return undefined;
    this.#inserted += sizeOf(definition.value);
    if (this.#inserted <= MAX_INSERTED) return definition;
    return this.#tooLarge(name, span, 'params make more values out of this file than any studio needs');
  }

  /** Said once: what follows from it would be said as often as the file is large. */
  #tooLarge(name: string, span: Span, problem: string): undefined {
    if (!this.#full) this.found.add(diagnose('param/too-large', span, { name, problem }));
    this.#full = true;
    return undefined;
  }

  #definition(name: string): Definition {
    const done = this.#done.get(name);
    if (done !== undefined) return done;
    const written = must(this.#written.get(name), 'params that are looked up were written');
    this.#open.push(name);
    const { value, place } = written;
    const isText = typeof value === 'string' && value.includes('$');
    const definition = isText ? this.#text(value, place, 'definition') : this.tree(written, ['params', name]);
    this.#open.pop();
    this.#done.set(name, definition);
    return definition;
  }

  /** The mention itself, where the text stands as it was written; else the whole value. */
  #span(place: Place, text: string, start: number, end: number): Span {
    const whole = valueSpan(place);
    const at = (this.#sources[place.source]?.text ?? '').slice(whole.start, whole.end).indexOf(text);
    return at < 0 ? whole : { ...whole, start: whole.start + at + start, end: whole.start + at + end };
  }
}

const asText = (text: string) => ({ text, escaped: escapeDollars(text) });
