// Lower bounds on the slots of any order. In: a problem. Out: numbers that no order can beat.
// While v runs, a signal lives in every order when its producer comes before v and one of its readers after v, or is v.
// And of the producers that an op reads from, one runs last: then what the others made for that op is alive as well,
// whatever in-place steps it has yet to pass.

import type { OrderProblem } from './problem.ts';

/** Slots that `v` needs for its own reads and writes, the rest of the graph aside. */
export function ownNeed(p: OrderProblem, v: number): number {
  let need = p.writeFirst[v + 1]! - p.writeFirst[v]!;
  for (let r = p.readFirst[v]!; r < p.readFirst[v + 1]!; r++) need += 1 - p.readPairs[r]!;
  return need;
}

/** Islands above this many vertices get `ownNeed` only: the full bound grows with their square. */
const FULL_BOUND_LIMIT = 4096;
/** Ops that read from more producers than this are not asked which of them runs last. */
const MOST_PRODUCERS = 256;

/** The largest need of any vertex. `order` is any order of the island. Time and memory: vertices^2 / 32 words. */
export function islandBound(p: OrderProblem, order: Int32Array): number {
  if (order.length > FULL_BOUND_LIMIT) return order.reduce((bound, v) => Math.max(bound, ownNeed(p, v)), 0);
  return new IslandBound(p, order).bound();
}

class IslandBound {
  private readonly p: OrderProblem;
  private readonly order: Int32Array;
  private readonly words: number;
  /** Place in `order`, by vertex; rows and bits of the sets below are such places. */
  private readonly place: Int32Array;
  private readonly before: Int32Array;
  private readonly after: Int32Array;

  constructor(p: OrderProblem, order: Int32Array) {
    this.p = p;
    this.order = order;
    this.words = (order.length + 31) >> 5;
    this.place = new Int32Array(p.count);
    for (const [i, v] of order.entries()) this.place[v] = i;
    this.before = new Int32Array(order.length * this.words);
    this.after = new Int32Array(order.length * this.words);
    this.fillSets();
  }

  bound(): number {
    const need = this.needs();
    let bound = 0;
    for (const [i, v] of this.order.entries()) bound = Math.max(bound, need[i]!, this.meeting(v, need));
    return bound;
  }

  private fillSets(): void {
    const { first, to } = this.p.successors;
    const n = this.order.length;
    for (let i = 0; i < n; i++) {
      const v = this.order[i]!;
      for (let e = first[v]!; e < first[v + 1]!; e++) this.add(this.before, this.place[to[e]!]!, i);
    }
    for (let i = n - 1; i >= 0; i--) {
      const v = this.order[i]!;
      for (let e = first[v]!; e < first[v + 1]!; e++) this.add(this.after, i, this.place[to[e]!]!);
    }
  }

  /** Adds place `j` and all of its set to the set of place `i`. */
  private add(sets: Int32Array, i: number, j: number): void {
    const { words } = this;
    for (let w = 0; w < words; w++) sets[i * words + w]! |= sets[j * words + w]!;
    sets[i * words + (j >> 5)]! |= 1 << (j & 31);
  }

  private has(sets: Int32Array, i: number, j: number): boolean {
    return ((sets[i * this.words + (j >> 5)]! >> (j & 31)) & 1) === 1;
  }

  /** By place: signals that live across the vertex in every order, and its outputs that cannot be in place. */
  private needs(): Int32Array {
    const { p, words } = this;
    const need = Int32Array.from(this.order, (v) => p.writeFirst[v + 1]! - p.writeFirst[v]!);
    const until = new Int32Array(words);
    for (const maker of this.order) {
      for (let s = p.writeFirst[maker]!; s < p.writeFirst[maker + 1]!; s++) {
        const reads = p.readsOf.to.subarray(p.readsOf.first[s]!, p.readsOf.first[s + 1]!);
        const places = Array.from(reads, (r) => this.place[p.readVertex[r]!]!);
        until.fill(0);
        for (const at of places) {
          for (let w = 0; w < words; w++) until[w]! |= this.before[at * words + w]!;
          until[at >> 5]! |= 1 << (at & 31);
        }
        const from = this.place[maker]! * words;
        for (let w = 0; w < words; w++)
          for (let bits = until[w]! & this.after[from + w]!; bits !== 0; bits &= bits - 1)
            need[(w << 5) + 31 - Math.clz32(bits & -bits)]!++;
        for (const [k, at] of places.entries())
          if (p.readPairs[reads[k]!] && !places.some((other) => this.has(this.after, at, other))) need[at]!--;
      }
    }
    return need;
  }

  /** What the last of the producers of `v` needs, whichever it is, beside all that the others made for `v`. */
  private meeting(v: number, need: Int32Array): number {
    const { p } = this;
    const places: number[] = [];
    for (let r = p.readFirst[v]!; r < p.readFirst[v + 1]!; r++)
      places.push(this.place[p.producer[this.origin(p.readSignal[r]!)]!]!);
    const producers = [...new Set(places)];
    if (producers.length < 2 || producers.length > MOST_PRODUCERS) return 0;
    let least = Number.POSITIVE_INFINITY;
    for (const last of producers) {
      if (producers.some((other) => this.has(this.before, other, last))) continue;
      let held = need[last]!;
      for (const at of places) if (at !== last && !this.has(this.before, last, at)) held++;
      least = Math.min(least, held);
    }
    return least;
  }

  /** The signal that went into the in-place steps that `s` comes out of, one after the other, and nowhere else. */
  private origin(s: number): number {
    const { overwrites, readers } = this.p;
    let origin = s;
    while (overwrites[origin] !== -1 && readers[overwrites[origin]!] === 1) origin = overwrites[origin]!;
    return origin;
  }
}
