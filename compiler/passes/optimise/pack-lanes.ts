// Puts chains of filters that need not wait for each other side by side in one op, so that they run in the lanes of wide
// registers: a filter alone waits for its own last sample, eight in lanes cost as much as one. Lanes stay strangers: each
// step is a part with its own params and state, and what it makes does not depend on its neighbours.

import type { Op, OpGraph, OpId } from '../../ir/ops.ts';
import { arrivalsOf } from '../align-latency/arrivals.ts';
import { byHeight } from './by-height.ts';
import { isFilter } from './families.ts';
import { renumber } from './renumber.ts';

/** What the widest registers hold, and what hides their latency where there is enough to do. */
const VECTOR = 8;
const MOST_LANES = 2 * VECTOR;

/** Ops that `apart` tells apart never become one: what one op reads is aligned together. */
export function packLanes(graph: OpGraph, apart: (id: OpId) => number = lateBy(graph)): OpGraph {
  const { ops } = graph;
  const made: (Op | null)[] = [...ops];
  const packs = byHeight(graph, (op) => hasFilter(op) && op.writes.length < MOST_LANES);
  for (let ready = packs.next(); ready.length > 0; ready = packs.next()) {
    const first = ready[0]!;
    const fits = (id: OpId): boolean => apart(id) === apart(first) && alike(ops[first]!, ops[id]!);
    const group = filled(ops, ready, fits, packs.width() > VECTOR ? MOST_LANES : VECTOR);
    packs.take(group);
    if (group.length === 1) continue;
    for (const id of group) made[id] = null;
    group.sort((a, b) => a - b);
    made[group[0]!] = packed(group.map((id) => ops[id]!));
  }
  return renumber(graph, made);
}

const hasFilter = ({ parts }: Op): boolean => parts.some((p) => isFilter(p.type));

/** As many as fill the lanes of whole registers; what is left over may fill others later. */
function filled(ops: readonly Op[], ready: readonly OpId[], fits: (id: OpId) => boolean, most: number): OpId[] {
  const group: OpId[] = [];
  let lanes = 0;
  let whole = 0;
  for (const id of ready) {
    const width = ops[id]!.writes.length;
    if (group.length > 0 && (lanes + width > most || !fits(id))) continue;
    group.push(id);
    lanes += width;
    if (lanes <= VECTOR || lanes === most) whole = group.length;
    if (lanes >= most) break;
  }
  return group.slice(0, Math.max(1, whole));
}

/** Chains of like length, since a short one idles while a long one runs. */
function alike(a: Op, b: Op): boolean {
  const [short, long] = [a.parts.length, b.parts.length].sort((x, y) => x - y) as [number, number];
  return a.domain === b.domain && a.latency === b.latency && long <= 2 * short;
}

/** When what an op reads is all there; no need to work it out where nothing is ever late. */
function lateBy(graph: OpGraph): (id: OpId) => number {
  if (graph.ops.every((op) => op.latency === 0)) return () => 0;
  const { target } = arrivalsOf(graph);
  return (id) => target[id]!;
}

function packed(ops: readonly Op[]): Op {
  const [first, last] = [ops[0]!, ops[ops.length - 1]!];
  let lane = 0;
  return {
    ...first,
    kernel: 'cascade',
    name: `${first.name} | ${last.name}`,
    reads: ops.flatMap((op) => op.reads),
    writes: ops.flatMap((op) => op.writes),
    parts: ops.flatMap((op) => {
      const base = lane;
      lane += op.writes.length;
      return op.parts.map((p) => ({ ...p, readFirst: p.readFirst + base, writeFirst: p.writeFirst + base }));
    }),
  };
}
