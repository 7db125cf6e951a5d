// Reads config files and what they include. In: paths. Out: parsed files, each once, with those that it includes.
// Invariants: every path that is tried goes through the host, so it is watched; circles, depth, number and size are
// bounded before anything is read; a program runs only as the entry, or where a program includes it; a file that cannot be
// used is said once, at the mention that asked for it.

import { LANGUAGE_VERSION } from '../../../schema/config.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import { Findings } from '../../diagnostics/findings.ts';
import { type ConfigFile, isList, isMap, type JsonValue, member } from '../../ir/document.ts';
import { childPlace, keySpan, type Place, valueSpan } from '../../ir/places.ts';
import { isProgram } from '../../ir/program.ts';
import type { ReadResult, Source, Span } from '../../ir/source.ts';
import { parse } from '../parse.ts';
import type { ReadContext } from '../pass.ts';
import { notPortable } from '../portable.ts';
import { kindOf } from '../validate/walk.ts';
import { readProgram } from './program.ts';
import { decode, notText } from './read-text.ts';

/** Longest config that is read, all its files together. */
export const MAX_BYTES = 4 * 2 ** 20;
/** Deepest chain of files, and most mentions in all of them. */
const MAX_DEPTH = 32;
const MAX_INCLUDES = 256;

type Failure = Extract<ReadResult, { ok: false }>;

/** A mention of a file. */
interface Wanted {
  readonly path: string;
  readonly written: string;
  readonly span: Span;
}

export class FileReader {
  readonly found = new Findings();
  readonly #context: ReadContext;
  readonly #done = new Map<string, ConfigFile>();
  readonly #open: string[] = [];
  #includes = 0;
  #bytes = 0;

  constructor(context: ReadContext) {
    this.#context = context;
  }

  /** The file of `bytes` and all that it includes; `undefined` when any of it cannot be used: reported. */
  async read(
    path: string,
    bytes: Uint8Array,
    role: 'entry' | 'part',
    includedAt?: Span,
  ): Promise<ConfigFile | undefined> {
    this.#bytes += bytes.length;
    const decoded = decode(bytes);
    const source = this.#context.addSource(path, decoded.text, includedAt);
    const problem = notText(source, decoded, bytes);
    if (problem !== undefined) return this.#say(problem);
    const { value: tree, diagnostics } = isProgram(path)
      ? await readProgram(source, this.#context)
      : await parse(source);
    this.found.addAll(diagnostics);
    if (tree === undefined) return undefined;
    const { value, places } = tree;
    if (role === 'part' && !this.#isPart(source, value, places)) return undefined;
    this.#open.push(path);
    const includes = await this.#includesOf(source, value, places);
    this.#open.pop();
    return includes && { source, value, places, includes };
  }

  /** A part of a config is a map, and of this version of the language if it says of which. */
  #isPart(source: Source, value: JsonValue, places: Place): boolean {
    if (!isMap(value)) {
      const span = { source: source.id, start: places.start, end: places.end };
      const args = { of: 'a config', wants: 'keys such as `graph:`', got: kindOf(value) };
      this.#say(diagnose('value/shape', span, args));
      return false;
    }
    const version = member(value, 'busbar');
    const place = childPlace(places, 'busbar');
    const found = place?.text ?? String(version);
    if (place !== undefined && version !== null && found !== String(LANGUAGE_VERSION)) {
      this.found.add(diagnose('config/version', valueSpan(place), { found, known: LANGUAGE_VERSION }));
    }
    return true;
  }

  async #includesOf(source: Source, value: JsonValue, places: Place): Promise<readonly ConfigFile[] | undefined> {
    const place = childPlace(places, 'include');
    if (place === undefined) return [];
    const written = member(value, 'include') ?? null;
    if (written === null) {
      this.found.add(diagnose('key/empty', keySpan(place) ?? valueSpan(place), { key: 'include' }));
      return [];
    }
    const files: (ConfigFile | undefined)[] = [];
    for (const [i, item] of (isList(written) ? written : [written]).entries()) {
      const span = valueSpan((isList(written) ? childPlace(place, i) : place) ?? place);
      if (typeof item !== 'string') {
        const args = { of: '`include`', wants: 'file names', got: kindOf(item) };
        files.push(this.#say(diagnose('value/shape', span, args)));
      } else {
        const path = this.#context.host.resolve(source.path, item);
        files.push(await this.#include({ path, written: item, span }));
      }
    }
    return files.every((f) => f !== undefined) ? files : undefined;
  }

  async #include(wanted: Wanted): Promise<ConfigFile | undefined> {
    const { path, span } = wanted;
    const { host } = this.#context;
    const loop = this.#open.indexOf(path);
    if (loop >= 0) return this.#say(diagnose('include/cycle', span, { path: [...this.#open.slice(loop), path] }));
    if (isProgram(path) && !isProgram(this.#open.at(-1) ?? ''))
      return this.#say(diagnose('include/program', span, { path }));
    if (this.#open.length >= MAX_DEPTH)
      return this.#tooLarge(wanted, `files include files more than ${MAX_DEPTH} deep`);
    if (++this.#includes > MAX_INCLUDES) return this.#tooLarge(wanted, `more than ${MAX_INCLUDES} files are included`);
    this.found.addAll(notPortable(this.#context, wanted));
    const done = this.#done.get(path);
    if (done !== undefined) return done;
    const read = await host.read(path, MAX_BYTES);
    if (!read.ok) return this.#refused(wanted, read);
    if (this.#bytes + read.bytes.length > MAX_BYTES) {
      return this.#tooLarge(wanted, `all files together are larger than ${MAX_BYTES / 2 ** 20} MB`);
    }
    const file = await this.read(path, read.bytes, 'part', span);
    if (file !== undefined) this.#done.set(path, file);
    return file;
  }

  #tooLarge({ path, span }: Wanted, problem: string): undefined {
    return this.#say(diagnose('include/too-large', span, { path, problem }));
  }

  #refused({ path, span }: Wanted, { reason, detail }: Failure): undefined {
    if (reason === 'missing') return this.#say(diagnose('include/missing', span, { path }));
    const said = { directory: 'it is a folder', denied: 'you may not read it', 'too-large': 'it is larger than 4 MB' };
    const problem = reason === 'failed' ? detail : said[reason];
    return this.#say(diagnose('include/unreadable', span, { path, detail: problem }));
  }

  #say(diagnostic: Parameters<Findings['add']>[0]): undefined {
    this.found.add(diagnostic);
    return undefined;
  }
}
