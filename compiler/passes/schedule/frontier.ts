// The state of an order under construction: what is done, what may come next, how many signals live.
// In: a problem. Out: steps forth and back in O(degree), so that a search copies nothing. Invariant: `undo` is the
// exact inverse of `apply` but for the order in `ready` and `shrinking`.

import { IndexSet } from './index-set.ts';
import type { OrderProblem } from './problem.ts';

export class Frontier {
  /** Vertices done, in order: `order[0 .. depth - 1]`. */
  readonly order: Int32Array;
  depth = 0;
  /** Loop that was opened and is not complete; -1: none. */
  open = -1;
  /** Vertices whose predecessors are done. */
  readonly ready: IndexSet;
  /** Of these, ops that leave no more signals alive than before. Never an opener. */
  readonly shrinking: IndexSet;
  /** Signals that live between the last vertex and the next; those that nobody reads never do. */
  readonly alive: IndexSet;
  /** By vertex: the depth at which it became ready. */
  readonly readyAt: Int32Array;
  /** Exclusive or of a scrambled word for every vertex done: equal sets hash alike. */
  hash = 0;
  /** How far back reads reached so far, in vertices: small is good for the cache. */
  travel = 0;

  private readonly problem: OrderProblem;
  /** Depth at which each signal was made. */
  private readonly madeAt: Int32Array;
  /** By signal: how many reads are still to come. They are a ring each, through an anchor behind all reads. */
  private readonly pending: Int32Array;
  private readonly nextRead: Int32Array;
  private readonly previousRead: Int32Array;
  private readonly anchors: number;
  /** By vertex: reads that would die there, and outputs that could take such a slot. */
  private readonly dying: Int32Array;
  private readonly paired: Int32Array;
  /** Predecessors to come, by vertex; vertices to come, by loop. */
  private readonly waiting: Int32Array;
  private readonly loopLeft: Int32Array;
  private readonly words: Int32Array;
  /** `travel` before each step. */
  private readonly travelled: Float64Array;

  constructor(problem: OrderProblem) {
    this.problem = problem;
    const { count, readers } = problem;
    this.order = new Int32Array(count);
    this.ready = new IndexSet(count);
    this.shrinking = new IndexSet(count);
    this.alive = new IndexSet(readers.length);
    this.readyAt = new Int32Array(count);
    this.madeAt = new Int32Array(readers.length);
    this.pending = readers.slice();
    this.anchors = problem.readSignal.length;
    this.nextRead = Int32Array.from({ length: this.anchors + readers.length }, (_, r) => r);
    this.previousRead = this.nextRead.slice();
    this.dying = new Int32Array(count);
    this.paired = new Int32Array(count);
    this.waiting = Int32Array.from(
      { length: count },
      (_, v) => problem.predecessors.first[v + 1]! - problem.predecessors.first[v]!,
    );
    this.loopLeft = Int32Array.from(problem.loopSize);
    this.words = Int32Array.from({ length: count }, (_, v) => scramble(v));
    this.travelled = new Float64Array(count);
    for (let r = 0; r < this.anchors; r++) {
      const anchor = this.anchors + problem.readSignal[r]!;
      this.nextRead[r] = anchor;
      this.previousRead[r] = this.previousRead[anchor]!;
      this.link(r);
    }
    for (let s = 0; s < readers.length; s++) if (readers[s] === 1) this.markLastRead(s, 1);
  }

  /** Lets the sources of an island begin; whatever was begun before must be done. */
  begin(island: readonly number[]): void {
    for (const v of island) if (this.waiting[v] === 0) this.addReady(v);
  }

  /** How many signals are alive. */
  get live(): number {
    return this.alive.size;
  }

  /** How many reads of a signal are still to come. */
  readsLeft(s: number): number {
    return this.pending[s]!;
  }

  /** The first read of a signal that is still to come, and the one after another; -1 behind the last. */
  firstRead(s: number): number {
    return this.readAfter(this.anchors + s);
  }

  readAfter(r: number): number {
    const next = this.nextRead[r]!;
    return next < this.anchors ? next : -1;
  }

  isDone(v: number): boolean {
    return this.waiting[v] === 0 && !this.ready.has(v);
  }

  /** Of a ready vertex: may it come next? While a loop is open, only its own ops may. */
  allowed(v: number): boolean {
    return this.open === -1 || this.problem.loopOf[v] === this.open;
  }

