// What every pass is. In: the value before it, and a context. Out: the next value, with diagnostics.
// Passes are pure: they never change their input. The two that read files do so only through their context.

import type { Inventory } from '../../schema/inventory.ts';
import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { JsonPointer, Source, SourceHost, Sources, Span } from '../ir/source.ts';
import type { CompileOptions } from '../request.ts';

export interface PassContext {
  readonly options: CompileOptions;
  /** Devices of a machine; without, every device is taken to be there as declared. */
  readonly inventory?: Inventory | undefined;
  /** Every source so far. */
  readonly sources: Sources;
  /** Place of a pointer's value (or its key, where it has one). Unknown pointers give the nearest parent's place. */
  span(at: JsonPointer, which?: 'key' | 'value'): Span;
}

export type Pass<In, Out> = (input: In, context: PassContext) => Outcome<Out>;

/** For `load` and `assets`. Every path that is read is remembered in the watch set, missing ones too. */
export interface ReadContext extends PassContext {
  readonly host: SourceHost;
  /** Path of the config, as the host reads it. */
  readonly entry: string;
  /** The new source has the next id. */
  addSource(path: string, text: string, includedAt?: Span): Source;
}

export type ReadPass<In, Out> = (input: In, context: ReadContext) => Promise<Outcome<Out>>;
