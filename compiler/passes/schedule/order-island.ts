// The order of one island: greedy first, beam search where that may be beaten, exact search where the beam may be.
// In: a frontier at the island's start. Out: the frontier at its end. Invariant: what is spent is counted in steps and
// states, never in time, so that the order is the same on every machine.

import type { CompileOptions } from '../../request.ts';
import { islandBound } from './bound.ts';
import type { Frontier } from './frontier.ts';
import { runGreedily } from './greedy.ts';
import type { OrderProblem } from './problem.ts';
import { type Limits, search } from './search.ts';

export type OrderMode = NonNullable<CompileOptions['order']>;

export interface Ordered {
  /** Slots that the order needs, or `floor` where it needs fewer. */
  readonly slots: number;
  /** Slots that every order of the island needs, as far as that was proven. */
  readonly bound: number;
}

/** Steps that the islands of a domain may still take beyond their own share. */
export interface Budget {
  steps: number;
}

/** What every vertex adds to the budget: 10,000 of them take some 30 ms. */
const STEPS_PER_VERTEX = 24;
export const SPARE_STEPS = 60_000;

/** Longest runs of the greedy passes. */
const APPETITES = [12, 24, 6, 3];
/** Islands up to here are searched vertex by vertex, larger ones run by run. */
const SMALL = 64;
/** Width, fan and longest run of the beams, tried in turn. */
const SMALL_BEAMS = [[64, SMALL, 1]] as const;
const LARGE_BEAMS = [
  [2, 2, 12],
  [8, 4, 12],
  [64, 6, 12],
] as const;
const EXACT_STATES = 300_000;

/** Orders the island that the frontier has begun. Fewer than `floor` slots are of no use: another island needs them. */
export function orderIsland(
  p: OrderProblem,
  f: Frontier,
  island: readonly number[],
  floor: number,
  mode: OrderMode,
  budget: Budget,
): Ordered {
  const work = new IslandWork(p, f, island.length, floor, budget);
  work.greedy();
  for (const [width, fan, longest] of island.length <= SMALL ? SMALL_BEAMS : LARGE_BEAMS)
    work.beam(width, fan, longest);
  if (mode !== 'beam') work.exact(mode === 'exact');
  return work.finish();
}

class IslandWork {
  private readonly p: OrderProblem;
  private readonly f: Frontier;
  private readonly size: number;
  private readonly floor: number;
  private readonly budget: Budget;
  private best: Int32Array = new Int32Array();
  private slots = Number.POSITIVE_INFINITY;
  private bound = 0;

  constructor(p: OrderProblem, f: Frontier, size: number, floor: number, budget: Budget) {
    this.p = p;
    this.f = f;
    this.size = size;
    this.floor = floor;
    this.budget = budget;
    budget.steps += STEPS_PER_VERTEX * size;
  }

  greedy(): void {
    const { p, f, size, floor, budget } = this;
    const start = f.depth;
    for (const longest of APPETITES) {
      if (this.slots <= Math.max(floor, this.bound) || (budget.steps <= 0 && this.best.length > 0)) return;
      const { slots, steps } = runGreedily(p, f, size, floor, longest);
      budget.steps -= steps;
      if (slots < this.slots) {
        this.slots = slots;
        this.best = f.order.slice(start, start + size);
      }
      while (f.depth > start) f.undo();
      if (longest === APPETITES[0] && slots > floor) this.bound = islandBound(p, this.best);
    }
  }

  /** Halves the gap between what is needed and what was found until it closes or the budget ends. */
  beam(width: number, fan: number, longest: number): void {
    for (let low = this.least(); low < this.slots && this.budget.steps > 0; ) {
      const slots = (low + this.slots - 1) >> 1;
      if (!this.attempt({ slots, width, fan, longest, steps: this.budget.steps, states: EXACT_STATES }))
        low = slots + 1;
    }
  }

  /** From the bound up, each number of slots until one is enough. */
  exact(isForced: boolean): void {
    const everything = { width: Number.POSITIVE_INFINITY, fan: Number.POSITIVE_INFINITY, longest: 1 };
    for (let slots = this.least(); slots < this.slots; slots = this.bound) {
      const steps = isForced ? Number.POSITIVE_INFINITY : this.budget.steps;
      if (this.attempt({ ...everything, slots, steps, states: EXACT_STATES }) || this.bound <= slots) return;
    }
  }

  finish(): Ordered {
    for (const v of this.best) this.f.apply(v);
    return { slots: this.slots, bound: this.bound };
  }

  private least(): number {
    return Math.max(this.floor, this.bound);
  }

  private attempt(limits: Limits): boolean {
    const { order, complete, steps } = search(this.p, this.f, this.size, limits);
    this.budget.steps -= steps;
    if (order) {
      this.best = order;
      this.slots = limits.slots;
    } else if (complete) this.bound = Math.max(this.bound, limits.slots + 1);
    return order !== null;
  }
}
