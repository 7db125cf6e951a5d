// Orders judged a second time. In: ops. Out: the slots that an order needs, and the fewest that any order needs, found by
// trying them all. Invariant: shares no code with the compiler; knows only what an order and writing in place are.

import type { Op, OpGraph } from '../../compiler/ir/ops.ts';

/** Writes that may go over the read of their index: read once here, and by nobody still to come. */
const pairs = (op: Op, dies: (signal: number) => boolean): number =>
  op.inPlace
    ? op.writes.filter((_, i) => {
        const read = op.reads[i];
        return read !== undefined && dies(read) && op.reads.filter((r) => r === read).length === 1;
      }).length
    : 0;

/** Most signals held at once: what is alive before an op and what it writes, in-place pairs counted once. */
export function slotsNeeded({ ops }: OpGraph, order: readonly number[]): number {
  const lastRead = new Map<number, number>();
  for (const [at, id] of order.entries()) for (const s of ops[id]!.reads) lastRead.set(s, at);
  const alive = new Set<number>();
  let most = 0;
  for (const [at, id] of order.entries()) {
    const op = ops[id]!;
    const dies = (s: number) => lastRead.get(s) === at;
    most = Math.max(most, alive.size + op.writes.length - pairs(op, dies));
    for (const s of op.reads) if (dies(s)) alive.delete(s);
    for (const s of op.writes) if (lastRead.has(s)) alive.add(s);
  }
  return most;
}

/** What is wrong with an order: an op before what it reads, a loop that is torn apart or longer than its delay. */
export function faults(graph: OpGraph, order: readonly number[], loops: readonly Loop[]): readonly string[] {
  const found: string[] = [];
  const place = new Map(order.map((id, at) => [id, at]));
  if (place.size !== graph.ops.length) found.push(`${place.size} of ${graph.ops.length} ops are ordered`);
  for (const [id, op] of graph.ops.entries()) {
    for (const s of op.reads)
      if (place.get(graph.signals[s]!.producer)! >= place.get(id)!) found.push(`op ${id} reads before it may`);
    if (!op.feedback) continue;
    const [out, fed] = [place.get(id)!, place.get(op.feedback.from)!];
    if (out > fed) found.push(`feedback_in ${op.feedback.from} runs before its feedback_out ${id}`);
    const loop = loops.find((l) => l.first <= out && out < l.first + l.count);
    if (!loop || fed >= loop.first + loop.count) found.push(`the pair of ${id} is not in one loop`);
    else if (loop.frames > op.parts[0]!.params.delay!) found.push(`the loop of ${id} runs too long`);
  }
  for (const members of cyclesOf(graph)) {
    const places = members.map((id) => place.get(id)!).sort((a, b) => a - b);
    if (!loops.some((l) => l.first === places[0] && l.count === members.length && isRun(places)))
      found.push(`the cycle of ops ${members.join(' ')} is no loop`);
  }
  return found;
}

interface Loop {
  readonly first: number;
  readonly count: number;
  readonly frames: number;
}

const isRun = (places: readonly number[]): boolean => places.every((p, i) => p === places[0]! + i);

/** Ops that reach each other, pairs of feedback being ways in both directions; sorted lists of two or more. */
export function cyclesOf({ ops, signals }: OpGraph): readonly (readonly number[])[] {
  if (!ops.some((op) => op.feedback)) return [];
  const reach = ops.map(() => new Set<number>());
  const follow = (from: number, to: number) => reach[from]!.add(to);
  for (const [id, op] of ops.entries()) {
    for (const s of op.reads) follow(signals[s]!.producer, id);
    if (op.feedback) {
      follow(op.feedback.from, id);
      follow(id, op.feedback.from);
    }
  }
  for (const seen of reach) for (const at of seen) for (const next of reach[at]!) seen.add(next);
  const cycles = new Map<string, readonly number[]>();
  for (const id of ops.keys()) {
    const members = [...reach[id]!].filter((other) => reach[other]!.has(id)).sort((a, b) => a - b);
    if (members.length > 1) cycles.set(members.join(), members);
  }
  return [...cycles.values()];
}

/** The fewest slots of any order: every order is tried, sets of ops that were done before are not tried again. */
export function fewestSlots(graph: OpGraph): number {
  for (let slots = 0; ; slots++) if (orderExists(graph, slots)) return slots;
}

function orderExists(graph: OpGraph, slots: number): boolean {
  const { ops, signals } = graph;
  const cycleOf = new Map(cyclesOf(graph).flatMap((members) => members.map((id) => [id, members] as const)));
  const before = ops.map((op) => op.reads.map((s) => signals[s]!.producer));
  for (const [id, op] of ops.entries()) if (op.feedback) before[op.feedback.from]!.push(id);
  const readers = signals.map((_, s) => [...ops.keys()].filter((id) => ops[id]!.reads.includes(s)));
  const done = new Set<number>();
  const tried = new Set<string>();

  const cost = (id: number): number => {
    const isAlive = (s: number) => done.has(signals[s]!.producer) && readers[s]!.some((r) => !done.has(r));
    const dies = (s: number) => readers[s]!.every((r) => r === id || done.has(r));
    return signals.filter((_, s) => isAlive(s)).length + ops[id]!.writes.length - pairs(ops[id]!, dies);
  };
  const goOn = (open: readonly number[] | undefined): boolean => {
    if (done.size === ops.length) return true;
    const key = [...done].sort((a, b) => a - b).join();
    if (tried.has(key)) return false;
    tried.add(key);
    return [...(open ?? ops.keys())].some((id) => {
      if (done.has(id) || !before[id]!.every((b) => done.has(b)) || cost(id) > slots) return false;
      done.add(id);
      const cycle = cycleOf.get(id);
      const found = goOn(cycle?.some((m) => !done.has(m)) ? cycle : undefined);
      done.delete(id);
      return found;
    });
  };
  return goOn(undefined);
}
