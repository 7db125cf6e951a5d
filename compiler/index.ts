// Public API of the compiler. In: a request. Out: a plan, or what is wrong with the config. Pure but for the host.

import { CompileContext } from './compile-context.ts';
import { fitForPrograms } from './diagnostics/fit-for-programs.ts';
import { byPlace } from './diagnostics/span.ts';
import { invariant } from './invariant.ts';
import { runPasses } from './pipeline.ts';
import type { CompileRequest, CompileResult } from './request.ts';
import { verify } from './verify.ts';

export type { DeviceFacts, Inventory } from '../schema/inventory.ts';
export type { Plan } from '../schema/plan.ts';
export { planToJson } from '../schema/plan.ts';
export * from './builder.ts';
export type { Diagnostic, Edit, Related, Severity } from './diagnostics/diagnostic.ts';
export { diffControls } from './diff/controls.ts';
export { type Change, type ChangeKind, diffPlans, type PlanDiff } from './diff.ts';
export { encode as encodePlan } from './encode.ts';
export { InvariantError } from './invariant.ts';
export type { ControlConfig, MatchedDevice } from './ir/config.ts';
export type { ReadResult, Source, SourceHost, Span } from './ir/source.ts';
export { parseTarget, type Target, targetText } from './ir/target.ts';
export {
  type FoundTarget,
  findTarget,
  type LiveValue,
  valuesKept,
  withValues,
} from './live-values.ts';
export type { CompileOptions, CompileRequest, CompileResult } from './request.ts';
export { type Stage, stagesOf } from './transition.ts';
export { verify as verifyPlan } from './verify.ts';

/**
 * Compiles a config. Mistakes of its author are diagnostics, and there is a plan when none of them is an error.
 * Throws InvariantError for mistakes of ours: every plan is verified before it is given away.
 */
export async function compile(request: CompileRequest): Promise<CompileResult> {
  const context = new CompileContext(request);
  const { value: plan, diagnostics, devices, controls } = await runPasses(context, request.trace);
  const findings = plan === undefined ? [] : verify(plan);
  invariant(findings.length === 0, `the plan is wrong: ${findings.map((f) => f.text).join('; ')}`);
  const { sources, tried } = context;
  const result = {
    diagnostics: diagnostics.map((d) => fitForPrograms(d, sources)).sort(byPlace),
    sources,
    devices,
    controls,
    tried,
  };
  return plan === undefined ? result : { ...result, plan };
}
