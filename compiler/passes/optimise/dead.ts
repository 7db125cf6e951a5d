// Dead ops. In: ops. Out: those that something hears: a device output, or a meter. Invariant: an op stays when it writes
// to a device, when it listens (reads and writes nothing), or when what it makes is read by an op that stays.

import type { Op, OpGraph, OpId } from '../../ir/ops.ts';
import { renumbered } from './remove.ts';

export function removeDead(graph: OpGraph): OpGraph {
  const alive = new Uint8Array(graph.ops.length);
  const stack: OpId[] = [];
  const keep = (id: OpId): void => {
    if (alive[id]) return;
    alive[id] = 1;
    stack.push(id);
  };
  for (const [id, op] of graph.ops.entries()) {
    // feedback_in hears nothing by itself: it stays with the end that plays.
    if (op.writes.length === 0 && op.kernel !== 'feedback_in') keep(id);
  }
  for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
    const op = graph.ops[id]!;
    for (const s of op.reads) keep(graph.signals[s]!.producer);
    if (op.feedback) keep(op.feedback.from);
  }
  const read = readSignals(graph, alive);
  const ops = graph.ops.map((op, id) => (alive[id] ? narrowed(op, read) : null));
  if (ops.every((op, id) => op === graph.ops[id])) return graph;
  return renumbered(graph, ops);
}

function readSignals(graph: OpGraph, alive: Uint8Array): Uint8Array {
  const read = new Uint8Array(graph.signals.length);
  for (const [id, op] of graph.ops.entries()) if (alive[id]) for (const s of op.reads) read[s] = 1;
  return read;
}

/** A device_read takes only the channels that are still read: its parts are independent of each other. */
function narrowed(op: Op, read: Uint8Array): Op {
  if (op.kernel !== 'device_read' || op.writes.every((s) => read[s])) return op;
  const parts = op.parts.filter((p) => read[op.writes[p.writeFirst]!]);
  return {
    ...op,
    writes: parts.map((p) => op.writes[p.writeFirst]!),
    parts: parts.map((p, i) => ({ ...p, writeFirst: i })),
  };
}
