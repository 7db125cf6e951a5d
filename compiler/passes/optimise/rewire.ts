// Leaves out ops that only hand signals on, and that nothing can set: a swap of two channels, a delay of no frames, a matrix
// that is a patch bay. Whoever reads what they make reads what they take. A gain of 0 dB stays: it may be moved. So does
// what takes signals that arrive at different times: it makes them leave together.

import type { PlanBlob, SignalId } from '../../../schema/plan.ts';
import type { Op, OpGraph } from '../../ir/ops.ts';
import { arrivalsOf } from '../align-latency/arrivals.ts';
import { renumber } from './renumber.ts';

export function rewire(graph: OpGraph): OpGraph {
  const { ops, signals, blobs } = graph;
  const wires = ops.map((op) => wiresOf(op, blobs));
  if (wires.every((w) => w === undefined)) return graph;
  const { at: arrival } = arrivalsOf(graph);
  const is = Int32Array.from(signals, (_, s) => s);
  const isWire = ops.map((op, id) => {
    if (wires[id] === undefined || op.reads.some((s) => arrival[s] !== arrival[op.reads[0]!])) return false;
    for (const [w, r] of wires[id].entries()) is[op.writes[w]!] = op.reads[r]!;
    return true;
  });
  if (!isWire.includes(true)) return graph;
  const source = (s: SignalId): SignalId => {
    let at = s;
    while (is[at] !== at) at = is[at]!;
    return at;
  };
  return renumber(
    graph,
    ops.map((op, id) => (isWire[id] ? null : { ...op, reads: op.reads.map(source) })),
  );
}

/** By write: the read that it is, bit for bit; undefined for an op that does more. */
function wiresOf(
  { kernel, writes, parts, latency, tail }: Op,
  blobs: readonly PlanBlob[],
): readonly number[] | undefined {
  if (kernel === 'exchange') return [1, 0];
  if (kernel === 'delay' && latency === 0 && tail === 0) return [...writes.keys()];
  if (kernel !== 'matrix') return undefined;
  const { columns, data } = blobs[parts[0]!.params.gains!]!;
  const rows = writes.map((_, row) => data.subarray(row * columns, (row + 1) * columns));
  return rows.every(isWireRow) ? rows.map((row) => row.indexOf(1)) : undefined;
}

/** One input as it is, and nothing of the others. */
const isWireRow = (row: Float64Array): boolean =>
  row.every((factor) => factor === 0 || factor === 1) && row.filter((factor) => factor === 1).length === 1;
