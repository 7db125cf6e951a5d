// The latency budget. In: ops with their arrivals. Out: an error for each group of outputs that is later than the budget
// allows, with the path that makes it so. Invariant: every path to one output is equally long once aligned, so the
// slowest way back from it names the path; intended delays are not latency. Linear time.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Op, OpGraph, OpId } from '../../ir/ops.ts';
import type { PassContext } from '../pass.ts';
import type { Arrivals } from './arrivals.ts';

export function checkBudget(graph: OpGraph, arrivals: Arrivals, context: PassContext): readonly Diagnostic[] {
  const { budget, rateHz } = graph;
  if (budget === null) return [];
  const msOf = (frames: number): number => (frames * 1000) / rateHz;
  const late = graph.ops.flatMap((op, id) =>
    op.kernel === 'device_write' && msOf(arrivals.target[id]!) > budget.ms ? [id] : [],
  );
  if (late.length === 0) return [];
  const heard = fromDevices(graph);
  return late.flatMap((id): Diagnostic[] => {
    const op = graph.ops[id]!;
    const path = slowest(graph, arrivals, heard, id);
    if (path === undefined) return [];
    const ms = msOf(arrivals.target[id]!);
    const args = { from: path.from, to: op.name, ms, budgetMs: budget.ms, parts: path.parts };
    const related = [{ span: context.span(budget.at), label: 'the budget' }];
    return [diagnose('latency/over-budget', context.span(op.at ?? ''), args, { related })];
  });
}

/** Signals that something of a device in is in, feedback included. */
function fromDevices({ ops, signals }: OpGraph): Uint8Array {
  const readers: OpId[][] = signals.map(() => []);
  const playedBy = new Map<OpId, OpId>();
  for (const [id, op] of ops.entries()) {
    for (const s of op.reads) readers[s]!.push(id);
    if (op.feedback) playedBy.set(op.feedback.from, id);
  }
  const heard = new Uint8Array(signals.length);
  const open = ops.flatMap((op, id) => (op.kernel === 'device_read' ? [id] : []));
  for (const id of open) {
    const ends = playedBy.get(id);
    if (ends !== undefined) open.push(ends);
    for (const s of ops[id]!.writes) {
      if (heard[s]) continue;
      heard[s] = 1;
      open.push(...readers[s]!);
    }
  }
  return heard;
}

interface Path {
  readonly from: string;
  /** In the order of the signal: what takes how long. */
  readonly parts: readonly string[];
}

/** Back from an output along the latest reads; undefined where nothing of a device in arrives there. */
function slowest({ ops, signals }: OpGraph, { at, target }: Arrivals, heard: Uint8Array, end: OpId): Path | undefined {
  const parts: string[] = [];
  const seen = new Set<OpId>();
  for (let id = end; !seen.has(id); ) {
    seen.add(id);
    const op = ops[id]!;
    const read = latestHeard(op, at, heard);
    if (read === undefined) {
      if (op.kernel === 'device_read') return { from: op.name, parts };
      if (op.feedback === undefined) return undefined;
      id = op.feedback.from;
      continue;
    }
    if (op.latency > 0) parts.unshift(`\`${op.name}\` (${op.latency} frames)`);
    const waits = target[id]! - at[read]!;
    if (waits > 0) parts.unshift(`alignment before \`${op.name}\` (${waits} frames)`);
    const { producer, name } = signals[read]!;
    if (ops[producer]!.kernel === 'device_read') return { from: name.replace(/\.\d+(@device)?$/, ''), parts };
    id = producer;
  }
  return undefined;
}

function latestHeard(op: Op, at: Float64Array, heard: Uint8Array): number | undefined {
  let latest: number | undefined;
  for (const s of op.reads) if (heard[s] && (latest === undefined || at[s]! > at[latest]!)) latest = s;
  return latest;
}
