// Ops and signals: everything implicit made explicit. In: a checked graph. Out: what optimise, align and schedule rewrite.
// Invariants: a signal has one producer and one domain; an op's reads and writes lie in its domain;
// once `feedback_in -> feedback_out` pairs are left out, ops form a DAG; every read of one op arrives together after align.

import type { DomainId, PlanAggregate, PlanBlob, PlanDevice, PlanNode, SignalId } from '../../schema/plan.ts';
import type { GraphDomain } from './graph.ts';
import type { JsonPointer } from './source.ts';

export type OpId = number;

export interface Part {
  readonly node: string;
  readonly step: string;
  /** Step type, or the kernel of an internal op. */
  readonly type: string;
  /** By plan name (`gainDb`), in descriptor order; blobs by index. */
  readonly params: Readonly<Record<string, number>>;
  readonly readFirst: number;
  readonly readCount: number;
  readonly writeFirst: number;
  readonly writeCount: number;
}

export interface Op {
  readonly kernel: string;
  readonly domain: DomainId;
  readonly name: string;
  readonly reads: readonly SignalId[];
  readonly writes: readonly SignalId[];
  readonly latency: number;
  /** Frames that the output rings on: delays and FIRs. */
  readonly tail: number;
  readonly inPlace: boolean;
  readonly parts: readonly Part[];
  /**
   * Set on `feedback_out`: the op it is fed by, and the intended delay in frames before latency is taken from it.
   * That `feedback_in` has this op's id as its param `op` (in plans: the index of the op in execution order).
   */
  readonly feedback?: { readonly from: OpId; readonly delayFrames: number };
  /** Ops of one number arrive together although they run on several devices: one sink over an aggregate. */
  readonly together?: number;
  /** Set on steps with several outputs: how many, each a run of as many writes. */
  readonly bands?: number;
  /** Where the config asks for it: the step, the node's input, the sink. */
  readonly at?: JsonPointer;
}

export interface Signal {
  readonly name: string;
  readonly producer: OpId;
  readonly domain: DomainId;
}

/** Cause of a pad that align-latency put in: printed by `plan`. */
export interface Pad {
  readonly signal: SignalId;
  readonly frames: number;
  /** The op whose latency made others wait: `vocal.limiter (72 frames)`. */
  readonly cause: string;
}

/** Frames of the master between a device's converter and the graph, by direction; null: not known. */
export interface DeviceLatency {
  readonly in: number | null;
  readonly out: number | null;
}

export interface OpGraph {
  readonly name: string;
  readonly quantum: number;
  readonly rateHz: number;
  readonly domains: readonly GraphDomain[];
  readonly devices: readonly PlanDevice[];
  readonly aggregates: readonly PlanAggregate[];
  /** By DeviceId; left out where nothing is known of any. */
  readonly deviceLatency?: readonly DeviceLatency[];
  readonly nodes: readonly PlanNode[];
  readonly blobs: readonly PlanBlob[];
  /** Indexed by OpId; any order. */
  readonly ops: readonly Op[];
  readonly signals: readonly Signal[];
  /** Filled in by align-latency. */
  readonly pads: readonly Pad[];
  /** `engine.latency_budget`. */
  readonly budget: { readonly ms: number; readonly at: JsonPointer } | null;
  /** Filled in by align-latency: frames from a device in to each signal, by SignalId. */
  readonly arrival: readonly number[];
}
