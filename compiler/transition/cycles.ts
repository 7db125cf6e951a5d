// Where two plans contradict each other. In: atoms of both and which are one. Out: pairs that must part, so that the edges
// of both plans together have no cycle: two filters that change places each come before the other. Of the atoms on such
// a cycle those stay one that stand in one order before and after, chosen so that as little as possible starts afresh.

import { edgesOf, stronglyConnected } from '../passes/schedule/components.ts';
import type { AtomId, Atoms } from './atoms.ts';
import { memoryOf } from './memory.ts';

type Pair = readonly [was: AtomId, is: AtomId];

/** `before` by atom of the next plan: the atom of the running plan that is one with it, or -1. */
export function looseEnds(running: Atoms, next: Atoms, before: Int32Array): readonly Pair[] {
  const base = running.atoms.length;
  const vertexOf = (id: AtomId): number => (before[id] === -1 ? base + id : before[id]!);
  const count = base + next.atoms.length;
  const from: number[] = [];
  const to: number[] = [];
  for (const [id, { reads }] of running.atoms.entries()) {
    for (const s of reads) {
      from.push(running.producer[s]!);
      to.push(id);
    }
  }
  for (const [id, { reads }] of next.atoms.entries()) {
    for (const s of reads) {
      from.push(vertexOf(next.producer[s]!));
      to.push(vertexOf(id));
    }
  }
  const { of, count: components } = stronglyConnected(count, edgesOf(count, from, to));
  if (components === count) return [];
  const members = new Map<number, AtomId[]>();
  for (const id of next.atoms.keys()) {
    const component = of[vertexOf(id)]!;
    const list = members.get(component);
    if (list) list.push(id);
    else members.set(component, [id]);
  }
  return [...members.values()].flatMap((ids) => (ids.length < 2 ? [] : partsOfCycle(next, before, ids)));
}

/** `ids`: all atoms of the next plan on one cycle. */
function partsOfCycle(next: Atoms, before: Int32Array, ids: readonly AtomId[]): readonly Pair[] {
  const order = nearestOrder(next, before, ids).filter((id) => before[id] !== -1);
  const kept = new Set(
    heaviestAscent(
      order,
      (id) => before[id]!,
      (id) => 1 + memoryOf(next, next.atoms[id]!).frames,
    ),
  );
  return order.filter((id) => !kept.has(id)).map((id): Pair => [before[id]!, id]);
}

/** An order of the next plan's atoms that its edges allow and that is as near as may be to that of the running plan. */
function nearestOrder(next: Atoms, before: Int32Array, ids: readonly AtomId[]): readonly AtomId[] {
  const waits = new Map<AtomId, Set<AtomId>>();
  const among = new Set(ids);
  for (const id of ids) {
    const producers = next.atoms[id]!.reads.map((s) => next.producer[s]!);
    waits.set(id, new Set(producers.filter((p) => among.has(p))));
  }
  const order: AtomId[] = [];
  const open = new Set(ids);
  while (open.size > 0) {
    let best: AtomId | undefined;
    for (const id of open)
      if (waits.get(id)!.size === 0 && (best === undefined || before[id]! < before[best]!)) best = id;
    if (best === undefined) break;
    order.push(best);
    open.delete(best);
    for (const id of open) waits.get(id)!.delete(best);
  }
  return order;
}

/** The ascending subsequence of most weight. */
function heaviestAscent<T>(items: readonly T[], rank: (item: T) => number, weight: (item: T) => number): readonly T[] {
  const best = items.map(weight);
  const previous = items.map(() => -1);
  let last = -1;
  for (const [i, item] of items.entries()) {
    const own = best[i]!;
    for (let k = 0; k < i; k++) {
      if (rank(items[k]!) >= rank(item) || best[k]! + own <= best[i]!) continue;
      best[i] = best[k]! + own;
      previous[i] = k;
    }
    if (last === -1 || best[i]! > best[last]!) last = i;
  }
  const chosen: T[] = [];
  for (let i = last; i !== -1; i = previous[i]!) chosen.push(items[i]!);
  return chosen;
}
