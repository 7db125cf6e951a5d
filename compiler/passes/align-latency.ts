// ops -> ops: what one op reads arrives together. In: ops with their latency. Out: the same with `align` ops where a
// signal is early, one per signal with a tap for each delay, and delays on cycles shortened by the latency they meet.
// Invariant: adds delay only, and only where reads differ; intended delays are not latency and are left as they are.

import { diagnose } from '../diagnostics/catalog.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Op, OpGraph, Pad, Signal } from '../ir/ops.ts';
import { type Arrivals, arrivalsOf } from './align-latency/arrivals.ts';
import { checkBands } from './align-latency/bands.ts';
import { checkBudget } from './align-latency/budget.ts';
import type { Pass, PassContext } from './pass.ts';

export const alignLatency: Pass<OpGraph, OpGraph> = (graph, context) => {
  const arrivals = arrivalsOf(graph);
  const diagnostics: Diagnostic[] = [];
  const retimed = graph.ops.map((op) => retime(op, arrivals, context, diagnostics));
  if (diagnostics.length > 0) return { diagnostics };
  diagnostics.push(...checkBudget(graph, arrivals, context), ...checkBands(graph, arrivals, context));
  return { value: padded({ ...graph, ops: retimed }, arrivals), diagnostics };
};

/** A delay on a cycle gives up the frames that other steps of the cycle take. */
function retime(op: Op, { at, target }: Arrivals, context: PassContext, diagnostics: Diagnostic[]): Op {
  if (!op.feedback) return op;
  const { from, delayFrames } = op.feedback;
  const spent = target[from]! - at[op.writes[0]!]!;
  const delay = delayFrames - spent;
  if (delay >= 1) return { ...op, parts: op.parts.map((p) => ({ ...p, params: { ...p.params, delay } })) };
  const problem = ` takes ${spent} frames before its delay of ${delayFrames}, which must be at least one frame longer`;
  diagnostics.push(diagnose('graph/cycle', context.span(op.at ?? '', 'key'), { path: [op.name], problem }));
  return op;
}

/** Taps for early signals: the new signals stand behind the old ones, the new ops behind the old ones. */
function padded(graph: OpGraph, { at, target, causes }: Arrivals): OpGraph {
  const signals: Signal[] = [...graph.signals];
  const arrival = [...at];
  const pads: Pad[] = [];
  /** By early signal: tap signals by frames. */
  const taps = new Map<number, Map<number, number>>();
  const ops = graph.ops.map((op, id) => {
    const latest = target[id]!;
    if (op.reads.every((s) => at[s] === latest)) return op;
    const late = op.reads.find((s) => at[s] === latest);
    const cause = late === undefined ? undefined : graph.ops[causes[late]!];
    return { ...op, reads: op.reads.map((s) => (at[s] === latest ? s : tapOf(s, latest - at[s]!, cause))) };
  });
  for (const [source, lines] of taps) ops.push(alignOp(graph, source, lines));
  // Producers of taps are known only now that every align op has its id.
  for (let id = graph.ops.length; id < ops.length; id++) {
    for (const s of ops[id]!.writes) signals[s] = { ...signals[s]!, producer: id };
  }
  return { ...graph, ops, signals, arrival, pads };

  function tapOf(source: number, frames: number, cause: Op | undefined): number {
    const lines = taps.get(source) ?? new Map<number, number>();
    taps.set(source, lines);
    const known = lines.get(frames);
    if (known !== undefined) return known;
    const { name, domain } = signals[source]!;
    const tap = signals.push({ name: `${name}+${frames}`, producer: -1, domain }) - 1;
    arrival.push(at[source]! + frames);
    lines.set(frames, tap);
    pads.push({
      signal: tap,
      frames,
      cause: cause ? `${cause.name} (${cause.latency} frames)` : 'ports that leave together',
    });
    return tap;
  }
}

function alignOp(graph: OpGraph, source: number, lines: ReadonlyMap<number, number>): Op {
  const { name, domain } = graph.signals[source]!;
  // Of the signal, not of the op that makes it: that may stand for steps of several nodes.
  const node = name.slice(0, name.indexOf('.'));
  const sorted = [...lines].sort(([a], [b]) => a - b);
  return {
    kernel: 'align',
    domain,
    name: `${name} (aligned)`,
    reads: [source],
    writes: sorted.map(([, tap]) => tap),
    latency: 0,
    tail: 0,
    inPlace: false,
    parts: sorted.map(([delay], i) => ({
      node,
      step: `${name.slice(node.length + 1)}+${delay}`,
      type: 'align',
      params: { delay },
      readFirst: 0,
      readCount: 1,
      writeFirst: i,
      writeCount: 1,
    })),
  };
}
