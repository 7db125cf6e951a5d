// Ops that follow each other on the same channels made one. In: a graph, which ops may be links of a chain, and the kernel
// that runs one. Out: the graph with a single op for each chain. Only through signals that nothing else reads; every part
// keeps its params and state.

import type { Op, OpGraph } from '../../ir/ops.ts';
import { onlyReaderOf, onlyReaders } from './readers.ts';
import { renumber } from './renumber.ts';

export function joinChains(graph: OpGraph, isLink: (op: Op) => boolean, kernel: string): OpGraph {
  const next = followers(graph, isLink);
  const isFollower = new Uint8Array(graph.ops.length);
  for (const id of next) if (id !== -1) isFollower[id] = 1;
  const ops = graph.ops.map((op, id) => {
    if (isFollower[id]) return null;
    const chain = [op];
    for (let at = next[id]!; at !== -1; at = next[at]!) chain.push(graph.ops[at]!);
    return chain.length === 1 ? op : joined(chain, kernel);
  });
  return renumber(graph, ops);
}

/** By OpId: the op that takes all of this one's outputs, in order and alone, and may be one with it; -1 for none. */
function followers(graph: OpGraph, isLink: (op: Op) => boolean): Int32Array {
  const { ops } = graph;
  const readers = onlyReaders(graph);
  const next = new Int32Array(ops.length).fill(-1);
  for (const [at, op] of ops.entries()) {
    if (!isLink(op)) continue;
    const id = onlyReaderOf(readers, op.writes);
    const follower = ops[id];
    if (!follower || !isLink(follower) || follower.reads.length !== op.writes.length) continue;
    if (op.writes.every((s, c) => follower.reads[c] === s)) next[at] = id;
  }
  return next;
}

function joined(chain: readonly Op[], kernel: string): Op {
  const [first, last] = [chain[0]!, chain[chain.length - 1]!];
  return {
    ...first,
    kernel,
    name: `${first.name} .. ${last.name}`,
    writes: last.writes,
    latency: chain.reduce((sum, op) => sum + op.latency, 0),
    tail: chain.reduce((sum, op) => sum + op.tail, 0),
    inPlace: chain.every((op) => op.inPlace),
    parts: chain.flatMap((op) => op.parts),
  };
}
