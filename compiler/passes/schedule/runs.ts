// Runs: the ops that it takes to execute one target now, its unexecuted ancestors first. In: a frontier. Out: the run
// that costs least. Looking one op ahead loses its way in wide graphs; a run sees the valley behind the hump.
// Invariant: a run is a valid continuation: it opens a loop only as its last vertex and never leaves an open one.

import type { Frontier } from './frontier.ts';
import type { OrderProblem } from './problem.ts';

/** Vertices visited and reads looked at for one choice, about; the newest signals go first, thousands may be alive. */
const VISITS = 200;
const LOOKS = 400;

export interface Run {
  readonly vertices: readonly number[];
  /** Change of live signals over the run, and the most slots held in it. */
  readonly net: number;
  readonly peak: number;
}

export class Runs {
  /** Vertices visited so far: what a budget counts. */
  steps = 0;

  private readonly p: OrderProblem;
  private readonly f: Frontier;
  /** Stamps of the current target list and of the current run. */
  private readonly tried: Int32Array;
  private readonly inRun: Int32Array;
  private readonly taken: Int32Array;
  private readonly takenAt: Int32Array;
  private stamp = 0;
  /** Vertices that the current run may still take: it ends the walk before a long way back is walked in vain. */
  private room = 0;
  /** The run looked at. */
  private readonly run: Int32Array;
  private size = 0;
  private net = 0;
  private peak = 0;

  constructor(problem: OrderProblem, frontier: Frontier) {
    this.p = problem;
    this.f = frontier;
    this.tried = new Int32Array(problem.count);
    this.inRun = new Int32Array(problem.count);
    this.run = new Int32Array(problem.count);
    this.taken = new Int32Array(problem.readers.length);
    this.takenAt = new Int32Array(problem.readers.length);
  }

  /**
   * The cheapest runs of at most `longest` vertices to readers of live signals, best first, at most `fan`. A run that
   * fits and leaves no more alive is as good as any: the first is returned alone.
   */
  cheapest(slots: number, longest: number, fan: number): readonly Run[] {
    const { p, f } = this;
    const list = ++this.stamp;
    const best: Run[] = [];
    const enough = this.steps + VISITS;
    let looks = 0;
    for (let i = f.alive.size - 1; i >= 0; i--) {
      for (let r = f.firstRead(f.alive.items[i]!); r !== -1; r = f.readAfter(r)) {
        if (this.steps > enough || ++looks > LOOKS) return best;
        const target = this.targetOf(p.readVertex[r]!);
        if (this.tried[target] === list || !f.allowed(target)) continue;
        this.tried[target] = list;
        if (!this.runTo(target, longest)) continue;
        const { net, peak } = this;
        if (net <= 0 && peak <= slots) return [{ vertices: this.vertices(), net, peak }];
        const price = net / this.size;
        if (best.length === fan && price >= growth(best[fan - 1]!)) continue;
        let at = best.length;
        while (at > 0 && price < growth(best[at - 1]!)) at--;
        best.splice(at, 0, { vertices: this.vertices(), net, peak });
        if (best.length > fan) best.pop();
      }
    }
    return best;
  }

  /** A vertex of a loop that is not open yet stands for the loop's opener. */
  private targetOf(v: number): number {
    const loop = this.p.loopOf[v]!;
    return loop === -1 || this.f.open === loop ? v : this.p.openers[loop]!;
  }

  /** The run to a target, measured; false: there is none. Most are too dear, and none of those is kept. */
  private runTo(target: number, longest: number): boolean {
    this.size = 0;
    this.stamp++;
    this.room = longest;
    if (!this.collect(target, target)) return false;
    this.measure();
    return true;
  }

  private vertices(): readonly number[] {
    return Array.from(this.run.subarray(0, this.size));
  }

  /** Unexecuted ancestors of `v`, then `v`; false: too many, or through a loop that is not open. */
  private collect(v: number, target: number): boolean {
    const { p, f } = this;
    if (this.inRun[v] === this.stamp || f.isDone(v)) return true;
    if (this.room-- === 0 || (p.opens[v] !== -1 && v !== target)) return false;
    this.inRun[v] = this.stamp;
    this.steps++;
    for (let e = p.predecessors.first[v]!; e < p.predecessors.first[v + 1]!; e++)
      if (!this.collect(p.predecessors.to[e]!, target)) return false;
    this.run[this.size++] = v;
    return true;
  }

  private measure(): void {
    const { p, f } = this;
    let live = f.live;
    let peak = live;
    for (let i = 0; i < this.size; i++) {
      const v = this.run[i]!;
      let dying = 0;
      let paired = 0;
      for (let r = p.readFirst[v]!; r < p.readFirst[v + 1]!; r++) {
        const s = p.readSignal[r]!;
        if (this.takenAt[s] !== this.stamp) {
          this.takenAt[s] = this.stamp;
          this.taken[s] = 0;
        }
        if (++this.taken[s]! < f.readsLeft(s)) continue;
        dying++;
        paired += p.readPairs[r]!;
      }
      peak = Math.max(peak, live + p.writeFirst[v + 1]! - p.writeFirst[v]! - paired);
      live += p.kept[v]! - dying;
    }
    this.net = live - f.live;
    this.peak = peak;
  }
}

/** Signals that a run adds, per vertex: what makes way at the least price. */
const growth = ({ net, vertices }: Run): number => net / vertices.length;
