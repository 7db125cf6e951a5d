// How much templates and `extends` make of a file. In: values that are taken again. Out: whether that is still sensible.
// Invariant: all uses in one compile share one limit, so nothing that multiplies can outrun it.

import type { JsonValue } from '../../ir/document.ts';
import { sizeOf } from './sizes.ts';

/** Most values that may be repeated: ten thousand nodes of a template of thirty values, and room. */
const MAX_GROWTH = 400_000;

export class Growth {
  readonly #sizes = new WeakMap<object, number>();
  #grown = 0;
  #said = false;

  /** Counts one more use of `value`; false: too much. */
  add(value: JsonValue): boolean {
    if (typeof value === 'object' && value !== null) {
      const size = this.#sizes.get(value) ?? sizeOf(value);
      this.#sizes.set(value, size);
      this.#grown += size;
    }
    return !this.isExceeded;
  }

  /** True when what was made is not worth a look: it is not whole, and large. */
  get isExceeded(): boolean {
    return this.#grown > MAX_GROWTH;
  }

  /** True the first time: what follows from it would be said as often as the file is large. */
  sayOnce(): boolean {
    const first = !this.#said;
    this.#said = true;
    return first;
  }
}
