// A first order, quickly: run after run, always the one that grows least. In: a frontier at an island's start.
// Out: the frontier at its end. Invariant: a handful of steps per vertex, whatever the graph's size.

import type { Frontier } from './frontier.ts';
import type { OrderProblem } from './problem.ts';
import { Runs } from './runs.ts';
import { settle } from './settle.ts';

/** Vertices looked at where no run is short enough: a ready set of thousands must not make this quadratic. */
const CHOICES = 256;

export interface Greedy {
  /** Slots that the order needs, or `floor` where it needs fewer: so many are needed anyway and cost nothing. */
  readonly slots: number;
  readonly steps: number;
}

/** Orders `size` vertices by runs of at most `longest`. */
export function runGreedily(p: OrderProblem, f: Frontier, size: number, floor: number, longest: number): Greedy {
  const start = f.depth;
  const end = start + size;
  const runs = new Runs(p, f);
  let slots = floor;
  for (settle(f, slots); f.depth < end; settle(f, slots)) {
    const vertices = runs.cheapest(slots, longest, 1)[0]?.vertices ?? [smallest(f)];
    for (const v of vertices) {
      slots = Math.max(slots, f.during(v));
      f.apply(v);
    }
  }
  return { slots, steps: size + runs.steps };
}

/** The ready vertex that adds the fewest signals; of equals the one whose reads are nearest. */
function smallest(f: Frontier): number {
  let best = -1;
  for (let i = f.ready.size - 1; i >= 0 && (i >= f.ready.size - CHOICES || best === -1); i--) {
    const v = f.ready.items[i]!;
    if (!f.allowed(v)) continue;
    if (best === -1 || f.net(v) < f.net(best) || (f.net(v) === f.net(best) && f.distance(v) < f.distance(best)))
      best = v;
  }
  return best;
}
