// An order of ops per domain, and slots for signals. In: aligned ops. Out: what emit writes down.
// Invariants: every op after the producers of its reads (feedback aside); ops of one loop are neighbours;
// two signals alive at once never share a slot, in-place pairs excepted.

import type { DomainId, SlotId } from '../../schema/plan.ts';
import type { OpGraph, OpId } from './ops.ts';

export interface ScheduledDomain {
  readonly id: DomainId;
  readonly order: readonly OpId[];
  /** Proven lower bound on the slots of any order. */
  readonly slotBound: number;
  /** Cycles: positions in `order`, and the most frames one pass may run. */
  readonly loops: readonly { readonly first: number; readonly count: number; readonly frames: number }[];
}

export interface Schedule {
  readonly graph: OpGraph;
  readonly domains: readonly ScheduledDomain[];
}

export interface Assignment {
  readonly schedule: Schedule;
  /** By SignalId; slots of each domain count from 0. */
  readonly slotOf: readonly SlotId[];
  /** By DomainId. */
  readonly slotCounts: readonly number[];
}
