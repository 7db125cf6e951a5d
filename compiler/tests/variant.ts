// A config as one test wants it: with the settings of the test, and a tap for each signal that is listened to.
// In: how to compile it. Out: its checked graph at once, its plan once every address is known.

import type { Plan } from '../../schema/plan.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { compile } from '../index.ts';
import { must } from '../invariant.ts';
import type { CheckedGraph } from '../ir/graph.ts';
import type { CompileOptions, CompileRequest, CompileResult } from '../request.ts';
import { Taps } from './taps.ts';
import type { TestPlan } from './types.ts';

export class Variant implements TestPlan {
  /** What the config says without taps: errors are told from it. */
  readonly result: CompileResult;
  readonly listening: Taps;
  readonly #request: CompileRequest;
  readonly #checked: CheckedGraph | undefined;
  #plan: Plan | undefined;

  private constructor(request: CompileRequest, result: CompileResult, checked: CheckedGraph | undefined, taps?: Taps) {
    this.#request = request;
    this.result = result;
    this.#checked = checked;
    this.listening = taps ?? new Taps(checked === undefined ? [] : namesOf(checked));
  }

  /** `taps` of another config, where both are listened to at the same places. */
  static async of(request: CompileRequest, taps?: Taps): Promise<Variant> {
    let checked: CheckedGraph | undefined;
    const trace: CompileRequest['trace'] = (pass, value) => {
      if (pass === 'check') checked = value as CheckedGraph;
    };
    const result = await compile({ ...request, trace });
    return new Variant(request, result, checked, taps);
  }

  /** Undefined where the config does not compile. */
  get checked(): CheckedGraph | undefined {
    return this.result.plan === undefined ? undefined : this.#checked;
  }

  get plan(): Plan {
    return must(this.#plan, 'a plan with its taps');
  }

  get taps(): ReadonlyMap<string, string> {
    return this.listening.devices;
  }

  get request(): CompileRequest {
    const { options } = this.#request;
    return { ...this.#request, options: { ...options, set: [...(options?.set ?? []), ...this.listening.settings] } };
  }

  /** Compiles the plan that is run; what keeps it from being one. */
  async settle(): Promise<readonly Diagnostic[]> {
    const { plan, diagnostics } = this.listening.isEmpty ? this.result : await compile(this.request);
    this.#plan = plan;
    return plan === undefined ? diagnostics.filter((d) => d.severity === 'error') : [];
  }
}

const namesOf = ({ graph: { config } }: CheckedGraph): readonly string[] =>
  [...config.devices, ...config.aggregates, ...config.nodes].map((named) => named.name).concat(...config.broken);

/** Options with more settings behind those that are there. */
export const withSettings = (
  request: CompileRequest,
  set: NonNullable<CompileOptions['set']>,
  entry = request.entry,
): CompileRequest => ({
  ...request,
  entry,
  options: {
    ...request.options,
    set: [...(request.options?.set ?? []), ...set.map(({ path, value }) => ({ path, value }))],
  },
});
