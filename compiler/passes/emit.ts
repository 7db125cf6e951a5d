// assignment -> plan: what was decided, written down. In: ops, their order and slots. Out: the plan, names and all.
// Invariant: adds no decision of its own; ops are renumbered by their place in the order, domain after domain.

import {
  PLAN_FORMAT_VERSION,
  type Plan,
  type PlanDomain,
  type PlanLoop,
  type PlanOp,
  type PlanPath,
} from '../../schema/plan.ts';
import type { Op, OpGraph, OpId } from '../ir/ops.ts';
import type { Assignment } from '../ir/schedule.ts';
import { PartMaker } from './emit/parts.ts';
import { pathsOf } from './emit/paths.ts';
import { tailOf } from './emit/tail.ts';
import type { Pass } from './pass.ts';

export const emit: Pass<Assignment, Plan> = (assignment) => ({ value: planOf(assignment), diagnostics: [] });

/** `paths` where they are known: a transition has those of the plan that it leads to. */
export function planOf(assignment: Assignment, paths?: readonly PlanPath[]): Plan {
  const { schedule, slotCounts } = assignment;
  const { graph } = schedule;
  const order = schedule.domains.flatMap((d) => d.order);
  const ops = order.map((id) => graph.ops[id]!);
  const domains: PlanDomain[] = [];
  const loops: PlanLoop[] = [];
  let firstOp = 0;
  for (const [d, { order: own, slotBound, loops: ownLoops }] of schedule.domains.entries()) {
    const { name, master, rateHz } = graph.domains[d]!;
    domains.push({ name, master, rateHz, firstOp, opCount: own.length, slots: slotCounts[d]!, slotBound });
    for (const l of ownLoops) loops.push({ firstOp: firstOp + l.first, opCount: l.count, frames: l.frames });
    firstOp += own.length;
  }
  return {
    formatVersion: PLAN_FORMAT_VERSION,
    name: graph.name,
    quantum: graph.quantum,
    rateHz: graph.rateHz,
    slots: sum(domains.map((d) => d.slots)),
    slotBound: sum(domains.map((d) => d.slotBound)),
    tailFrames: tailOf(graph.signals.length, ops),
    domains,
    devices: graph.devices,
    aggregates: graph.aggregates,
    signals: graph.signals.map((s) => s.name),
    ops: planOps(graph, order, assignment.slotOf),
    loops,
    blobs: graph.blobs,
    nodes: graph.nodes,
    paths: paths ?? pathsOf(graph, ops, loops),
  };
}

function planOps(graph: OpGraph, order: readonly OpId[], slotOf: readonly number[]): readonly PlanOp[] {
  const parts = new PartMaker(graph.blobs);
  const places = new Int32Array(graph.ops.length);
  for (const [place, id] of order.entries()) places[id] = place;
  return order.map((id) => {
    const op = graph.ops[id]!;
    const { rateHz } = graph.domains[op.domain]!;
    return {
      kernel: op.kernel,
      domain: op.domain,
      name: op.name,
      reads: op.reads.map((s) => slotOf[s]!),
      from: op.reads,
      writes: op.writes.map((s) => slotOf[s]!),
      makes: op.writes,
      latencyFrames: op.latency,
      inPlace: op.inPlace,
      parts: op.parts.map((p) => parts.make(p, rateHz, placedParams(op, p.params, places))),
    };
  });
}

/** feedback_in names its partner by op: by its id until now, by its place from now on. */
const placedParams = (op: Op, params: Readonly<Record<string, number>>, places: Int32Array) =>
  op.kernel === 'feedback_in' ? { ...params, op: places[params.op!]! } : params;

const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
