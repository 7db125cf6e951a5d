// The state of an order under construction: which ops are done, which may come next, which signals live.
// In: a problem. Out: O(degree) steps forth and back, so that a search needs no copies.
// Invariant: undo restores every array exactly, the order of `ready` included.

import type { OrderProblem } from './problem.ts';

export class Frontier {
  /** Vertices done, in order: `order[0 .. depth - 1]`. */
  readonly order: Int32Array;
  depth = 0;
  /** Signals that live between the last op and the next. */
  live = 0;
  /** Vertices whose predecessors are done, `ready[0 .. readyCount - 1]`. */
  readonly ready: Int32Array;
  readyCount = 0;
  /** Loop that was opened and is not complete; -1: none. */
  open = -1;

  /** Depth at which each signal was made. */
  private readonly madeAt: Int32Array;
  /** By signal: reads still to come, and the exclusive or of their indices: the index itself when one is left. */
  private readonly pending: Int32Array;
  private readonly pendingXor: Int32Array;
  /** By vertex: reads that would die there, and outputs that could take such a slot. */
  private readonly dying: Int32Array;
  private readonly paired: Int32Array;
  private readonly waiting: Int32Array;
  private readonly loopLeft: Int32Array;
  private readonly undoAt: Int32Array;

  private readonly problem: OrderProblem;

  constructor(problem: OrderProblem) {
    this.problem = problem;
    const { count, readers } = problem;
    this.order = new Int32Array(count);
    this.ready = new Int32Array(count);
    this.madeAt = new Int32Array(readers.length);
    this.pending = readers.slice();
    this.pendingXor = new Int32Array(readers.length);
    this.dying = new Int32Array(count);
    this.paired = new Int32Array(count);
    this.waiting = problem.predecessors.slice();
    this.loopLeft = Int32Array.from(problem.loopSize);
    this.undoAt = new Int32Array(count);
    for (let r = 0; r < problem.readSignal.length; r++) this.pendingXor[problem.readSignal[r]!]! ^= r;
    for (let s = 0; s < readers.length; s++) if (readers[s] === 1) this.markLastRead(s);
  }

  /** Lets the sources of an island begin: call it when everything begun before is done. */
  begin(island: readonly number[]): void {
    for (const v of island) if (this.waiting[v] === 0) this.ready[this.readyCount++] = v;
  }

  /** True for a ready vertex that may come next: while a loop is open only its own ops may. */
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

  /** Ops since the newest of the reads of `v` was made: small is good for the cache. */
  distance(v: number): number {
    const { readFirst, readSignal } = this.problem;
    let newest = 0;
    for (let r = readFirst[v]!; r < readFirst[v + 1]!; r++) newest = Math.max(newest, this.madeAt[readSignal[r]!]!);
    return this.depth - newest;
  }

  /** Runs the vertex at `ready[at]`. */
  apply(at: number): void {
    const p = this.problem;
    const v = this.ready[at]!;
    this.ready[at] = this.ready[--this.readyCount]!;
    this.undoAt[this.depth] = at;
    this.order[this.depth++] = v;
    this.live += p.kept[v]! - this.dying[v]!;
    for (let r = p.readFirst[v]!; r < p.readFirst[v + 1]!; r++) {
      const s = p.readSignal[r]!;
      this.pendingXor[s]! ^= r;
      if (--this.pending[s]! === 1) this.markLastRead(s);
    }
    for (let s = p.writeFirst[v]!; s < p.writeFirst[v + 1]!; s++) this.madeAt[s] = this.depth;
    if (p.opens[v] !== -1) this.open = p.opens[v]!;
    else if (p.loopOf[v] !== -1 && --this.loopLeft[p.loopOf[v]!]! === 0) this.open = -1;
    for (let e = p.successors.first[v]!; e < p.successors.first[v + 1]!; e++) {
      const w = p.successors.to[e]!;
      if (--this.waiting[w]! === 0) this.ready[this.readyCount++] = w;
    }
  }

  /** Takes the last vertex back. */
  undo(): void {
    const p = this.problem;
    const v = this.order[--this.depth]!;
    for (let e = p.successors.first[v + 1]! - 1; e >= p.successors.first[v]!; e--) {
      if (this.waiting[p.successors.to[e]!]!++ === 0) this.readyCount--;
    }
    if (p.opens[v] !== -1) this.open = -1;
    else if (p.loopOf[v] !== -1) {
      this.open = p.loopOf[v]!;
      this.loopLeft[this.open]!++;
    }
    for (let r = p.readFirst[v]!; r < p.readFirst[v + 1]!; r++) {
      const s = p.readSignal[r]!;
      if (this.pending[s]!++ === 1) this.unmarkLastRead(s);
      this.pendingXor[s]! ^= r;
    }
    this.live -= p.kept[v]! - this.dying[v]!;
    const at = this.undoAt[this.depth]!;
    this.ready[this.readyCount++] = this.ready[at]!;
    this.ready[at] = v;
  }

  private markLastRead(s: number): void {
    const r = this.pendingXor[s]!;
    const v = this.problem.readVertex[r]!;
    this.dying[v]!++;
    this.paired[v]! += this.problem.readPairs[r]!;
  }

  private unmarkLastRead(s: number): void {
    const r = this.pendingXor[s]!;
    const v = this.problem.readVertex[r]!;
    this.dying[v]!--;
    this.paired[v]! -= this.problem.readPairs[r]!;
  }
}