  /** Slots held while `v` runs next. */
  during(v: number): number {
    const { writeFirst } = this.problem;
    return this.live + writeFirst[v + 1]! - writeFirst[v]! - this.paired[v]!;
  }

  /** Change of `live` by `v`. */
  net(v: number): number {
    return this.problem.kept[v]! - this.dying[v]!;
  }

  /** Vertices since the newest read of `v` was made. */
  distance(v: number): number {
    const { readFirst, readSignal } = this.problem;
    let newest = 0;
    for (let r = readFirst[v]!; r < readFirst[v + 1]!; r++) newest = Math.max(newest, this.madeAt[readSignal[r]!]!);
    return this.depth - newest;
  }

  /** Runs the ready vertex `v`. */
  apply(v: number): void {
    const p = this.problem;
    this.ready.remove(v);
    this.shrinking.remove(v);
    this.travelled[this.depth] = this.travel;
    this.order[this.depth++] = v;
    this.hash ^= this.words[v]!;
    for (let r = p.readFirst[v]!; r < p.readFirst[v + 1]!; r++) {
      const s = p.readSignal[r]!;
      this.travel += this.depth - this.madeAt[s]!;
      this.nextRead[this.previousRead[r]!] = this.nextRead[r]!;
      this.previousRead[this.nextRead[r]!] = this.previousRead[r]!;
      const left = --this.pending[s]!;
      if (left === 1) this.markLastRead(s, 1);
      else if (left === 0) this.alive.remove(s);
    }
    for (let s = p.writeFirst[v]!; s < p.writeFirst[v + 1]!; s++) {
      this.madeAt[s] = this.depth;
      if (p.readers[s]! > 0) this.alive.add(s);
    }
    if (p.opens[v] !== -1) this.open = p.opens[v]!;
    else if (p.loopOf[v] !== -1 && --this.loopLeft[p.loopOf[v]!]! === 0) this.open = -1;
    for (let e = p.successors.first[v]!; e < p.successors.first[v + 1]!; e++) {
      const w = p.successors.to[e]!;
      if (--this.waiting[w]! === 0) this.addReady(w);
    }
  }

  /** Takes the last vertex back. */
  undo(): void {
    const p = this.problem;
    const v = this.order[--this.depth]!;
    for (let e = p.successors.first[v]!; e < p.successors.first[v + 1]!; e++) {
      const w = p.successors.to[e]!;
      if (this.waiting[w]!++ > 0) continue;
      this.ready.remove(w);
      this.shrinking.remove(w);
    }
    if (p.opens[v] !== -1) this.open = -1;
    else if (p.loopOf[v] !== -1) {
      this.open = p.loopOf[v]!;
      this.loopLeft[this.open]!++;
    }
    for (let r = p.readFirst[v]!; r < p.readFirst[v + 1]!; r++) {
      const s = p.readSignal[r]!;
      const left = this.pending[s]!++;
      if (left === 1) this.markLastRead(s, -1);
      else if (left === 0) this.alive.add(s);
      this.link(r);
    }
    for (let s = p.writeFirst[v]!; s < p.writeFirst[v + 1]!; s++) this.alive.remove(s);
    this.travel = this.travelled[this.depth]!;
    this.hash ^= this.words[v]!;
    this.ready.add(v);
    this.sort(v);
  }

  private addReady(v: number): void {
    this.ready.add(v);
    this.readyAt[v] = this.depth;
    this.sort(v);
  }

  private sort(v: number): void {
    if (this.problem.opens[v] !== -1 || this.net(v) > 0) this.shrinking.remove(v);
    else this.shrinking.add(v);
  }

  /** Puts a read back between the neighbours that it remembers (D. Knuth, "Dancing links", 2000). */
  private link(r: number): void {
    this.nextRead[this.previousRead[r]!] = r;
    this.previousRead[this.nextRead[r]!] = r;
  }

  /** One read of signal `s` is left (`sign` 1), or no longer the only one (-1). */
  private markLastRead(s: number, sign: number): void {
    const r = this.nextRead[this.anchors + s]!;
    const v = this.problem.readVertex[r]!;
    this.dying[v]! += sign;
    this.paired[v]! += sign * this.problem.readPairs[r]!;
    if (this.ready.has(v)) this.sort(v);
  }
}

/** A well-mixed word for a vertex: the finaliser of MurmurHash3 (A. Appleby, public domain). */
function scramble(v: number): number {
  let h = Math.imul(v + 1, 0x9e3779b9);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
