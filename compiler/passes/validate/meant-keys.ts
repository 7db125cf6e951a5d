// Did you mean, for the keys of one map. In: keys that nobody knows, and those that are free. Out: which was meant by which.
// Invariants: no key is meant twice, for two mends that write the same key would undo each other: the nearer word has it, and
// where two are equally near nobody can tell. Mending one changes nothing for the others.

import { editDistance, suggest } from '../../diagnostics/suggest.ts';

interface Claim {
  readonly word: string;
  readonly meant: string;
  readonly distance: number;
}

function claim(word: string, free: ReadonlySet<string>): readonly Claim[] {
  const meant = suggest(word, free);
  return meant === undefined ? [] : [{ word, meant, distance: editDistance(word.toLowerCase(), meant) }];
}

export function meantKeys(unknown: readonly string[], free: Iterable<string>): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const left = new Set(free);
  let open = unknown.flatMap((word) => claim(word, left));
  while (open.length > 0) {
    // The nearest of all is settled first; who wanted the same has to look for another.
    const { meant, distance } = open.reduce((a, b) => (b.distance < a.distance ? b : a));
    const [winner, ...rivals] = open.filter((c) => c.meant === meant && c.distance === distance);
    if (winner !== undefined && rivals.length === 0) found.set(winner.word, meant);
    left.delete(meant);
    open = open.flatMap((c) => {
      if (c.meant !== meant) return [c];
      return c.distance === distance ? [] : claim(c.word, left);
    });
  }
  return found;
}
