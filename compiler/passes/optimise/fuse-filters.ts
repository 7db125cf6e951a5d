// Makes one op of filters and factors that follow each other on the same channels, so that samples pass all of them while
// they are at hand. Only through signals that nothing else reads; each step stays a part with its own params and state.

import type { Op, OpGraph } from '../../ir/ops.ts';
import { isFactor, isFilter } from './families.ts';
import { onlyReaderOf, onlyReaders } from './readers.ts';
import { renumber } from './renumber.ts';

export function fuseFilters(graph: OpGraph): OpGraph {
  const next = followers(graph);
  const isFollower = new Uint8Array(graph.ops.length);
  for (const id of next) if (id !== -1) isFollower[id] = 1;
  const ops = graph.ops.map((op, id) => {
    if (isFollower[id]) return null;
    const chain = [op];
    for (let at = next[id]!; at !== -1; at = next[at]!) chain.push(graph.ops[at]!);
    return chain.length === 1 ? op : fused(chain);
  });
  return renumber(graph, ops);
}

const isSerial = ({ kernel }: Op): boolean => kernel === 'cascade' || isFilter(kernel) || isFactor(kernel);

/** By OpId: the op that takes all of this one's outputs, in order and alone, and may be one with it; -1 for none. */
function followers(graph: OpGraph): Int32Array {
  const { ops } = graph;
  const readers = onlyReaders(graph);
  const next = new Int32Array(ops.length).fill(-1);
  for (const [at, op] of ops.entries()) {
    if (!isSerial(op)) continue;
    const id = onlyReaderOf(readers, op.writes);
    const follower = ops[id];
    if (!follower || !isSerial(follower) || follower.reads.length !== op.writes.length) continue;
    if (op.writes.every((s, c) => follower.reads[c] === s)) next[at] = id;
  }
  return next;
}

function fused(chain: readonly Op[]): Op {
  const [first, last] = [chain[0]!, chain[chain.length - 1]!];
  return {
    ...first,
    kernel: 'cascade',
    name: `${first.name} .. ${last.name}`,
    writes: last.writes,
    latency: chain.reduce((sum, op) => sum + op.latency, 0),
    tail: chain.reduce((sum, op) => sum + op.tail, 0),
    inPlace: chain.every((op) => op.inPlace),
    parts: chain.flatMap((op) => op.parts),
  };
}
