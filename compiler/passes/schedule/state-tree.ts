// States of a search as a tree of steps, visited by one frontier that walks forth and back along it: a state costs a
// parent and its own steps, never a copy. Invariant: the frontier stands at `here` between calls.

import type { Frontier } from './frontier.ts';

export type StateId = number;
const NONE = -1;

export class StateTree {
  readonly root: StateId;
  /** Steps that the frontier took forth. */
  steps = 0;

  private readonly f: Frontier;
  private readonly parent: StateId[] = [];
  private readonly depth: number[] = [];
  private readonly live: number[] = [];
  private readonly travel: number[] = [];
  private readonly hash: number[] = [];
  /** Whether the frontier's way from the root leads over a state. */
  private readonly onPath: boolean[] = [];
  /** Vertices of the step that leads to each state, laid end to end. */
  private readonly stepStart: number[] = [];
  private readonly stepVertices: number[] = [];
  /** Newest state of each hash, and the one before it. */
  private readonly newest = new Map<number, StateId>();
  private readonly before: StateId[] = [];
  private readonly columns: readonly unknown[][];
  private here: StateId;

  /** The root is where the frontier stands. */
  constructor(frontier: Frontier) {
    this.f = frontier;
    const { parent, depth, live, travel, hash, onPath, stepStart, before } = this;
    this.columns = [parent, depth, live, travel, hash, onPath, stepStart, before];
    this.root = this.push(NONE, frontier.depth);
    this.here = this.root;
    this.onPath[this.root] = true;
  }

  get size(): number {
    return this.parent.length;
  }

  /**
   * The state that the frontier stands at, reached from `here` by its steps from `depth` on: an older one where the
   * same vertices were done before. The caller takes the frontier back to `here`.
   */
  child(depth: number): StateId {
    for (let s = this.newest.get(this.f.hash) ?? NONE; s !== NONE; s = this.before[s]!) if (this.isSame(s)) return s;
    return this.push(this.here, depth);
  }

  /** Fewest live first, then the nearest reads. */
  compare(a: StateId, b: StateId): number {
    return this.live[a]! - this.live[b]! || this.travel[a]! - this.travel[b]! || a - b;
  }

  depthOf(state: StateId): number {
    return this.depth[state]!;
  }

  /** Forgets the newest state, as if it had never been: another way to it is new again. It must not be `here`. */
  forgetNewest(): void {
    const state = this.parent.length - 1;
    this.newest.set(this.hash[state]!, this.before[state]!);
    this.stepVertices.length = this.stepStart[state]!;
    for (const column of this.columns) column.pop();
  }

  moveTo(target: StateId): void {
    const way: StateId[] = [];
    let meet = target;
    for (; !this.onPath[meet]; meet = this.parent[meet]!) way.push(meet);
    while (this.f.depth > this.depth[meet]!) this.f.undo();
    for (; this.here !== meet; this.here = this.parent[this.here]!) this.onPath[this.here] = false;
    for (const state of way.reverse()) {
      const end = this.stepStart[state]! + this.depth[state]! - this.depth[this.parent[state]!]!;
      for (let i = this.stepStart[state]!; i < end; i++) this.f.apply(this.stepVertices[i]!);
      this.steps += end - this.stepStart[state]!;
      this.onPath[state] = true;
      this.here = state;
    }
  }

  private push(parent: StateId, fromDepth: number): StateId {
    const { f } = this;
    const state = this.parent.push(parent) - 1;
    this.depth.push(f.depth);
    this.live.push(f.live);
    this.travel.push(f.travel);
    this.hash.push(f.hash);
    this.onPath.push(false);
    this.stepStart.push(this.stepVertices.length);
    for (let i = fromDepth; i < f.depth; i++) this.stepVertices.push(f.order[i]!);
    this.before.push(this.newest.get(f.hash) ?? NONE);
    this.newest.set(f.hash, state);
    return state;
  }

  /** True when the vertices done at `state` are those that the frontier has done: compared where their ways part. */
  private isSame(state: StateId): boolean {
    if (this.depth[state] !== this.f.depth) return false;
    for (let s = state; !this.onPath[s]; s = this.parent[s]!) {
      const end = this.stepStart[s]! + this.depth[s]! - this.depth[this.parent[s]!]!;
      for (let i = this.stepStart[s]!; i < end; i++) if (!this.f.isDone(this.stepVertices[i]!)) return false;
    }
    return true;
  }
}
