// Dense ids again after a rewrite. In: a graph and what stays of it. Out: the graph of only that.
// Invariant: order is kept; whatever is read by an op that stays, stays; a graph that keeps all its ops is returned as it is.

import { invariant, must } from '../../invariant.ts';
import type { Op, OpGraph, Signal } from '../../ir/ops.ts';

/** `ops[id]` is the op as it shall be, null to leave it out. Signals are those that some op still writes. */
export function renumber(graph: OpGraph, ops: readonly (Op | null)[]): OpGraph {
  if (ops.every((op, id) => op === graph.ops[id])) return graph;
  const opIds = new Int32Array(ops.length).fill(-1);
  const signalIds = new Int32Array(graph.signals.length).fill(-1);
  const kept: Op[] = [];
  const signals: Signal[] = [];
  for (const [id, op] of ops.entries()) {
    if (!op) continue;
    opIds[id] = kept.push(op) - 1;
    for (const s of op.writes) {
      const { name, domain } = must(graph.signals[s], 'a signal of the graph');
      signalIds[s] = signals.push({ name, producer: opIds[id]!, domain }) - 1;
    }
  }
  const signalId = (s: number): number => {
    invariant(signalIds[s] !== -1, `${graph.signals[s]?.name} is read but no longer made`);
    return signalIds[s]!;
  };
  return { ...graph, signals, ops: kept.map((op) => moved(op, opIds, signalId)) };
}

/** An op with its ids translated; field by field, since spreading each op took most of the time. */
function moved(op: Op, opIds: Int32Array, signalId: (s: number) => number): Op {
  const { kernel, domain, name, latency, tail, inPlace } = op;
  const reads = op.reads.map(signalId);
  const writes = op.writes.map(signalId);
  const parts =
    kernel === 'feedback_in'
      ? op.parts.map((p) => ({ ...p, params: { ...p.params, op: opIds[p.params.op!]! } }))
      : op.parts;
  const plain = { kernel, domain, name, reads, writes, latency, tail, inPlace, parts };
  const { feedback, bands, together, at } = op;
  const placed = at === undefined ? plain : { kernel, domain, name, reads, writes, latency, tail, inPlace, parts, at };
  if (feedback) return { ...placed, feedback: { ...feedback, from: opIds[feedback.from]! } };
  if (bands !== undefined) return { ...placed, bands };
  return together === undefined ? placed : { ...placed, together };
}
