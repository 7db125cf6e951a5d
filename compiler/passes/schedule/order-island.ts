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

/** Steps that the islands of a domain may still take. */
export interface Budget {
  steps: number;
  /** True: all of them for any gap. Else a gap of an eighth or more is worth all, a smaller one its share. */
  readonly forAnyGap: boolean;
}

/**
 * Domains up to here may be searched until the order is proven: some 30 ms where that is hard, which is rare. Signals are
 * counted too, since a step costs as much as the op that it places is wide.
 */
const SMALL = 128;
const FEW_SIGNALS = 2 * SMALL;

/** By size, so that 600 take some 5 ms and 10,000 some 50. A way of ordering that tests force may take its time. */
export function budgetFor({ count, producer }: OrderProblem, mode: OrderMode): Budget {
  if (mode !== 'auto') return { steps: 20_000_000, forAnyGap: true };
  if (count <= SMALL && producer.length <= FEW_SIGNALS) return { steps: 300_000, forAnyGap: true };
  // Ops twice as wide take twice as long to place, and leave half as much to choose.
  const narrow = Math.min(1, count / producer.length) ** 2;
  return { steps: Math.floor((40_000 + 24 * count) * narrow), forAnyGap: false };
}

/** Longest runs of the greedy passes. */
const APPETITES = [12, 24, 6, 3];
/** Width, fan and longest run of the beams, tried in turn while the order may be beaten. */
const BEAMS = [
  [2, 2, 12],
  [8, 6, 12],
  [32, 10, 12],
  [64, 64, 1],
] as const;
const MOST_STATES = 300_000;

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
  if (mode === 'greedy') return work.firstOrder();
  work.greedy();
  for (const [width, fan, longest] of BEAMS) work.beam(width, fan, longest);
  if (mode !== 'beam') work.exact();
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
  /** Steps left for this island. */
  private steps = 0;

  constructor(p: OrderProblem, f: Frontier, size: number, floor: number, budget: Budget) {
    this.p = p;
    this.f = f;
    this.size = size;
    this.floor = floor;
    this.budget = budget;
  }

  firstOrder(): Ordered {
    this.greedyPass(APPETITES[0]!);
    return this.finish();
  }

  greedy(): void {
    this.greedyPass(APPETITES[0]!);
    if (this.slots <= this.floor) return;
    this.bound = islandBound(this.p, this.best);
    const share = this.budget.forAnyGap ? 1 : Math.min(1, (8 * (this.slots - this.least())) / this.slots);
    this.steps = Math.floor(share * this.budget.steps);
    for (const longest of APPETITES.slice(1)) if (this.mayGoOn()) this.greedyPass(longest);
  }

  /** Halves the gap between what is needed and what was found until it closes or the steps end. */
  beam(width: number, fan: number, longest: number): void {
    for (let low = this.least(); low < this.slots && this.steps > 0; ) {
      const slots = (low + this.slots - 1) >> 1;
      if (!this.attempt({ slots, width, fan, longest })) low = slots + 1;
    }
  }

  /** From the bound up, each number of slots until one is enough or cannot be decided. */
  exact(): void {
    const everything = { width: Number.POSITIVE_INFINITY, fan: Number.POSITIVE_INFINITY, longest: 1 };
    while (this.mayGoOn()) {
      const slots = this.least();
      if (this.attempt({ ...everything, slots }) || this.bound <= slots) return;
    }
  }

  finish(): Ordered {
    for (const v of this.best) this.f.apply(v);
    return { slots: this.slots, bound: this.bound };
  }

  private least(): number {
    return Math.max(this.floor, this.bound);
  }

  private mayGoOn(): boolean {
    return this.slots > this.least() && this.steps > 0;
  }

  private spend(steps: number): void {
    this.steps -= steps;
    this.budget.steps -= steps;
  }

  private greedyPass(longest: number): void {
    const { f, size } = this;
    const start = f.depth;
    const { slots, steps } = runGreedily(this.p, f, size, this.floor, longest);
    this.spend(steps);
    if (slots < this.slots) {
      this.slots = slots;
      this.best = f.order.slice(start, start + size);
    }
    while (f.depth > start) f.undo();
  }

  /** One search; it may take half of what is left, so that one hard question does not cost all others. */
  private attempt(limits: Omit<Limits, 'steps' | 'states'>): boolean {
    const steps = Math.ceil(this.steps / 2);
    const found = search(this.p, this.f, this.size, { ...limits, steps, states: MOST_STATES });
    this.spend(found.steps);
    if (found.order) {
      this.best = found.order;
      this.slots = limits.slots;
    } else if (found.complete) this.bound = Math.max(this.bound, limits.slots + 1);
    return found.order !== null;
  }
}
