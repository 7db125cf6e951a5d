// ops -> schedule: an order per clock domain that keeps the fewest signals alive, beside a proven lower bound.
// In: aligned ops. Out: positions of ops and of feedback loops. Invariant: budgets count states, never time.

import type { DomainId } from '../../schema/plan.ts';
import type { OpGraph } from '../ir/ops.ts';
import type { Schedule, ScheduledDomain } from '../ir/schedule.ts';
import type { Pass } from './pass.ts';
import { Frontier } from './schedule/frontier.ts';
import { type OrderProblem, orderProblem } from './schedule/problem.ts';

export const schedule: Pass<OpGraph, Schedule> = (graph) => ({
  value: { graph, domains: graph.domains.map((_, id) => scheduleDomain(graph, id)) },
  diagnostics: [],
});

function scheduleDomain(graph: OpGraph, id: DomainId): ScheduledDomain {
  const problem = orderProblem(graph, id);
  const frontier = new Frontier(problem);
  for (const island of problem.islands) {
    frontier.begin(island);
    while (frontier.readyCount > 0) frontier.apply(leastLive(frontier));
  }
  const vertices = frontier.order.filter((v) => problem.opens[v] === -1);
  return {
    id,
    order: Array.from(vertices, (v) => problem.ops[v]!),
    slotBound: 0,
    loops: loopsOf(graph, problem, vertices),
  };
}

function leastLive(f: Frontier): number {
  let best = -1;
  let bestCost = Number.POSITIVE_INFINITY;
  for (let at = f.readyCount - 1; at >= 0; at--) {
    const v = f.ready[at]!;
    if (!f.allowed(v)) continue;
    const cost = f.net(v) * 1e9 + f.during(v) * 1e5 + f.distance(v);
    if (cost < bestCost) {
      best = at;
      bestCost = cost;
    }
  }
  return best;
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
