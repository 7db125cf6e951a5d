// Delays on cycles. In: ops, with those delays that may close a cycle. Out: the same, each such delay split into its two
// ends. Invariant: without the pairs feedback_in -> feedback_out the ops form a DAG; a delay that the ops do not cycle
// through stays one op.

import type { Op, OpId, Signal } from '../../ir/ops.ts';
import { edgesOf, stronglyConnected } from '../schedule/components.ts';
import { wholePart } from './op-builder.ts';
import { internalParams } from './params.ts';

/** `delays` maps ops to whole frames. The end that plays keeps the op's id and signals; the other is added behind. */
export function splitFeedback(
  ops: readonly Op[],
  signals: readonly Signal[],
  delays: ReadonlyMap<OpId, number>,
): readonly Op[] {
  if (delays.size === 0) return ops;
  const from: number[] = [];
  const to: number[] = [];
  for (const [id, op] of ops.entries()) {
    for (const s of op.reads) {
      from.push(signals[s]!.producer);
      to.push(id);
    }
  }
  const { of, count } = stronglyConnected(ops.length, edgesOf(ops.length, from, to));
  const size = new Int32Array(count);
  for (const component of of) size[component]!++;
  const split = [...ops];
  for (const [id, delayFrames] of delays) {
    const op = ops[id]!;
    const readsItself = op.reads.some((s) => op.writes.includes(s));
    if (size[of[id]!]! < 2 && !readsItself) continue;
    const { node, step } = op.parts[0]!;
    const { domain, name, reads, writes, tail, at } = op;
    const place = at === undefined ? {} : { at };
    const inParams = internalParams('feedback_in', { op: id });
    const base = { domain, latency: 0, inPlace: false, ...place };
    const inId = split.push({
      ...base,
      kernel: 'feedback_in',
      name: `${name}.in`,
      reads,
      writes: [],
      tail: 0,
      parts: [wholePart(node, step, 'feedback_in', inParams, reads, [])],
    });
    const params = internalParams('feedback_out', { delay: delayFrames });
    split[id] = {
      ...base,
      kernel: 'feedback_out',
      name,
      reads: [],
      writes,
      tail,
      parts: [wholePart(node, step, 'feedback_out', params, [], writes)],
      feedback: { from: inId - 1, delayFrames },
    };
  }
  return split;
}
