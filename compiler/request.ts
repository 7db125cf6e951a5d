// What a compile is asked for and what it gives. Facts that vary are here, never ambient.

import type { Inventory } from '../schema/inventory.ts';
import type { Plan } from '../schema/plan.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import type { ControlConfig, MatchedDevice } from './ir/config.ts';
import type { OpGraph } from './ir/ops.ts';
import type { SourceHost, Sources } from './ir/source.ts';

export interface CompileOptions {
  /** `--set path=value`, applied last. */
  readonly set?: readonly { readonly path: string; readonly value: string }[];
  /** `--machine`: which of `machines` applies, whatever their `when` says. */
  readonly machine?: string;
  /** Changes the ops as they were lowered, before any pass rewrites them: mutants of `busbar test --mutate`. */
  readonly rewrite?: (graph: OpGraph) => OpGraph;
  /** Overrides `engine.quantum` (tests). */
  readonly quantum?: number;
  /** Default true. False leaves every op as lowered: the reference for the rewrites. */
  readonly optimise?: boolean;
  /** `private` gives every signal a slot of its own: the reference for slot reuse. Default `shared`. */
  readonly slots?: 'shared' | 'private';
  /** Forces a way of ordering ops; default `auto`. `greedy` takes the first order and proves nothing of it. */
  readonly order?: 'auto' | 'exact' | 'beam' | 'greedy';
}

export interface CompileRequest {
  /** The config's path as the host reads it. */
  readonly entry: string;
  readonly host: SourceHost;
  readonly options?: CompileOptions;
  /** Devices of the machine that the plan is for; without, every device is taken to be there as declared. */
  readonly inventory?: Inventory | undefined;
  /** Called after each pass with its name and value. */
  readonly trace?: (pass: string, value: unknown) => void;
}

export interface CompileResult {
  /** Present when there is no error. */
  readonly plan?: Plan;
  /** Sorted by file and place. */
  readonly diagnostics: readonly Diagnostic[];
  readonly sources: Sources;
  /**
   * With an inventory: what became of each device of the config, in order of name. It stands beside the plan, so that a
   * plan names no machine's hardware and travels; the plan still follows what was found (latencies, shared clocks).
   */
  readonly devices: readonly MatchedDevice[];
  /** By name. They stand beside the plan: a change of them alone is no change of the sound. */
  readonly controls: readonly ControlConfig[];
  /** Every path that was tried, missing ones too: what `watch` observes. */
  readonly tried: readonly string[];
}
