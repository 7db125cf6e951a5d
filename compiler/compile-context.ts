// What passes share during one compile: places, sources, the watch set. In: a request. Out: the passes' context.
// Invariants: sources are numbered in the order they came; every path that is read is remembered, missing ones too.

import type { Inventory } from '../schema/inventory.ts';
import type { Document } from './ir/document.ts';
import { spanAt } from './ir/places.ts';
import type { JsonPointer, Source, SourceHost, Span } from './ir/source.ts';
import type { ReadContext } from './passes/pass.ts';
import type { CompileOptions, CompileRequest } from './request.ts';

export class CompileContext implements ReadContext {
  readonly entry: string;
  readonly host: SourceHost;
  readonly options: CompileOptions;
  readonly inventory: Inventory | undefined;
  readonly sources: Source[] = [];
  private readonly paths = new Set<string>();
  private document: Document | undefined;

  constructor({ entry, host, options = {}, inventory }: CompileRequest) {
    this.entry = entry;
    this.inventory = inventory;
    this.options = options;
    this.host = {
      read: (path, limit) => {
        this.paths.add(path);
        return host.read(path, limit);
      },
      resolve: (from, path) => host.resolve(from, path),
      isOutside: (config, path) => host.isOutside(config, path),
      sha256: (bytes) => host.sha256(bytes),
      evaluate: host.evaluate && ((path) => host.evaluate!(path)),
      ...(host.machine && { machine: host.machine }),
    };
  }

  /** Every path that was tried, sorted. */
  get tried(): readonly string[] {
    return [...this.paths].sort();
  }

  addSource(path: string, text: string, includedAt?: Span): Source {
    const source = { id: this.sources.length, path, text, ...(includedAt && { includedAt }) };
    this.sources.push(source);
    return source;
  }

  /** From now on, spans are those of `document`. */
  locate(document: Document | undefined): void {
    this.document = document ?? this.document;
  }

  span(at: JsonPointer, which: 'key' | 'value' = 'value'): Span {
    return this.document === undefined ? { source: 0, start: 0, end: 0 } : spanAt(this.document.places, at, which);
  }
}
