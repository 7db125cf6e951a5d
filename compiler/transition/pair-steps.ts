// Which step of a node is which after an edit. In: its steps before and after. Out: ids before, by id after.
// Steps with an id of their own pair by it. The others are repeats of their type, numbered by place, so a number says
// little: first the longest common subsequence of (type, all params), then what is left by type and nearest order.

export interface StepFacts {
  readonly id: string;
  readonly type: string;
  /** All params in one text, equal where they mean the same. Asked for only where types repeat. */
  params(): string;
}

/** True for an id that the compiler gave: `peaking`, `peaking-2`. */
const isNumbered = ({ id, type }: StepFacts): boolean =>
  id === type || (id.startsWith(`${type}-`) && /^[2-9]$|^[1-9]\d+$/.test(id.slice(type.length + 1)));

export function pairSteps(before: readonly StepFacts[], after: readonly StepFacts[]): ReadonlyMap<string, string> {
  const pairs = new Map<string, string>();
  const own = new Map(before.filter((s) => !isNumbered(s)).map((s) => [s.id, s]));
  for (const s of after) if (!isNumbered(s) && own.get(s.id)?.type === s.type) pairs.set(s.id, s.id);
  const a = before.filter(isNumbered);
  const b = after.filter(isNumbered);
  // Where no type repeats, type alone decides.
  const same = repeats(a) || repeats(b) ? commonSubsequence(a.map(textOf), b.map(textOf)) : [];
  for (const [i, j] of same) pairs.set(b[j]!.id, a[i]!.id);
  const taken = new Set(same.map(([i]) => i));
  const found = new Set(same.map(([, j]) => j));
  for (const [j, s] of b.entries()) {
    if (found.has(j)) continue;
    const i = nearest(a, s.type, j, taken);
    if (i === -1) continue;
    taken.add(i);
    pairs.set(s.id, a[i]!.id);
  }
  return pairs;
}

const repeats = (steps: readonly StepFacts[]): boolean => new Set(steps.map((s) => s.type)).size < steps.length;

const textOf = (step: StepFacts): string => `${step.type}\0${step.params()}`;

function nearest(steps: readonly StepFacts[], type: string, at: number, taken: ReadonlySet<number>): number {
  let best = -1;
  for (const [i, s] of steps.entries()) {
    if (s.type !== type || taken.has(i)) continue;
    if (best === -1 || Math.abs(i - at) < Math.abs(best - at)) best = i;
  }
  return best;
}

/** Index pairs of a longest common subsequence, ascending. Common ends are taken off first: most edits are small. */
function commonSubsequence(a: readonly string[], b: readonly string[]): readonly (readonly [number, number])[] {
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let endA = a.length;
  let endB = b.length;
  while (endA > start && endB > start && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
  }
  const pairs: (readonly [number, number])[] = Array.from({ length: start }, (_, i) => [i, i] as const);
  const width = endB - start + 1;
  const lengths = new Int32Array((endA - start + 1) * width);
  for (let i = endA - 1; i >= start; i--) {
    for (let j = endB - 1; j >= start; j--) {
      const here = (i - start) * width + j - start;
      lengths[here] =
        a[i] === b[j] ? lengths[here + width + 1]! + 1 : Math.max(lengths[here + width] ?? 0, lengths[here + 1] ?? 0);
    }
  }
  for (let i = start, j = start; i < endA && j < endB; ) {
    const here = (i - start) * width + j - start;
    if (a[i] === b[j]) pairs.push([i++, j++]);
    else if (lengths[here + width]! >= lengths[here + 1]!) i++;
    else j++;
  }
  for (let i = endA, j = endB; i < a.length; ) pairs.push([i++, j++]);
  return pairs;
}
