// The step that needs no choice. In: a frontier. Out: the frontier with every op done that costs nothing.
// Why it loses no order: the live signals of a down-set are a submodular function, so an op that leaves no more alive
// when it runs now would, later, take nothing off the ops that it was kept waiting for.

import type { Frontier } from './frontier.ts';

/**
 * Runs ops that fit `slots` and leave no more signals alive than before, until there is none; only those that became
 * ready after `depth`, where that is given.
 */
export function settle(f: Frontier, slots: number, depth = -1): void {
  for (let i = f.shrinking.size - 1; i >= 0; ) {
    const v = f.shrinking.items[i]!;
    if (f.readyAt[v]! > depth && f.allowed(v) && f.during(v) <= slots) {
      f.apply(v);
      i = f.shrinking.size - 1;
    } else i--;
  }
}
