// `$name` replaced by values. In: a document and its params. Out: the document without `$name`, places kept.
// Invariants: a param is expanded once, and its mistakes are reported once; what did not change is shared with the input.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Findings } from '../../diagnostics/findings.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { must } from '../../invariant.ts';
import { broken, isBroken } from '../../ir/broken.ts';
import { isList, isMap, type JsonValue } from '../../ir/document.ts';
import { childPlace, type Place, valueSpan } from '../../ir/places.ts';
import type { Sources, Span } from '../../ir/source.ts';
import { MAX_DEPTH, put } from '../parse/tree.ts';
import { escapeDollars, fileParams, type Piece, pieces, recordParams } from './mentions.ts';
import type { Placed } from './placed.ts';
import { isFileName, isPlanned, isWith, type Path } from './shapes.ts';
import { sizeOf } from './sizes.ts';

/** Where text is read: `definition` keeps built-in params open, to be judged where the param is used. */
type Mode = 'value' | 'file' | 'definition';
type Mention = Extract<Piece, { kind: 'param' }>;

/** A param's value. `open`: text in the form of file names, with built-in params left in it. */
export interface Definition extends Placed {
  readonly open?: { readonly text: string; readonly names: readonly string[] };
}

/** Most values that params may put in, together: text counts by its length. */
const MAX_INSERTED = 100_000;

const isFileParam = (name: string) => (fileParams as readonly string[]).includes(name);
const isRecordParam = (name: string) => (recordParams as readonly string[]).includes(name);
export const isBuiltIn = (name: string) => isFileParam(name) || isRecordParam(name);

/** What every expander of one compile shares. */
interface Shared {
  readonly sources: Sources;
  readonly found: Findings;
  inserted: number;
  full: boolean;
}

export class Expander {
  readonly used = new Set<string>();
  readonly #shared: Shared;
  readonly #written: ReadonlyMap<string, Placed>;
  readonly #done: Map<string, Definition>;
  readonly #outer: Expander | undefined;
  readonly #open: string[] = [];

  private constructor(
    shared: Shared,
    written: ReadonlyMap<string, Placed>,
    done: ReadonlyMap<string, Definition>,
    outer?: Expander,
  ) {
    this.#shared = shared;
    this.#written = written;
    this.#done = new Map(done);
    this.#outer = outer;
  }

  /** For the params of a config. */
  static of(sources: Sources, params: ReadonlyMap<string, Placed>, found: Findings): Expander {
    return new Expander({ sources, found, inserted: 0, full: false }, params, new Map());
  }

  /** For a template: its own params, which are values already, before those around it. */
  within(params: ReadonlyMap<string, Definition>): Expander {
    return new Expander(this.#shared, new Map(), params, this);
  }

  /** Expands a param for its mistakes alone, when nothing uses it. */
  define(name: string): void {
    this.#definition(name);
  }

  /** A value that becomes a param of a template. */
  bind({ value, place }: Placed): Definition {
    const isText = typeof value === 'string' && value.includes('$');
    return isText ? this.#text(value, place, 'definition') : this.tree({ value, place }, ['params']);
  }

  tree({ value, place }: Placed, path: Path): Definition {
    if (typeof value === 'string') {
      return value.includes('$') ? this.#text(value, place, isFileName(path) ? 'file' : 'value') : { value, place };
    }
    if (isList(value)) return this.#list(value, place, path);
    return isMap(value) && !isBroken(value) && !isPlanned(path) && !isWith(path)
      ? this.#map(value, place, path)
      : { value, place };
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
    this.#shared.found.add(diagnose('param/syntax', this.#span(place, text, part.at, part.end), { text: part.text }));
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
    const origin = valueSpan(definition.place);
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
    this.#shared.found.add(
      diagnose('param/in-text', this.#span(place, text, part.at, part.end), { name: part.name, is }),
    );
    return undefined;
  }

  /** Built-in params may stay in a definition, and those of files in a file name. */
  #mayStay(names: readonly string[], part: Mention, text: string, place: Place, mode: Mode): boolean {
    const wrong = names.find((name) => mode === 'value' || (mode === 'file' && !isFileParam(name)));
    if (wrong === undefined) return true;
    const where = isFileParam(wrong) ? 'the file of a step, such as `fir`' : 'the file of `record`';
    this.#shared.found.add(
      diagnose('param/not-here', this.#span(place, text, part.at, part.end), { name: wrong, where }),
    );
    return false;
  }

  /** What a mention stands for; `undefined` when that is, or has been, reported. */
  #look(part: Mention, text: string, place: Place): Definition | undefined {
    const { name } = part;
    const span = this.#span(place, text, part.at, part.end);
    const home = this.#homeOf(name);
    if (home === undefined) return this.#unknown(part, text, span);
    home.used.add(name);
    const loop = home.#open.indexOf(name);
    if (loop >= 0) {
      this.#shared.found.add(diagnose('param/cycle', span, { path: [...home.#open.slice(loop), name] }));
      return undefined;
    }
    if (home.#open.length >= MAX_DEPTH) {
      return this.#tooLarge(name, span, `params are used by params more than ${MAX_DEPTH} deep`);
    }
    const definition = home.#definition(name);
    if (isBroken(definition.value)) return undefined;
    this.#shared.inserted += sizeOf(definition.value);
    if (this.#shared.inserted <= MAX_INSERTED) return definition;
    return this.#tooLarge(name, span, 'params make more values out of this file than any studio needs');
  }

  /** The nearest expander that knows the name. */
  #homeOf(name: string): Expander | undefined {
    if (this.#done.has(name) || this.#written.has(name)) return this;
    return this.#outer === undefined ? undefined : this.#outer.#homeOf(name);
  }

  #names(): readonly string[] {
    const outer = this.#outer === undefined ? [] : this.#outer.#names();
    return [...new Set([...this.#done.keys(), ...this.#written.keys(), ...outer])].sort();
  }

  #unknown({ name, end }: Mention, text: string, span: Span): undefined {
    const known = this.#names();
    const near = suggest(name, known);
    const bare = /^[a-z][a-z0-9_]*$/.test(near ?? '') && !/^[a-z0-9_]/.test(text.slice(end));
    const written = bare ? `$${near}` : `\${${near}}`;
    const extra =
      near === undefined
        ? {}
        : { help: `Did you mean \`${written}\`?`, edits: [{ title: `write \`${written}\``, span, text: written }] };
    this.#shared.found.add(diagnose('param/unknown', span, { name, known }, extra));
    return undefined;
  }

  /** Said once: what follows from it would be said as often as the file is large. */
  #tooLarge(name: string, span: Span, problem: string): undefined {
    if (!this.#shared.full) this.#shared.found.add(diagnose('param/too-large', span, { name, problem }));
    this.#shared.full = true;
    return undefined;
  }

  #definition(name: string): Definition {
    const done = this.#done.get(name);
    if (done !== undefined) return done;
    const written = must(this.#written.get(name), 'params that are looked up were written');
    this.#open.push(name);
    const definition = this.bind(written);
    this.#open.pop();
    this.#done.set(name, definition);
    return definition;
  }

  /** The mention itself, where the text stands as it was written; else the whole value. */
  #span(place: Place, text: string, start: number, end: number): Span {
    const whole = valueSpan(place);
    const at = (this.#shared.sources[whole.source]?.text ?? '').slice(whole.start, whole.end).indexOf(text);
    return at < 0 ? whole : { ...whole, start: whole.start + at + start, end: whole.start + at + end };
  }
}

const asText = (text: string) => ({ text, escaped: escapeDollars(text) });
