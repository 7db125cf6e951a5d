// The compiler in one page: START HERE. Each pass turns one value into the next and says what is wrong on the way.
// Values are the nouns of ir/, passes the verbs of passes/; all are pure, but for the two that read files.
//
//   path ── load ── merge ── validate ── match ── resolve ── check ── assets ──┐   text to graph: goes on after
//             files  document   config   config    graph    graph    graph     │   errors: one run reports many
//                                                                              │
//   plan ── emit ── assign-buffers ── schedule ── align-latency ── optimise ── lower   graph to plan: only without
//             slots              order          ops            ops         ops         errors

import type { Plan } from '../schema/plan.ts';
import type { CompileContext } from './compile-context.ts';
import { withChains } from './diagnostics/chain.ts';
import type { Outcome } from './diagnostics/diagnostic.ts';
import { Findings } from './diagnostics/findings.ts';
import type { ControlConfig, MatchedDevice } from './ir/config.ts';
import { alignLatency } from './passes/align-latency.ts';
import { assets } from './passes/assets.ts';
import { assignBuffers } from './passes/assign-buffers.ts';
import { check } from './passes/check.ts';
import { emit } from './passes/emit.ts';
import { load } from './passes/load.ts';
import { lower } from './passes/lower.ts';
import { match } from './passes/match.ts';
import { merge } from './passes/merge.ts';
import { optimise } from './passes/optimise.ts';
import { resolve } from './passes/resolve.ts';
import { schedule } from './passes/schedule.ts';
import { validate } from './passes/validate.ts';

/** In the order they run. */
export const passNames: readonly string[] =
  'load merge validate match resolve check assets lower optimise align-latency schedule assign-buffers emit'.split(' ');

/** Called after each pass that gave a value. */
export type Trace = (pass: string, value: unknown) => void;

export type Compiled = Outcome<Plan> & {
  readonly devices: readonly MatchedDevice[];
  readonly controls: readonly ControlConfig[];
};

/** Runs every pass in order. A plan comes out when none of them reported an error. */
export async function runPasses(context: CompileContext, trace: Trace = () => {}): Promise<Compiled> {
  const findings = new Findings();
  const done = <T>(name: string, { value, diagnostics: found }: Outcome<T>): T | undefined => {
    findings.addAll(found);
    if (value !== undefined) trace(name, value);
    return value;
  };
  const run = <In, Out>(
    name: string,
    pass: (input: In, c: CompileContext) => Outcome<Out>,
    input: In | undefined,
  ): Out | undefined => (input === undefined ? undefined : done(name, pass(input, context)));

  // The file and all that is laid over it or under it; then one document, as if it had been written in one piece.
  const loaded = done('load', await load(context.entry, context));
  const merged = run('merge', merge, loaded);
  context.locate(merged);
  // From here on everything is typed. Devices are looked for in the inventory; then names become ids, widths are settled.
  const config = run('validate', validate, merged);
  const here = run('match', match, config);
  const graph = run('resolve', resolve, here);
  const checked = run('check', check, graph);
  const equipped = checked && done('assets', await assets(checked, context));
  const { matched: devices, controls } = here ?? { matched: [], controls: [] };
  const told = () => ({ diagnostics: withChains(findings.all, context.sources), devices, controls });
  if (findings.hasErrors) return told();

  // Everything implicit becomes an op. Latency is aligned before the order is chosen: the scheduler knows no latency.
  const lowered = run('lower', lower, equipped);
  const optimised = run('optimise', optimise, lowered);
  const aligned = run('align-latency', alignLatency, optimised);
  const scheduled = run('schedule', schedule, aligned);
  const assigned = run('assign-buffers', assignBuffers, scheduled);
  const plan = run('emit', emit, assigned);
  return plan === undefined || findings.hasErrors ? told() : { value: plan, ...told() };
}
