// Did you mean, for the keys of one map. In: keys that nobody knows, and those that are free. Out: which was meant by which.
// Invariant: no key is meant twice. Two mends that write the same key would undo each other: the nearer word has it, and
// where two are equally near nobody can tell.

import { editDistance, suggest } from '../../diagnostics/suggest.ts';

export function meantKeys(unknown: readonly string[], free: readonly string[]): ReadonlyMap<string, string> {
  const claims = new Map<string, string[]>();
  for (const written of unknown) {
    const meant = suggest(written, free);
    if (meant !== undefined) claims.set(meant, [...(claims.get(meant) ?? []), written]);
  }
  const found = new Map<string, string>();
  for (const [meant, words] of claims) {
    const [first, second] = words
      .map((word) => ({ word, distance: words.length === 1 ? 0 : editDistance(word.toLowerCase(), meant) }))
      .sort((a, b) => a.distance - b.distance);
    if (first !== undefined && first.distance !== second?.distance) found.set(first.word, meant);
  }
  return found;
}
