// What the interpreter computes: tasks that make streams out of streams. A stream is one channel, whole, in an array of
// its own. Invariant: a task says what the graph means, never how an engine would go about it.

import type { KernelSpec } from './kernel-host.ts';

export type StreamId = number;
export type TaskId = number;

interface Common {
  /** For messages: `vocal.compressor`. */
  readonly name: string;
  readonly reads: readonly StreamId[];
  readonly writes: readonly StreamId[];
  /** Frames that the writes come after the reads. */
  readonly latency: number;
}

export interface SumSource {
  /** As indices into the task's reads. */
  readonly first: number;
  readonly count: number;
  /** Factor for each write, the left and right of a panned source. */
  readonly factors: readonly number[];
}

export interface HardwareChannel {
  readonly device: number;
  readonly channel: number;
}

export type Task =
  | (Common & { readonly kind: 'kernel'; readonly spec: KernelSpec })
  | (Common & { readonly kind: 'sum'; readonly sources: readonly SumSource[] })
  /** Read i goes to write i: a bypass switch at rest. */
  | (Common & { readonly kind: 'take'; readonly from: readonly number[] })
  | (Common & { readonly kind: 'late'; readonly frames: number })
  /** A delay on a cycle: `frames` as the user meant them, before latency is taken from them. */
  | (Common & { readonly kind: 'feedback'; readonly frames: number })
  | (Common & { readonly kind: 'clip'; readonly top: number })
  | (Common & { readonly kind: 'input'; readonly from: HardwareChannel })
  /** Outputs of one number leave together, on whatever device. */
  | (Common & { readonly kind: 'output'; readonly to: readonly HardwareChannel[]; readonly together: number });
