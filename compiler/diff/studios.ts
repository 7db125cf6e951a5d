// Two configs compared, neither of which has to run: what `busbar diff` says. In: what each compiled to. Out: what a save
// of the second over the first would do, every change in the studio's words, latency of each path before and after.
// Invariant: equal plans with equal controls and declarations give nothing, however their files are written; plans that
// differ always give something.

import type { Plan } from '../../schema/plan.ts';
import { diffPlans, type PlanDiff } from '../diff.ts';
import type { Config, ControlConfig } from '../ir/config.ts';
import { planJson } from '../plan-json.ts';
import type { Change } from './changes.ts';
import { diffControls } from './controls.ts';
import { diffDeclared } from './declared.ts';
import { diffLatencies, type LatencyChange } from './latencies.ts';

export interface Studio {
  readonly plan: Plan;
  readonly config: Config;
  readonly controls: readonly ControlConfig[];
}

export type StudioDiff = PlanDiff & { readonly latencies: readonly LatencyChange[] };

export function diffStudios(a: Studio, b: Studio): StudioDiff {
  const ofPlans = diffPlans(a.plan, b.plan);
  const latencies = diffLatencies(a.plan, b.plan);
  const told: readonly Change[] = [
    ...ofPlans.changes,
    ...diffControls(a.controls, b.controls),
    ...diffDeclared(a.config, b.config, heardIn(a.plan, b.plan)),
  ];
  const isUntold = told.length === 0 && latencies.length === 0 && planJson(a.plan) !== planJson(b.plan);
  const changes = isUntold ? [{ target: 'plan', from: 'one', to: 'another', kind: ofPlans.kind }] : told;
  return { ...ofPlans, changes, latencies };
}

const heardIn = (...plans: readonly Plan[]): ReadonlySet<string> =>
  new Set(plans.flatMap((plan) => plan.ops.flatMap((op) => op.parts.map((p) => p.node))));
