// Public API of the compiler. In: a request. Out: a plan, or what is wrong with the config. Pure but for the host.

import { CompileContext } from './compile-context.ts';
import { fitForPrograms } from './diagnostics/fit-for-programs.ts';
import { keepQuotes } from './diagnostics/keep-quotes.ts';
import { byPlace } from './diagnostics/span.ts';
import { invariant } from './invariant.ts';
import { MendedFiles, withMends } from './mends.ts';
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
  const files = new MendedFiles(request.host);
  const { host } = files;
  const { trace, ...quietly } = request;
  const { plan, ...first } = await attempt({ ...request, host });
  const findings = plan === undefined ? [] : verify(plan);
  invariant(findings.length === 0, `the plan is wrong: ${findings.map((f) => f.text).join('; ')}`);
  const told = await withMends(first, files, () => attempt({ ...quietly, host }));
  const result = { ...first, sources: told.sources, diagnostics: [...told.diagnostics].sort(byPlace) };
  return plan === undefined ? result : { ...result, plan };
}

/** One run of the passes over what stands in the files. */
async function attempt(request: CompileRequest): Promise<CompileResult> {
  const context = new CompileContext(request);
  const { value: plan, diagnostics, devices, controls } = await runPasses(context, request.trace);
  const { sources, tried } = context;
  const fit = diagnostics.map((d) => keepQuotes(fitForPrograms(d, sources), sources));
  return { ...(plan && { plan }), diagnostics: fit, sources, devices, controls, tried };
}
