// ops -> schedule: an order per clock domain that keeps the fewest signals alive, beside a proven lower bound.
// In: aligned ops. Out: positions of ops and of feedback loops. Invariant: budgets count states, never time.

import type { DomainId } from '../../schema/plan.ts';
import type { OpGraph } from '../ir/ops.ts';
import type { Schedule, ScheduledDomain } from '../ir/schedule.ts';
import type { Pass } from './pass.ts';
import { ownNeed } from './schedule/bound.ts';
import { Frontier } from './schedule/frontier.ts';
import { budgetFor, type OrderMode, orderIsland } from './schedule/order-island.ts';
import { type OrderProblem, orderProblem } from './schedule/problem.ts';

export const schedule: Pass<OpGraph, Schedule> = (graph, { options }) => ({
  value: { graph, domains: graph.domains.map((_, id) => scheduleDomain(graph, id, options.order ?? 'auto')) },
  diagnostics: [],
});

function scheduleDomain(graph: OpGraph, id: DomainId, mode: OrderMode): ScheduledDomain {
  const problem = orderProblem(graph, id);
  const frontier = new Frontier(problem);
  // Islands run one after the other and share slots, so what the neediest needs is free for the others.
  let bound = 0;
  for (const island of problem.islands) for (const v of island) bound = Math.max(bound, ownNeed(problem, v));
  let floor = bound;
  const budget = budgetFor(problem, mode);
  for (const island of problem.islands) {
    frontier.begin(island);
    const ordered = orderIsland(problem, frontier, island, floor, mode, budget);
    floor = Math.max(floor, ordered.slots);
    bound = Math.max(bound, ordered.bound);
  }
  const vertices = frontier.order.filter((v) => problem.opens[v] === -1);
  return {
    id,
    order: Array.from(vertices, (v) => problem.ops[v]!),
    slotBound: bound,
    loops: loopsOf(graph, problem, vertices),
  };
}

/** Where each loop stands in the order; its frames are the shortest delay in it. */
function loopsOf(graph: OpGraph, problem: OrderProblem, vertices: Int32Array): ScheduledDomain['loops'] {
  const loops = problem.loopSize.map((count) => ({ first: -1, count, frames: Number.POSITIVE_INFINITY }));
  for (const [position, v] of vertices.entries()) {
    const loop = loops[problem.loopOf[v]!];
    if (!loop) continue;
    if (loop.first === -1) loop.first = position;
    const op = graph.ops[problem.ops[v]!]!;
    if (op.kernel === 'feedback_out') loop.frames = Math.min(loop.frames, op.parts[0]!.params.delay!);
  }
  return loops.sort((a, b) => a.first - b.first);
}
