// schedule -> assignment: signals to slots by linear scan, in place where allowed. In: an order. Out: a slot per signal.
// Invariant: slots of a domain are exactly as many as its order keeps alive at once, so only the order can cost more.

import type { SignalId, SlotId } from '../../schema/plan.ts';
import { invariant } from '../invariant.ts';
import type { Op, OpGraph } from '../ir/ops.ts';
import type { Assignment, Schedule, ScheduledDomain } from '../ir/schedule.ts';
import type { Pass } from './pass.ts';

export const assignBuffers: Pass<Schedule, Assignment> = (schedule, { options }) => {
  const slotOf: SlotId[] = new Array(schedule.graph.signals.length).fill(-1);
  const assign = options.slots === 'private' ? assignPrivate : assignShared;
  const slotCounts = schedule.domains.map((d) => assign(schedule.graph, d, slotOf));
  return { value: { schedule, slotOf, slotCounts }, diagnostics: [] };
};

function assignPrivate(graph: OpGraph, domain: ScheduledDomain, slotOf: SlotId[]): number {
  let count = 0;
  for (const id of domain.order) for (const s of graph.ops[id]!.writes) slotOf[s] = count++;
  return count;
}

function assignShared(graph: OpGraph, domain: ScheduledDomain, slotOf: SlotId[]): number {
  const lastRead = lastReads(graph, domain);
  const free: SlotId[] = [];
  let count = 0;
  for (const [position, id] of domain.order.entries()) {
    const op = graph.ops[id]!;
    const reads = timesRead(op);
    for (const [i, s] of op.writes.entries()) {
      const partner = op.inPlace ? op.reads[i] : undefined;
      // In place only over a read of the same index that dies here and that this op does not read twice.
      if (partner !== undefined && lastRead[partner] === position && reads.get(partner) === 1) {
        slotOf[s] = slotOf[partner]!;
        reads.delete(partner);
      } else slotOf[s] = free.pop() ?? count++;
    }
    // The other reads free their slots only now: no output may lie over them.
    for (const s of reads.keys()) {
      if (slotOf[s] === -1) invariant(false, `${op.name} reads ${graph.signals[s]!.name} before it is made`);
      if (lastRead[s] === position) free.push(slotOf[s]!);
    }
    for (const s of op.writes) if (lastRead[s] === -1) free.push(slotOf[s]!);
  }
  return count;
}

/** Position of each signal's last reader; -1 where nobody reads it. */
function lastReads(graph: OpGraph, domain: ScheduledDomain): Int32Array {
  const last = new Int32Array(graph.signals.length).fill(-1);
  for (const [position, id] of domain.order.entries()) for (const s of graph.ops[id]!.reads) last[s] = position;
  return last;
}

function timesRead(op: Op): Map<SignalId, number> {
  const times = new Map<SignalId, number>();
  for (const s of op.reads) times.set(s, (times.get(s) ?? 0) + 1);
  return times;
}
