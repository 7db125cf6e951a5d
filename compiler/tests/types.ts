// Tests as they run. In: a checked file of tests and the plans of its config. Out: what the runner plays and measures.
// Invariants: values are in canonical units with defaults filled in; every address is a list of device channels, signals
// inside the graph included: each has a device of its own that takes them out (taps.ts).

import type { Plan } from '../../schema/plan.ts';
import type { Span } from '../ir/source.ts';
import type { CompileRequest, CompileResult } from '../request.ts';

/** A channel of a device, from 0, and what the user calls it: `daw.rec.1`. */
export interface Channel {
  readonly device: string;
  readonly channel: number;
  readonly name: string;
}

export type Stimulus =
  | { readonly type: 'sine'; readonly freqHz: number; readonly levelDbfs: number }
  | { readonly type: 'sweep'; readonly fromHz: number; readonly toHz: number; readonly levelDbfs: number }
  | { readonly type: 'noise'; readonly levelDbfs: number; readonly colour: string; readonly seed: number }
  | { readonly type: 'impulse'; readonly levelDbfs: number; readonly atMs: number }
  | { readonly type: 'silence' }
  | { readonly type: 'wav'; readonly file: string; readonly samples: readonly Float64Array[] };

export interface Played {
  readonly into: readonly Channel[];
  readonly stimulus: Stimulus;
}

export interface MaskPoint {
  readonly hz: number;
  readonly minDb: number;
  readonly maxDb: number;
}

/** An input and the outputs that it may reach. */
export interface Route {
  readonly from: readonly Channel[];
  readonly to: readonly Channel[];
}

/** What happens half-way through a test of clicks. */
export type Change =
  | { readonly kind: 'plan'; readonly plan: TestPlan; readonly words: string }
  | { readonly kind: 'unplug'; readonly device: string };

interface Common {
  readonly span: Span;
}
interface Measured extends Common {
  readonly at: readonly Channel[];
}
interface Probed extends Common {
  readonly from: readonly Channel[];
  readonly to: readonly Channel[];
}

export type Assertion =
  | (Measured & {
      readonly type: 'level';
      readonly isDbfs: number;
      readonly withinDb: number;
      /** Null: the RMS is meant. */
      readonly freqHz: number | null;
    })
  | (Measured & { readonly type: 'silence' | 'true_peak' | 'noise_floor'; readonly belowDbfs: number })
  | (Measured & { readonly type: 'thd_n'; readonly belowDb: number })
  | (Measured & { readonly type: 'clicks'; readonly change: Change })
  | (Common & { readonly type: 'xruns'; readonly device: string; readonly most: number })
  | (Common & { readonly type: 'drift'; readonly device: string; readonly isPpm: number; readonly withinPpm: number })
  | (Probed & { readonly type: 'response'; readonly mask: readonly MaskPoint[]; readonly levelDbfs: number })
  | (Probed & { readonly type: 'polarity'; readonly inverted: boolean; readonly levelDbfs: number })
  | (Probed & {
      readonly type: 'delay';
      readonly isMs: number;
      /** Null: half a frame. */
      readonly withinMs: number | null;
      readonly levelDbfs: number;
    })
  | (Probed & { readonly type: 'latency'; readonly isMs: number | null; readonly mostMs: number | null })
  | (Common & {
      readonly type: 'isolation';
      readonly routes: readonly Route[];
      readonly belowDb: number;
      readonly levelDbfs: number;
    });

export type AssertionOf<T extends Assertion['type']> = Assertion & { readonly type: T };

/** A plan and how to compile it again: mutants want it changed. */
export interface TestPlan {
  readonly plan: Plan;
  readonly request: CompileRequest;
  /** Devices that only listen to signals inside the graph, and to which. */
  readonly taps: ReadonlyMap<string, string>;
}

export interface TestCase extends TestPlan {
  readonly name: string;
  readonly span: Span;
  readonly play: readonly Played[];
  readonly forMs: number;
  readonly settleMs: number;
  readonly expect: readonly Assertion[];
}

/** A config that was compiled for the tests, and what it says. */
export interface TestedConfig {
  readonly entry: string;
  readonly result: CompileResult;
}
