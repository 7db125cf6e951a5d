// Files that steps name, read once each. In: a step's param. Out: bytes with the path, or undefined with a diagnostic.
// Invariant: a path that does not travel with the config is warned of once per place.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { JsonPointer, ReadResult, Source, Span } from '../../ir/source.ts';
import type { ReadContext } from '../pass.ts';
import { notPortable } from '../portable.ts';

/** A float WAV of a million taps in eight channels, and room to spare. */
const MAX_BYTES = 64 * 2 ** 20;

export interface FileContents {
  readonly path: string;
  readonly bytes: Uint8Array;
}

export class AssetReader {
  readonly found: Diagnostic[] = [];
  readonly context: ReadContext;
  private readonly reads = new Map<string, Promise<ReadResult>>();
  private readonly sources = new Map<string, Source>();

  constructor(context: ReadContext) {
    this.context = context;
  }

  /** Begins to read, so that later awaits find the files on their way. */
  start(name: string, at: JsonPointer): void {
    void this.open(this.pathOf(name, at));
  }

  async read(name: string, at: JsonPointer): Promise<FileContents | undefined> {
    const span = this.context.span(at);
    const path = this.pathOf(name, at);
    this.found.push(...notPortable(this.context, { written: name, path, span }));
    const result = await this.open(path);
    if (result.ok) return { path, bytes: result.bytes };
    this.found.push(refused(path, result, span));
    return undefined;
  }

  /** The file as a source, so that diagnostics can point into it. */
  source({ path, bytes }: FileContents): Source {
    let source = this.sources.get(path);
    if (source === undefined) {
      source = this.context.addSource(path, textOf(bytes));
      this.sources.set(path, source);
    }
    return source;
  }

  private open(path: string): Promise<ReadResult> {
    let result = this.reads.get(path);
    if (result === undefined) {
      result = this.context.host.read(path, MAX_BYTES);
      this.reads.set(path, result);
    }
    return result;
  }

  /** Relative paths start at the config that names them; what `--set` brings starts at the entry. */
  private pathOf(name: string, at: JsonPointer): string {
    const { host, sources, entry } = this.context;
    const from = sources[this.context.span(at).source]?.path ?? entry;
    return host.resolve(from === '--set' ? entry : from, name);
  }
}

/** Exports are UTF-8 or Windows text; what is no UTF-8 stands in notes, and digits are the same in both. */
export const textOf = (bytes: Uint8Array): string => {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
};

function refused(path: string, { reason, detail }: ReadResult & { ok: false }, span: Span): Diagnostic {
  if (reason === 'missing') return diagnose('file/missing', span, { path });
  const said = { directory: 'it is a folder', denied: 'you may not read it', 'too-large': 'it is larger than 64 MB' };
  return diagnose('file/unreadable', span, { path, detail: reason === 'failed' ? detail : said[reason] });
}
