// Did you mean. In: a word nobody knows and the words that would do. Out: the one that was meant, or nothing.
// Invariant: the answer does not depend on the order of the candidates.

const LONGEST = 64;
const plain = (word: string) => word.toLowerCase().replaceAll(/[-_ ]/g, '');

/** The candidate that `word` was meant to be; `undefined` when none is near enough to be worth a guess. */
export function suggest(word: string, candidates: Iterable<string>): string | undefined {
  if (word.length === 0 || word.length > LONGEST) return undefined;
  const wanted = plain(word);
  let best: string | undefined;
  let bestDistance = Number.POSITIVE_INFINITY;
  for (const candidate of candidates) {
    const target = plain(candidate);
    const limit = Math.max(1, Math.floor(Math.max(wanted.length, target.length) / 3));
    // A one-letter word is one edit away from every other: only its own letter, in another case, counts.
    if (target !== wanted && (target.length < 2 || wanted.length < 2)) continue;
    if (Math.abs(target.length - wanted.length) > limit) continue;
    const distance = target === wanted ? (candidate === word ? -1 : 0) : editDistance(wanted, target);
    if (distance > limit) continue;
    if (distance < bestDistance || (distance === bestDistance && best !== undefined && candidate < best)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that turn `a` into `b` (Damerau 1964, restricted:
 * no substring is edited twice).
 */
export function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let cost = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, (before[j - 2] ?? 0) + 1);
      }
      row.push(cost);
    }
    before = above;
    above = row;
  }
  return above[b.length] ?? 0;
}
