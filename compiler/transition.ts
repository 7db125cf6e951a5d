// From one plan to the next without a click: START HERE for reloads. In: the plan that runs and the one that shall.
// Out: stages for the engine, each a plan, the states that it takes over from the stage before, and how long it runs.
// A transition is a plan like any other: the ops of both, those that go on once, and fades where what they read changes.
// Invariants: every change of stage is a hand-over at which no sample differs from that of the stage before gone on;
// before its fades a transition sounds as the running plan, behind them as the next.
//
//   running, next ── pair-steps, pairing ── atoms ── cycles, compare ── fades, join ── schedule, assign-buffers, emit
//                    which part is which    ops      what goes on       one graph      as for any plan

import type { Plan } from '../schema/plan.ts';
import { must } from './invariant.ts';
import type { Schedule } from './ir/schedule.ts';
import { assignBuffers } from './passes/assign-buffers.ts';
import { planOf } from './passes/emit.ts';
import { optimiseAligned } from './passes/optimise.ts';
import type { PassContext } from './passes/pass.ts';
import { schedule } from './passes/schedule.ts';
import { type Comparison, compare } from './transition/compare.ts';
import { fadeFrames, type Joined, join, type Origin } from './transition/join.ts';
import { partsOf } from './transition/pairing.ts';
import { canJoin } from './transition/tables.ts';

export interface Stage {
  readonly plan: Plan;
  /** Pairs of part indices: in the stage before, in this one. */
  readonly adopt: Uint32Array;
  /** Frames until the next stage takes over; 0: stays. */
  readonly frames: number;
}

export interface StageOptions {
  /** The engine goes through silence: no transition, the next plan takes over what fits. */
  readonly silently?: boolean;
}

/** What leads from `running` to `next`; the last stage is `next`. */
export function stagesOf(
  running: Plan,
  next: Plan,
  { silently = false }: StageOptions = {},
  comparison: Comparison = compare(running, next),
): readonly Stage[] {
  const directly = () => [{ plan: next, adopt: adoptDirectly(running, next, comparison), frames: 0 }];
  if (silently || !canJoin(running, next)) return directly();
  const joined = join(comparison);
  if (joined.frames === 0) return directly();
  const { plan, parts } = transitionOf(running, next, joined);
  const adopt = (pick: (origin: Origin, at: number) => readonly [number, number]) =>
    Uint32Array.from(parts.map(pick).flatMap(([a, b]) => (a < 0 || b < 0 ? [] : [a, b])));
  return [
    { plan, adopt: adopt((o, at) => [o.running, at]), frames: joined.frames },
    { plan: next, adopt: adopt((o, at) => [at, o.next]), frames: 0 },
  ];
}

/** Frames that a transition runs before its fades begin. */
export const warmUpFrames = ([first, next]: readonly Stage[]): number =>
  first === undefined || next === undefined ? 0 : first.frames - fadeFrames(next.plan.rateHz);

/** Every state that still fits. */
function adoptDirectly(running: Plan, next: Plan, { pairing }: Comparison): Uint32Array {
  const old = partsOf(running);
  const pairs = partsOf(next).flatMap((part, i) => {
    const was = pairing.before[i]!;
    return was !== -1 && old[was]!.stateLayout === part.stateLayout ? [was, i] : [];
  });
  return Uint32Array.from(pairs);
}

/** It lives for a moment: an order that is good at once does. */
const context: PassContext = {
  options: { order: 'greedy' },
  sources: [],
  span: () => ({ source: 0, start: 0, end: 0 }),
};

/** The plan of a transition, and where each of its parts comes from. What was taken apart and needs not be is one op again. */
function transitionOf(running: Plan, next: Plan, { graph, originOf }: Joined) {
  const ordered: Schedule = must(schedule(optimiseAligned(graph), context).value, 'a schedule');
  const assignment = must(assignBuffers(ordered, context).value, 'an assignment');
  const plan: Plan = {
    ...planOf(assignment, next.paths),
    tailFrames: Math.max(running.tailFrames, next.tailFrames),
  };
  return { plan, parts: partsOf(plan).map(originOf) };
}
