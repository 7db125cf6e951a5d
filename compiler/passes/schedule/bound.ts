// Lower bounds on the slots of any order. In: a problem. Out: numbers that no order can beat.
// While v runs, a signal lives in every order when its producer comes before v and one of its readers after v, or is v.

import type { OrderProblem } from './problem.ts';

/** Slots that `v` needs for its own reads and writes, the rest of the graph aside. */
export function ownNeed(p: OrderProblem, v: number): number {
  let need = p.writeFirst[v + 1]! - p.writeFirst[v]!;
  for (let r = p.readFirst[v]!; r < p.readFirst[v + 1]!; r++) need += 1 - p.readPairs[r]!;
  return need;
}

/** Islands above this many vertices get `ownNeed` only: the full bound grows with their square. */
const FULL_BOUND_LIMIT = 4096;

/**
 * The largest need of any vertex: signals that live across it in every order, and its outputs that cannot be in place.
 * `order` is any order of the island. Time and memory: vertices^2 / 32 words.
 */
export function islandBound(p: OrderProblem, order: Int32Array): number {
  const n = order.length;
  if (n > FULL_BOUND_LIMIT) return order.reduce((bound, v) => Math.max(bound, ownNeed(p, v)), 0);
  const after = reach(p, order, true);
  const before = reach(p, order, false);
  const position = new Int32Array(p.count);
  for (let i = 0; i < n; i++) position[order[i]!] = i;

  const need = new Int32Array(n);
  const words = (n + 31) >> 5;
  const until = new Int32Array(words);
  for (const [i, v] of order.entries()) need[i]! += p.writeFirst[v + 1]! - p.writeFirst[v]!;
  const readersOf = readsBySignal(p, order);
  for (const [s, reads] of readersOf) {
    until.fill(0);
    for (const r of reads) {
      const at = position[p.readVertex[r]!]!;
      for (let w = 0; w < words; w++) until[w]! |= before[at * words + w]!;
      until[at >> 5]! |= 1 << (at & 31);
    }
    const from = position[p.producer[s]!]! * words;
    for (let w = 0; w < words; w++) {
      for (let bits = until[w]! & after[from + w]!; bits !== 0; bits &= bits - 1)
        need[(w << 5) + 31 - Math.clz32(bits & -bits)]!++;
    }
    for (const r of reads) {
      if (!p.readPairs[r]) continue;
      const at = position[p.readVertex[r]!]!;
      const readLater = reads.some((other) => hasBit(after, at * words, position[p.readVertex[other]!]!));
      if (!readLater) need[at]!--;
    }
  }
  return need.reduce((a, b) => Math.max(a, b), 0);
}

const hasBit = (bits: Int32Array, row: number, i: number): boolean => ((bits[row + (i >> 5)]! >> (i & 31)) & 1) === 1;

function readsBySignal(p: OrderProblem, order: Int32Array): Map<number, number[]> {
  const reads = new Map<number, number[]>();
  for (const v of order) {
    for (let r = p.readFirst[v]!; r < p.readFirst[v + 1]!; r++) {
      const list = reads.get(p.readSignal[r]!);
      if (list) list.push(r);
      else reads.set(p.readSignal[r]!, [r]);
    }
  }
  return reads;
}

/** Rows of bits: the positions of everything after (or before) each vertex, itself left out. */
function reach(p: OrderProblem, order: Int32Array, isAfter: boolean): Int32Array {
  const n = order.length;
  const words = (n + 31) >> 5;
  const rows = new Int32Array(n * words);
  const position = new Int32Array(p.count);
  for (let i = 0; i < n; i++) position[order[i]!] = i;
  const take = (to: number, from: number) => {
    for (let w = 0; w < words; w++) rows[to * words + w]! |= rows[from * words + w]!;
    rows[to * words + (from >> 5)]! |= 1 << (from & 31);
  };
  for (let k = 0; k < n; k++) {
    const i = isAfter ? n - 1 - k : k;
    const v = order[i]!;
    for (let e = p.successors.first[v]!; e < p.successors.first[v + 1]!; e++) {
      const j = position[p.successors.to[e]!]!;
      if (isAfter) take(i, j);
      else take(j, i);
    }
  }
  return rows;
}
