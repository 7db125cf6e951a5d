// What others may do with a running session: the control endpoint, the terminal. In: targets as the language page
// writes them (`vocal.compressor.threshold`, `desk.mix[main.mic].gain`, `/monitor/level`). Out: values with units, states, events.
// Invariant: a refusal changes nothing and says why.

import type { Problem } from '../render-inputs.ts';
import type { DeviceLevels, Load, Realtime, RunDevice, RunEvent, RunLatency } from './events.ts';

/** A live value of the running plan. */
export interface LiveValue {
  readonly target: string;
  /** As a user would write it: `-18 dB`, `true`. */
  readonly value: string;
  /** In the canonical unit; booleans 0 or 1. */
  readonly number: number;
  /** What the config says, where `set` moved it away from that. */
  readonly config: string | null;
}

/** A name of the config for a live value. */
export interface ControlValue {
  readonly name: string;
  readonly target: string;
  /** Least and most, with units; null: not a number. */
  readonly range: readonly [string, string] | null;
  readonly invert: boolean;
  /** `toggle` or `momentary`; null: a number. */
  readonly mode: string | null;
  /** As seen through the control; null: its node is not heard, so nothing moves. */
  readonly value: string | null;
  readonly number: number | null;
}

export type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly problem: Problem };

export interface SessionStatus {
  readonly config: string;
  readonly name: string;
  /** Seconds since the start. */
  readonly time: number;
  readonly rateHz: number;
  readonly quantum: number;
  /** Path of the processor that kernels take, such as `x86-64-v3`. */
  readonly instructionSet: string;
  readonly devices: readonly RunDevice[];
  readonly latencies: readonly RunLatency[];
  readonly realtime: Realtime;
  readonly load: Load;
  readonly xruns: number;
  readonly reloads: number;
  /** Values that `set` moved and no save has touched since. */
  readonly moved: readonly LiveValue[];
  /** The config as saved does not compile: an older one plays. */
  readonly stale: boolean;
}

export interface SessionControl {
  status(): SessionStatus;
  /** Levels since the last call of anybody, at most 20 a second: newer calls get the same. */
  levels(): readonly DeviceLevels[];
  /** Every live value, by target. */
  values(): readonly LiveValue[];
  /** Names for live values, in order. */
  controls(): readonly ControlValue[];
  /** `target` may be the name of a control here and in `set`: then the value is as seen through that. */
  get(target: string): Answer<LiveValue>;
  /** Moves a live value; it stays until the file changes that very value. */
  set(target: string, text: string): Answer<LiveValue>;
  /** Calls back for every event from now on; returns the way to stop that. */
  subscribe(listener: (event: RunEvent) => void): () => void;
}
