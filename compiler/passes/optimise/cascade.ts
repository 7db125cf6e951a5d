// Serial filters into one cascade. In: ops. Out: runs of filter steps as one op whose parts are the steps, in processing
// order. Invariants: the run has one channel set; what lies between two of its steps is read by nobody else and pinned
// by nothing; each part keeps its identity, params and state.

import { nodeType } from '../../../schema/index.ts';
import type { Op, OpGraph, OpId } from '../../ir/ops.ts';
import { renumbered } from './remove.ts';

const isFilter = (op: Op): boolean => nodeType(op.kernel)?.filter === true;

export function fuseCascades(graph: OpGraph): OpGraph {
  const readers = readerCounts(graph);
  const next = new Int32Array(graph.ops.length).fill(-1);
  const hasPrevious = new Uint8Array(graph.ops.length);
  for (const [id, op] of graph.ops.entries()) {
    if (!isFilter(op)) continue;
    const previous = fusable(graph, op, readers);
    if (previous < 0) continue;
    next[previous] = id;
    hasPrevious[id] = 1;
  }
  if (!hasPrevious.includes(1)) return graph;
  const ops: (Op | null)[] = graph.ops.map((op, id) => {
    if (hasPrevious[id]) return null;
    return next[id]! < 0 ? op : cascade(graph, id, next);
  });
  return renumbered(graph, ops);
}

function readerCounts(graph: OpGraph): Int32Array {
  const counts = new Int32Array(graph.signals.length);
  for (const op of graph.ops) for (const s of op.reads) counts[s]!++;
  return counts;
}

/** The filter that `op` may be fused to: the one that makes all that it reads, for nobody else. -1: none. */
function fusable(graph: OpGraph, op: Op, readers: Int32Array): OpId {
  const first = op.reads[0];
  if (first === undefined) return -1;
  const id = graph.signals[first]!.producer;
  const producer = graph.ops[id]!;
  if (!isFilter(producer) || producer.writes.length !== op.reads.length) return -1;
  for (const [i, s] of op.reads.entries()) {
    if (producer.writes[i] !== s || readers[s] !== 1 || graph.signals[s]!.pinned) return -1;
  }
  return id;
}

function cascade(graph: OpGraph, first: OpId, next: Int32Array): Op {
  const run: Op[] = [];
  for (let id = first; id >= 0; id = next[id]!) run.push(graph.ops[id]!);
  const head = run[0]!;
  const last = run[run.length - 1]!;
  return {
    ...head,
    name: `${head.name}..${last.parts[0]!.step}`,
    writes: last.writes,
    latency: run.reduce((sum, op) => sum + op.latency, 0),
    tail: run.reduce((sum, op) => sum + op.tail, 0),
    inPlace: run.every((op) => op.inPlace),
    parts: run.flatMap((op) => op.parts),
  };
}
