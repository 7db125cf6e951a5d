// When every signal arrives, in frames after the device inputs. In: ops. Out: arrivals, the order they were found in,
// and what the latency is due to. Linear time. What leaves a delay on a cycle has no time of its own: it arrives with
// the latest signal that enters the cycle, or later where everything it meets is later still.

import { must } from '../../invariant.ts';
import type { Op, OpGraph, OpId } from '../../ir/ops.ts';
import { edgesBetween } from '../op-edges.ts';
import { type Edges, producersFirst, stronglyConnected } from '../schedule/components.ts';

export interface Arrivals {
  /** By SignalId. */
  readonly at: Float64Array;
  /** By OpId: when all of its reads have arrived. */
  readonly target: Float64Array;
  /** Every op, producers first; what plays a delay on a cycle counts as having none. */
  readonly order: readonly OpId[];
  /** By SignalId: the op whose latency came last on the way; -1 for none. */
  readonly causes: Int32Array;
}

export function arrivalsOf(graph: OpGraph): Arrivals {
  const { ops, signals } = graph;
  const at = new Float64Array(signals.length);
  const target = new Float64Array(ops.length);
  const causes = new Int32Array(signals.length).fill(-1);
  const order: OpId[] = [];
  const edges = edgesBetween(graph, 'data only');
  const cycles = stronglyConnected(ops.length, edgesBetween(graph, 'feedback'));
  const visit = (id: OpId, entry: number): void => {
    const op = ops[id]!;
    order.push(id);
    if (op.feedback) {
      for (const s of op.writes) at[s] = entry;
      return;
    }
    const latest = latestRead(op, at);
    target[id] = latest === undefined ? 0 : at[latest]!;
    const cause = op.latency > 0 ? id : latest === undefined ? -1 : causes[latest]!;
    for (const s of op.writes) {
      at[s] = target[id]! + op.latency;
      causes[s] = cause;
    }
  };
  const { sizes, order: components } = producersFirst(cycles);
  for (let i = 0; i < components.length; ) {
    const first = components[i]!;
    const size = sizes[cycles.of[first]!]!;
    if (size === 1) visit(first, 0);
    else {
      const members = [...components.subarray(i, i + size)];
      const entry = entryOf(graph, members, cycles.of, at);
      for (const id of topological(members, edges, cycles.of)) visit(id, entry);
    }
    i += size;
  }
  meetTogether(ops, target);
  delayFeedback(graph, at, target);
  return { at, target, order, causes };
}

/** When the last signal from outside reaches a component. */
function entryOf({ ops, signals }: OpGraph, members: readonly OpId[], component: Int32Array, at: Float64Array): number {
  let entry = 0;
  for (const id of members) {
    for (const s of ops[id]!.reads) {
      if (component[signals[s]!.producer] !== component[id]) entry = Math.max(entry, at[s]!);
    }
  }
  return entry;
}

/** Members in an order that the data allows (Kahn); without its feedback edges a component has no cycle. */
function topological(members: readonly OpId[], edges: Edges, component: Int32Array): readonly OpId[] {
  const waits = new Map<OpId, number>(members.map((id) => [id, 0]));
  const own = component[members[0]!]!;
  const readers = (id: OpId, visit: (reader: OpId) => void): void => {
    for (let e = edges.first[id]!; e < edges.first[id + 1]!; e++) {
      if (component[edges.to[e]!] === own) visit(edges.to[e]!);
    }
  };
  for (const id of members) readers(id, (r) => waits.set(r, must(waits.get(r), 'a member of the component') + 1));
  const order = members.filter((id) => waits.get(id) === 0);
  for (let i = 0; i < order.length; i++) {
    readers(order[i]!, (r) => {
      const left = must(waits.get(r), 'a member of the component') - 1;
      waits.set(r, left);
      if (left === 0) order.push(r);
    });
  }
  return order;
}

function latestRead(op: Op, at: Float64Array): number | undefined {
  let latest = op.reads[0];
  for (const s of op.reads) if (at[s]! > at[latest!]!) latest = s;
  return latest;
}

/** Ops of one number (a sink over several devices) wait for the last of them. */
function meetTogether(ops: readonly Op[], target: Float64Array): void {
  const latest = new Map<number, number>();
  for (const [id, { together }] of ops.entries()) {
    if (together !== undefined) latest.set(together, Math.max(latest.get(together) ?? 0, target[id]!));
  }
  for (const [id, { together }] of ops.entries()) if (together !== undefined) target[id] = latest.get(together)!;
}

/** Moves what leaves a delay on a cycle as late as its readers wait anyway: a shorter line instead of a pad. */
function delayFeedback({ ops, signals }: OpGraph, at: Float64Array, target: Float64Array): void {
  const readersWait = new Float64Array(signals.length).fill(Number.POSITIVE_INFINITY);
  for (const [id, op] of ops.entries()) {
    for (const s of op.reads) readersWait[s] = Math.min(readersWait[s]!, target[id]!);
  }
  for (const op of ops) {
    if (!op.feedback) continue;
    const until = op.writes.reduce((least, s) => Math.min(least, readersWait[s]!), Number.POSITIVE_INFINITY);
    if (Number.isFinite(until)) for (const s of op.writes) at[s] = until;
  }
}
