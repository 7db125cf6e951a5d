// How much a value stands for. In: values whose parts may be shared. Out: a count, text by its length.
// Invariant: each shared part is counted once and added as often as it is used, so the work does not grow with the answer.

import { isList, type JsonValue } from '../../ir/document.ts';

/** Characters that count as one value. */
const TEXT_UNIT = 64;

export class Sizes {
  readonly #known = new WeakMap<object, number>();

  of(value: JsonValue): number {
    if (typeof value === 'string') return 1 + value.length / TEXT_UNIT;
    if (typeof value !== 'object' || value === null) return 1;
    const known = this.#known.get(value);
    if (known !== undefined) return known;
    const parts: readonly JsonValue[] = isList(value) ? value : Object.values(value);
    const size = parts.reduce((sum: number, part) => sum + this.of(part), 1);
    this.#known.set(value, size);
    return size;
  }
}
