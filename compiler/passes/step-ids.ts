// Ids of steps: what was written, or else the type, repeats numbered. In: steps as written. Out: an id for each.
// Invariant: steps without an id are counted by type among themselves, so naming one renames no other.

import { isMap, type JsonValue, member } from '../ir/document.ts';

export interface StepId {
  readonly id: string;
  readonly type: string;
  /** True: the user wrote `id:`. */
  readonly named: boolean;
}

/** Counts types as steps come by: `peaking`, `peaking-2`, … */
export class StepNames {
  readonly #seen = new Map<string, number>();

  next(type: string): string {
    const n = (this.#seen.get(type) ?? 0) + 1;
    this.#seen.set(type, n);
    return n === 1 ? type : `${type}-${n}`;
  }
}

/** Ids of the entries of `do:`; `undefined` for an entry that is no step. */
export function stepIds(steps: readonly JsonValue[]): readonly (StepId | undefined)[] {
  const names = new StepNames();
  return steps.map((step) => {
    const [type, ...more] = isMap(step) ? Object.keys(step) : [];
    if (!isMap(step) || type === undefined || more.length > 0) return undefined;
    const id = member(step[type], 'id');
    return typeof id === 'string' ? { id, type, named: true } : { id: names.next(type), type, named: false };
  });
}
