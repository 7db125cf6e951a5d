// Search for an order of one island within a number of slots. In: a frontier at the island's start. Out: an order or
// none, and whether none is proven. Breadth-first over sets of done vertices, equal sets merged: with every state kept
// that is dynamic programming over down-sets, hence exact; with few kept per depth it is beam search.
// Two rules cut the tree and lose no order that fits. The live signals of a down-set are a submodular function, so
// whatever runs early spares later ops at least as much: an op that leaves no more alive than before may come at once
// (`settle`); so may a run that grows only in between, when nothing of it could go before its first op (`commits`).

import type { Frontier } from './frontier.ts';
import type { OrderProblem } from './problem.ts';
import { Runs } from './runs.ts';
import { settle } from './settle.ts';
import { type StateId, StateTree } from './state-tree.ts';

export interface Limits {
  /** Slots that the order may use. */
  readonly slots: number;
  /** States kept per depth, and choices tried per state. */
  readonly width: number;
  readonly fan: number;
  /** Choices are runs of at most this many vertices; 1: single vertices, all that fit. */
  readonly longest: number;
  /** Steps of the frontier in all, and states kept in all. */
  readonly steps: number;
  readonly states: number;
}

export interface Found {
  /** Vertices of the island in order; null: none was found. */
  readonly order: Int32Array | null;
  /** True: no state was dropped, so where none was found there is none. */
  readonly complete: boolean;
  readonly steps: number;
  readonly states: number;
}

/** `size` is the number of the island's vertices. The frontier is left where it was. */
export function search(problem: OrderProblem, frontier: Frontier, size: number, limits: Limits): Found {
  const start = frontier.depth;
  const layers = new Layers(problem, frontier, start + size, limits);
  const order = layers.run() ? frontier.order.slice(start, start + size) : null;
  while (frontier.depth > start) frontier.undo();
  return { order, complete: layers.complete, steps: layers.steps, states: layers.states };
}

class Layers {
  complete = true;
  steps = 0;
  states = 0;
  private readonly f: Frontier;
  private readonly end: number;
  private readonly limits: Limits;
  /** States to expand, by depth. */
  private readonly at = new Map<number, StateId[]>();
  private readonly runs: Runs;

  constructor(problem: OrderProblem, frontier: Frontier, end: number, limits: Limits) {
    this.runs = new Runs(problem, frontier);
    this.f = frontier;
    this.end = end;
    this.limits = limits;
  }

  /** True: the frontier stands at the end of an order. */
  run(): boolean {
    settle(this.f, this.limits.slots);
    if (this.f.depth === this.end) return true;
    const tree = new StateTree(this.f);
    this.at.set(this.f.depth, [tree.root]);
    for (let depth = this.f.depth; depth < this.end; depth++) {
      for (const state of this.take(tree, depth)) {
        tree.moveTo(state);
        const found = this.expand(tree);
        this.steps = tree.steps + this.runs.steps;
        this.states = tree.size;
        if (found) return true;
        if (this.steps <= this.limits.steps && tree.size <= this.limits.states) continue;
        this.complete = false;
        return false;
      }
    }
    return false;
  }

  /** The best states of a depth, in the order they were made: neighbours in the tree are near. */
  private take(tree: StateTree, depth: number): readonly StateId[] {
    const all = this.at.get(depth) ?? [];
    this.at.delete(depth);
    if (all.length <= this.limits.width) return all;
    this.complete = false;
    return all
      .sort((a, b) => tree.compare(a, b))
      .slice(0, this.limits.width)
      .sort((a, b) => a - b);
  }

  /** Tries the choices of the state that the frontier stands at; true: one of them led to the end. */
  private expand(tree: StateTree): boolean {
    const { f } = this;
    const { depth, live, open } = f;
    const firstChild = tree.size;
    for (const vertices of this.choices()) {
      for (const v of vertices) f.apply(v);
      settle(f, this.limits.slots, depth);
      const commits = f.live <= live && (f.open === -1 || f.open === open);
      settle(f, this.limits.slots);
      tree.steps += f.depth - depth;
      if (f.depth === this.end) return true;
      // Its siblings are forgotten, not dropped: reached another way, each still stands for itself.
      if (commits) this.forget(tree, firstChild);
      const known = tree.size;
      const child = tree.child(depth);
      if (child === known) this.keep(child);
      while (f.depth > depth) f.undo();
      if (commits) break;
    }
    return false;
  }

  private keep(state: StateId): void {
    const layer = this.at.get(this.f.depth);
    if (layer) layer.push(state);
    else this.at.set(this.f.depth, [state]);
  }

  private forget(tree: StateTree, from: StateId): void {
    while (tree.size > from) {
      this.at.get(tree.depthOf(tree.size - 1))!.pop();
      tree.forgetNewest();
    }
  }

  /** What may come next and fits, the most promising first. */
  private choices(): readonly (readonly number[])[] {
    const { f, limits } = this;
    if (limits.longest > 1) {
      this.complete = false;
      const runs = this.runs.cheapest(limits.slots, limits.longest, limits.fan);
      if (runs.length > 0) return runs.filter((r) => r.peak <= limits.slots).map((r) => r.vertices);
    }
    const fitting: number[] = [];
    for (let i = f.ready.size - 1; i >= 0; i--) {
      const v = f.ready.items[i]!;
      if (f.allowed(v) && f.during(v) <= limits.slots) fitting.push(v);
    }
    if (fitting.length > 1) fitting.sort((a, b) => f.net(a) - f.net(b) || f.distance(a) - f.distance(b) || a - b);
    if (fitting.length > limits.fan) this.complete = false;
    return fitting.slice(0, limits.fan).map((v) => [v]);
  }
}
