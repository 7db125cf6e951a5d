// Bands that leave apart. In: ops with their arrivals. Out: a warning for each step with several outputs of which two
// reach device outputs at different latency. Intended delays do not count. Linear time: one walk from the outputs back.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Op, OpGraph, OpId } from '../../ir/ops.ts';
import type { PassContext } from '../pass.ts';
import type { Arrivals } from './arrivals.ts';

/** Device outputs that a signal reaches first and last; -1: none. */
interface Ends {
  readonly first: Int32Array;
  readonly last: Int32Array;
}

export function checkBands(graph: OpGraph, arrivals: Arrivals, context: PassContext): readonly Diagnostic[] {
  if (!graph.ops.some((op) => op.bands !== undefined)) return [];
  const ends = endsOf(graph, arrivals);
  return graph.ops.flatMap((op) => apart(graph, op, ends, arrivals.target, context) ?? []);
}

function endsOf({ ops, signals }: OpGraph, { target, order }: Arrivals): Ends {
  const first = new Int32Array(signals.length).fill(-1);
  const last = new Int32Array(signals.length).fill(-1);
  const reach = (s: number, early: OpId, late: OpId): void => {
    if (early < 0) return;
    if (first[s] === -1 || target[early]! < target[first[s]!]!) first[s] = early;
    if (last[s] === -1 || target[late]! > target[last[s]!]!) last[s] = late;
  };
  for (let i = order.length - 1; i >= 0; i--) {
    const id = order[i]!;
    const op = ops[id]!;
    for (const s of op.reads) {
      if (op.kernel === 'device_write') reach(s, id, id);
      else for (const w of op.writes) reach(s, first[w]!, last[w]!);
    }
  }
  return { first, last };
}

function apart(
  graph: OpGraph,
  op: Op,
  { first, last }: Ends,
  target: Float64Array,
  context: PassContext,
): Diagnostic | undefined {
  if (op.bands === undefined) return undefined;
  let early: OpId = -1;
  let late: OpId = -1;
  let frames = 0;
  const width = op.writes.length / op.bands;
  for (let band = 0; band < op.writes.length; band += width) {
    for (let other = 0; other < band; other += width) {
      for (const ends of [first, last]) {
        const a = ends[op.writes[band]!]!;
        const b = ends[op.writes[other]!]!;
        if (a < 0 || b < 0 || Math.abs(target[a]! - target[b]!) <= frames) continue;
        frames = Math.abs(target[a]! - target[b]!);
        [early, late] = target[a]! < target[b]! ? [a, b] : [b, a];
      }
    }
  }
  if (frames === 0) return undefined;
  const label = (id: OpId, when: string) => ({
    span: context.span(graph.ops[id]!.at ?? ''),
    label: `\`${graph.ops[id]!.name}\` leaves ${when}`,
  });
  return diagnose(
    'latency/bands-apart',
    context.span(op.at ?? '', 'key'),
    { step: op.name, frames, ms: (frames * 1000) / graph.rateHz },
    { related: [label(early, 'first'), label(late, `${frames} frames later`)] },
  );
}
