// Makes one op of sums over the same signals, as monitor mixes are: a matrix, of which every input is read while it is at
// hand, for all outputs. Every source of every sum stays a part, added in the order it stood in. Sums that share only some
// of their sources stay apart: a matrix with holes costs what a full one does.

import type { SignalId } from '../../../schema/plan.ts';
import type { Op, OpGraph, OpId } from '../../ir/ops.ts';
import { edgesBetween } from '../op-edges.ts';
import { stronglyConnected } from '../schedule/components.ts';
import { renumber } from './renumber.ts';

/** Below that a signal is not at hand long enough to gain by it. */
const LEAST_INPUTS = 4;
/** Outputs are alive together, so their number is bounded. */
const MOST_OUTPUTS = 64;

export function mergeSums(graph: OpGraph): OpGraph {
  const ops: (Op | null)[] = [...graph.ops];
  for (const group of sumsAlike(graph)) {
    if (group.length === 1) continue;
    for (const id of group) ops[id] = null;
    ops[group[0]!] = merged(group.map((id) => graph.ops[id]!));
  }
  return renumber(graph, ops);
}

/** Sums over the same signals. None waits for another of its group, unless over a feedback loop, which is left alone. */
function sumsAlike(graph: OpGraph): readonly (readonly OpId[])[] {
  const groups: OpId[][] = [];
  /** By inputs: the group that is not full yet. */
  const open = new Map<string, { readonly group: OpId[]; outputs: number }>();
  const loops = loopsOf(graph);
  for (const [id, { kernel, reads, writes }] of graph.ops.entries()) {
    const inputs = new Set(reads);
    if (kernel !== 'mix' || inputs.size < LEAST_INPUTS || loops(id)) continue;
    const key = [...inputs].sort((a, b) => a - b).join();
    const known = open.get(key);
    if (known !== undefined && known.outputs + writes.length <= MOST_OUTPUTS) {
      known.group.push(id);
      known.outputs += writes.length;
    } else {
      const group = [id];
      groups.push(group);
      open.set(key, { group, outputs: writes.length });
    }
  }
  return groups;
}

function loopsOf(graph: OpGraph): (id: OpId) => boolean {
  if (graph.ops.every((op) => op.feedback === undefined)) return () => false;
  const { of, count } = stronglyConnected(graph.ops.length, edgesBetween(graph, 'feedback'));
  const sizes = new Int32Array(count);
  for (const component of of) sizes[component]!++;
  return (id) => sizes[of[id]!]! > 1;
}

function merged(sums: readonly Op[]): Op {
  const [first, last] = [sums[0]!, sums[sums.length - 1]!];
  const reads: SignalId[] = [...first.reads];
  const places = new Map<SignalId, number>();
  for (const [i, s] of reads.entries()) if (!places.has(s)) places.set(s, i);
  /** Where the signals of a part stand in the reads of the op; behind all others, where they do not stand in a row. */
  const placeOf = (own: readonly SignalId[]): number => {
    const at = places.get(own[0]!)!;
    return own.every((s, c) => reads[at + c] === s) ? at : reads.push(...own) - own.length;
  };
  let row = 0;
  const parts = sums.flatMap((sum) => {
    const base = row;
    row += sum.writes.length;
    return sum.parts.map((p) => {
      const writeFirst = p.writeFirst + base;
      if (p.readCount === 0) return { ...p, writeFirst };
      return { ...p, readFirst: placeOf(sum.reads.slice(p.readFirst, p.readFirst + p.readCount)), writeFirst };
    });
  });
  return { ...first, name: `${first.name} | ${last.name}`, reads, writes: sums.flatMap((sum) => sum.writes), parts };
}
