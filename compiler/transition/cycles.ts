// Where two plans contradict each other. In: their overlay. Out: pairs that must part, so that it has no cycle: of two
// filters that change places each comes before the other. What is on such a cycle runs twice, old and new, and is
// joined behind it.

import type { Overlay, Pair } from './overlay.ts';

/** `before`: by atom of the next plan the atom of the running plan that is one with it, or -1. */
export function contradictions(overlay: Overlay, before: Int32Array): readonly Pair[] {
  const { of, count } = overlay.components();
  if (count === overlay.count) return [];
  const size = new Int32Array(count);
  for (const component of of) size[component]!++;
  const pairs: Pair[] = [];
  for (const [id, was] of before.entries()) {
    // A vertex of an atom that goes on stands alone in the second plan's numbers.
    if (was !== -1 && size[of[was]!]! > 1) pairs.push([was, id]);
  }
  return pairs;
}
