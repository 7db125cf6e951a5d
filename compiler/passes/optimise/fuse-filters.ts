// Makes one op of filters and factors that follow each other on the same channels, so that samples pass all of them while
// they are at hand. Only through signals that nothing else reads; each step stays a part with its own params and state.

import { nodeTypes } from '../../../schema/index.ts';
import type { Op, OpGraph, OpId } from '../../ir/ops.ts';
import { renumber } from './renumber.ts';

export function fuseFilters(graph: OpGraph, chains: readonly (readonly OpId[])[] = chainsOf(graph)): OpGraph {
  const ops = new Array<Op | null>(graph.ops.length).fill(null);
  for (const chain of chains)
    ops[chain[0]!] = chain.length === 1 ? graph.ops[chain[0]!]! : fused(chain.map((id) => graph.ops[id]!));
  return renumber(graph, ops);
}

/** Which ops make one, in the order of the first of each: those of a cascade, and every other by itself. */
export function chainsOf(graph: OpGraph): readonly (readonly OpId[])[] {
  const next = followers(graph);
  const isFollower = new Uint8Array(graph.ops.length);
  for (const id of next) if (id !== -1) isFollower[id] = 1;
  const chains: OpId[][] = [];
  for (const id of graph.ops.keys()) {
    if (isFollower[id]) continue;
    const chain = [id];
    for (let at = next[id]!; at !== -1; at = next[at]!) chain.push(at);
    chains.push(chain);
  }
  return chains;
}

const inSeries: ReadonlySet<string> = new Set(nodeTypes.filter((d) => d.filter || d.factor).map((d) => d.type));
const joins = (op: Op): boolean => inSeries.has(op.kernel);

/** By OpId: the op that takes all of this one's outputs, in order and alone, and may be one with it; -1 for none. */
function followers({ ops, signals }: OpGraph): Int32Array {
  const readers = new Int32Array(signals.length);
  const reader = new Int32Array(signals.length).fill(-1);
  for (const [id, op] of ops.entries()) {
    for (const s of op.reads) {
      readers[s]!++;
      reader[s] = id;
    }
  }
  const next = new Int32Array(ops.length).fill(-1);
  for (const [at, op] of ops.entries()) {
    if (!joins(op)) continue;
    const id = reader[op.writes[0]!]!;
    const follower = ops[id];
    if (!follower || !joins(follower) || follower.reads.length !== op.writes.length) continue;
    const alone = op.writes.every((s, c) => readers[s] === 1 && follower.reads[c] === s);
    if (alone) next[at] = id;
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
