// The latency budget. In: ops with their arrivals, and what is known of the devices. Out: an error for each group of
// outputs that is later than the budget allows, with the path that makes it so. Invariants: every path to one output is
// equally long inside once aligned, so the slowest device in that is heard there decides; intended delays are not latency;
// a device of which nothing is known takes no time. Linear time per device.

import type { DeviceId } from '../../../schema/plan.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Op, OpGraph, OpId } from '../../ir/ops.ts';
import type { PassContext } from '../pass.ts';
import type { Arrivals } from './arrivals.ts';

export function checkBudget(graph: OpGraph, arrivals: Arrivals, context: PassContext): readonly Diagnostic[] {
  const { budget, rateHz, deviceLatency = [], devices } = graph;
  if (budget === null) return [];
  const msOf = (frames: number): number => (frames * 1000) / rateHz;
  const outOf = (op: Op) => deviceLatency[deviceOf(op)]?.out ?? 0;
  const slowestIn = deviceLatency.reduce((most, d) => Math.max(most, d.in ?? 0), 0);
  const late = graph.ops.flatMap((op, id) =>
    op.kernel === 'device_write' && msOf(arrivals.target[id]! + outOf(op) + slowestIn) > budget.ms ? [id] : [],
  );
  if (late.length === 0) return [];
  const heard = fromDevices(graph);
  return late.flatMap((id): Diagnostic[] => {
    const op = graph.ops[id]!;
    const path = slowest(graph, arrivals, heard, id);
    if (path === undefined) return [];
    const before = deviceLatency[path.device]?.in ?? 0;
    const after = outOf(op);
    const ms = msOf(before + arrivals.target[id]! + after);
    if (ms <= budget.ms) return [];
    const parts = [
      ...(before > 0 ? [`\`${devices[path.device]!.name}\` in (${before} frames)`] : []),
      ...path.parts,
      ...(after > 0 ? [`\`${devices[deviceOf(op)]!.name}\` out (${after} frames)`] : []),
    ];
    const args = { from: path.from, to: op.name, ms, budgetMs: budget.ms, parts };
    const related = [{ span: context.span(budget.at), label: 'the budget' }];
    return [diagnose('latency/over-budget', context.span(op.at ?? ''), args, { related })];
  });
}

/** Of device_read and device_write: every part is of the one device. */
const deviceOf = (op: Op): DeviceId => op.parts[0]!.params.device!;

/** By signal: rank of the slowest device in that it holds something of, feedback included; 0: of none, 1 the fastest. */
function fromDevices({ ops, signals, deviceLatency = [] }: OpGraph): Uint32Array {
  const readers: OpId[][] = signals.map(() => []);
  const playedBy = new Map<OpId, OpId>();
  for (const [id, op] of ops.entries()) {
    for (const s of op.reads) readers[s]!.push(id);
    if (op.feedback) playedBy.set(op.feedback.from, id);
  }
  const inOf = (id: OpId) => deviceLatency[deviceOf(ops[id]!)]?.in ?? 0;
  const reads = ops.flatMap((op, id) => (op.kernel === 'device_read' ? [id] : []));
  const latencies = [...new Set(reads.map(inOf))].sort((a, b) => b - a);
  const heard = new Uint32Array(signals.length);
  // Slowest first: who comes to a signal later has nothing to add there.
  for (const [i, latency] of latencies.entries()) {
    const open = reads.filter((id) => inOf(id) === latency);
    for (const id of open) {
      const ends = playedBy.get(id);
      if (ends !== undefined) open.push(ends);
      for (const s of ops[id]!.writes) {
        if (heard[s] !== 0) continue;
        heard[s] = latencies.length - i;
        open.push(...readers[s]!);
      }
    }
  }
  return heard;
}

interface Path {
  readonly from: string;
  readonly device: DeviceId;
  /** In the order of the signal: what takes how long. */
  readonly parts: readonly string[];
}

/** Back from an output to the slowest device in, along the latest reads; undefined where no device arrives there. */
function slowest({ ops, signals }: OpGraph, { at, target }: Arrivals, heard: Uint32Array, end: OpId): Path | undefined {
  const parts: string[] = [];
  const seen = new Set<OpId>();
  for (let id = end; !seen.has(id); ) {
    seen.add(id);
    const op = ops[id]!;
    const read = latestHeard(op, at, heard);
    if (read === undefined) {
      if (op.kernel === 'device_read') return { from: op.name, device: deviceOf(op), parts };
      if (op.feedback === undefined) return undefined;
      id = op.feedback.from;
      continue;
    }
    if (op.latency > 0) parts.unshift(`\`${op.name}\` (${op.latency} frames)`);
    const waits = target[id]! - at[read]!;
    if (waits > 0) parts.unshift(`alignment before \`${op.name}\` (${waits} frames)`);
    const { producer, name } = signals[read]!;
    const source = ops[producer]!;
    if (source.kernel === 'device_read')
      return { from: name.replace(/\.\d+(@device)?$/, ''), device: deviceOf(source), parts };
    id = producer;
  }
  return undefined;
}

/** Of the reads that hold the slowest device, the latest. */
function latestHeard(op: Op, at: Float64Array, heard: Uint32Array): number | undefined {
  let best: number | undefined;
  for (const s of op.reads) {
    if (heard[s] === 0) continue;
    const isBetter = best === undefined || heard[s]! > heard[best]! || (heard[s] === heard[best] && at[s]! > at[best]!);
    if (isBetter) best = s;
  }
  return best;
}
