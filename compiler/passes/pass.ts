// What every pass is. In: the value before it, and a way from a pointer to its place in the text.
// Out: the next value, with diagnostics. Passes are pure: they never change their input.

import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { JsonPointer, Span } from '../ir/source.ts';

export interface PassContext {
  /** Place of a pointer's value (or its key, where it has one). Unknown pointers give the nearest parent's place. */
  span(at: JsonPointer, which?: 'key' | 'value'): Span;
}

export type Pass<In, Out> = (input: In, context: PassContext) => Outcome<Out>;
