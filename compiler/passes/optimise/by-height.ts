// Ops of a graph in the order that lets most of a kind run side by side: list scheduling, the longest way to the end first
// (T. C. Hu, "Parallel sequencing and assembly line problems", 1961). In: ops, and which of them are looked for. Out: those
// that are ready at once, set after set. Invariant: what is taken together has no way from one to another, nor, through
// sets that were taken before or will be, round to itself. Feedback loops run as a whole, and nothing in them is given out.

import type { Op, OpGraph, OpId } from '../../ir/ops.ts';
import { edgesBetween } from '../op-edges.ts';
import { type Edges, edgesOf, producersFirst, stronglyConnected } from '../schedule/components.ts';

export interface Ready {
  /** All that may run now, those with most of their kind behind them first; empty at the end. */
  next(): readonly OpId[];
  /** How many are left for each one on the longest way to the end: the width at which all run in the fewest sets. */
  width(): number;
  /** What runs of it. */
  take(ids: readonly OpId[]): void;
}

export function byHeight(graph: OpGraph, wanted: (op: Op) => boolean): Ready {
  const { ops } = graph;
  const edges = edgesBetween(graph, 'feedback');
  const { of, count } = stronglyConnected(ops.length, edges);
  const { sizes, order } = producersFirst({ of, count });
  const given = Uint8Array.from(ops, (op, id) => (sizes[of[id]!] === 1 && wanted(op) ? 1 : 0));
  const readers = between(edges, of);
  const waits = new Int32Array(count);
  const height = new Int32Array(count);
  for (let i = order.length - 1; i >= 0; i--) {
    const id = order[i]!;
    const own = of[id]!;
    for (let e = edges.first[id]!; e < edges.first[id + 1]!; e++) {
      const reader = of[edges.to[e]!]!;
      if (reader === own) continue;
      waits[reader]!++;
      height[own] = Math.max(height[own]!, height[reader]!);
    }
    // Of a loop nothing counts, so its height is settled with its last member.
    height[own]! += given[id]!;
  }
  const members = new Int32Array(count).fill(-1);
  for (const [id, component] of of.entries()) members[component] = id;

  const reader = (id: OpId): OpId => edges.to[edges.first[id]!] ?? -1;

  let ready: OpId[] = [];
  let left = given.reduce((sum, g) => sum + g, 0);
  const run: number[] = [];
  for (let component = count - 1; component >= 0; component--) if (waits[component] === 0) arrive(component);
  settle();

  function arrive(component: number): void {
    const id = members[component]!;
    if (given[id]) ready.push(id);
    else run.push(component);
  }
  function settle(): void {
    for (let component = run.pop(); component !== undefined; component = run.pop()) leave(component);
  }
  function leave(component: number): void {
    for (let e = readers.first[component]!; e < readers.first[component + 1]!; e++)
      if (--waits[readers.to[e]!]! === 0) arrive(readers.to[e]!);
  }
  return {
    next: () => {
      // Of one height, those that are read together: what they make need not wait for others.
      ready.sort((a, b) => height[of[b]!]! - height[of[a]!]! || reader(a) - reader(b) || a - b);
      return ready;
    },
    width: () => ready.reduce((least, id) => Math.min(least, left / height[of[id]!]!), left),
    take: (ids) => {
      left -= ids.length;
      const taken = new Set(ids);
      ready = ready.filter((id) => !taken.has(id));
      for (const id of ids) leave(of[id]!);
      settle();
    },
  };
}

/** The same edges between components. */
function between({ first, to }: Edges, of: Int32Array): Edges {
  const from: number[] = [];
  const reader: number[] = [];
  for (let id = 0; id < of.length; id++)
    for (let e = first[id]!; e < first[id + 1]!; e++) {
      if (of[id] === of[to[e]!]) continue;
      from.push(of[id]!);
      reader.push(of[to[e]!]!);
    }
  return edgesOf(of.length, from, reader);
}
