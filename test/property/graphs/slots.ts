// Slots derived a second time, from the plan's own signals. In: a plan. Out: what its order needs, and whether another
// order would need fewer. Invariant: shares no code with the compiler; knows only the rule for writing in place.

import type { Plan, PlanDomain, PlanOp } from '../../../schema/plan.ts';

const opsOf = (plan: Plan, d: PlanDomain): PlanOp[] => plan.ops.slice(d.firstOp, d.firstOp + d.opCount);

/** Writes that may go over a read of the same index: it is read once here and by nobody later. */
const pairs = (op: PlanOp, diesHere: (signal: number) => boolean): number =>
  op.inPlace
    ? op.makes.filter((_, i) => {
        const read = op.from[i];
        return read !== undefined && diesHere(read) && op.from.indexOf(read) === op.from.lastIndexOf(read);
      }).length
    : 0;

/** Most signals alive at once in the plan's order, writes that replace a read counted once. */
export function maxLive(plan: Plan, domain: PlanDomain): number {
  const ops = opsOf(plan, domain);
  const lastRead = new Map<number, number>();
  for (const [at, op] of ops.entries()) for (const s of op.from) lastRead.set(s, at);
  const alive = new Set<number>();
  let most = 0;
  for (const [at, op] of ops.entries()) {
    const dies = (s: number) => lastRead.get(s) === at;
    most = Math.max(most, alive.size + op.makes.length - pairs(op, dies));
    for (const s of op.from) if (dies(s)) alive.delete(s);
    for (const s of op.makes) if (lastRead.has(s)) alive.add(s);
  }
  return most;
}

/** Searches every order for one with fewer slots; undefined when there are too many to look at. */
export function hasBetterOrder(plan: Plan, domain: PlanDomain, mostStates = 4000): boolean | undefined {
  const ops = opsOf(plan, domain);
  if (ops.length > 30 || plan.loops.some((l) => l.firstOp >= domain.firstOp && l.firstOp < domain.firstOp + ops.length))
    return undefined;
  if (ops.length === 0) return false;
  const limit = domain.slots - 1;
  const producer = new Map(ops.flatMap((op, at) => op.makes.map((s) => [s, at] as const)));
  const before = ops.map((op) => op.from.reduce((mask, s) => mask | (1 << producer.get(s)!), 0));
  const readers = new Map<number, number>();
  for (const [at, op] of ops.entries()) for (const s of op.from) readers.set(s, (readers.get(s) ?? 0) | (1 << at));
  const all = 2 ** ops.length - 1;
  const seen = new Set<number>();
  const stack = [0];
  while (stack.length > 0) {
    const done = stack.pop()!;
    if (done === all) return true;
    if (seen.has(done)) continue;
    seen.add(done);
    if (seen.size > mostStates) return undefined;
    let alive = 0;
    for (const [s, mask] of readers) if ((done >> producer.get(s)!) & 1 && (mask & ~done) !== 0) alive++;
    for (const [at, op] of ops.entries()) {
      if ((done >> at) & 1 || (before[at]! & ~done) !== 0) continue;
      const last = (s: number) => (readers.get(s)! & ~done) === 1 << at;
      if (alive + op.makes.length - pairs(op, last) <= limit) stack.push(done | (1 << at));
    }
  }
  return false;
}
