// Makes one op of FIRs that hear the same signals, so that spectra of those are worked out once for all. Each stays a part
// with taps, history and outputs of its own: what it makes does not depend on the others, nor on whether there are any.

import type { Op, OpGraph, OpId } from '../../ir/ops.ts';
import { sharesInput } from './families.ts';
import { renumber } from './renumber.ts';

export function shareSpectra(graph: OpGraph): OpGraph {
  const groups = new Map<string, OpId[]>();
  for (const [id, op] of graph.ops.entries()) {
    if (!sharesInput(op.kernel)) continue;
    const key = `${op.kernel} ${op.reads.join(' ')}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [id]);
    else group.push(id);
  }
  const made: (Op | null)[] = [...graph.ops];
  for (const group of groups.values()) {
    if (group.length === 1) continue;
    for (const id of group) made[id] = null;
    made[group[0]!] = sideBySide(group.map((id) => graph.ops[id]!));
  }
  return renumber(graph, made);
}

function sideBySide(ops: readonly Op[]): Op {
  const [first, last] = [ops[0]!, ops[ops.length - 1]!];
  let made = 0;
  return {
    ...first,
    name: `${first.name} | ${last.name}`,
    writes: ops.flatMap((op) => op.writes),
    tail: Math.max(...ops.map((op) => op.tail)),
    inPlace: false,
    parts: ops.flatMap((op) => {
      const base = made;
      made += op.writes.length;
      return op.parts.map((p) => ({ ...p, writeFirst: p.writeFirst + base }));
    }),
  };
}
