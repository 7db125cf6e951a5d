// One config compiled several ways for the price of reading it once. In: YAML. Out: the plan as users get it, and the
// plans that it is held against, by the same passes as compiler/pipeline.ts from `lower` on.

import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import type { EquippedGraph } from '../../../compiler/ir/graph.ts';
import type { OpGraph } from '../../../compiler/ir/ops.ts';
import type { Schedule } from '../../../compiler/ir/schedule.ts';
import { alignLatency } from '../../../compiler/passes/align-latency.ts';
import { assignBuffers } from '../../../compiler/passes/assign-buffers.ts';
import { emit } from '../../../compiler/passes/emit.ts';
import type { Pass, PassContext } from '../../../compiler/passes/pass.ts';
import { schedule } from '../../../compiler/passes/schedule.ts';
import type { CompileOptions } from '../../../compiler/request.ts';
import type { Plan } from '../../../schema/plan.ts';
import { planOf } from '../../support/compile-text.ts';
import type { Files } from '../../support/memory-host.ts';

export interface Variants {
  readonly plan: Plan;
  /** Ordered by beam search whatever the size. */
  readonly beam: Plan;
  /** Every signal in a slot of its own. */
  readonly apart: Plan;
  /** Every op as lowered. */
  readonly plain: Plan;
  readonly equipped: EquippedGraph;
}

const nowhere = { source: 0, start: 0, end: 0 };

function value<In, Out>(pass: Pass<In, Out>, input: In, options: CompileOptions): Out {
  const context: PassContext = { span: () => nowhere, sources: [], options };
  const outcome = pass(input, context);
  const errors = outcome.diagnostics.filter((d: Diagnostic) => d.severity === 'error');
  if (outcome.value === undefined || errors.length > 0) throw new Error(errors.map((d) => d.message).join('\n'));
  return outcome.value;
}

const finish = (scheduled: Schedule, options: CompileOptions): Plan =>
  value(emit, value(assignBuffers, scheduled, options), options);

export async function variantsOf(yaml: string, files: Files): Promise<Variants> {
  const seen = new Map<string, unknown>();
  const plan = await planOf(yaml, { files, trace: (pass, v) => seen.set(pass, v) });
  const aligned = seen.get('align-latency') as OpGraph;
  const plain = value(alignLatency, seen.get('lower') as OpGraph, {});
  return {
    plan,
    beam: finish(value(schedule, aligned, { order: 'beam' }), {}),
    apart: finish(seen.get('schedule') as Schedule, { slots: 'private' }),
    plain: finish(value(schedule, plain, {}), {}),
    equipped: seen.get('assets') as EquippedGraph,
  };
}
