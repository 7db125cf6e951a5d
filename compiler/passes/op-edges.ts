// Who reads whom. In: ops. Out: edges from the op that makes a signal to those that read it.

import type { OpGraph, OpId } from '../ir/ops.ts';
import { type Edges, edgesOf } from './schedule/components.ts';

/** Producer to reader; with `feedback`, also from what feeds a delay on a cycle to what leaves it. */
export function edgesBetween({ ops, signals }: OpGraph, feedback: 'feedback' | 'data only'): Edges {
  const from: number[] = [];
  const to: number[] = [];
  const add = (producer: OpId, reader: OpId) => {
    from.push(producer);
    to.push(reader);
  };
  for (const [id, op] of ops.entries()) {
    for (const s of op.reads) add(signals[s]!.producer, id);
    if (feedback === 'feedback' && op.feedback) add(op.feedback.from, id);
  }
  return edgesOf(ops.length, from, to);
}
