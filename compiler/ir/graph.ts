// The graph: nodes and devices by id, every address resolved to signals' places. In: a config. Out: what check and lower read.
// Invariants: ids are indices in order of sorted names; channel lists count from 0 here (from 1 in configs and plans);
// a checked graph has every width known, every cycle delayed, every device in one domain.

import type { DeviceId, DomainId } from '../../schema/plan.ts';
import type { Config, DeviceConfig, Drift, StepConfig } from './config.ts';
import type { JsonPointer } from './source.ts';

export type NodeId = number;

/** A resolved source. `channels: null` means all of them, in order. */
export type SourceRef =
  | {
      readonly kind: 'device';
      readonly device: DeviceId;
      readonly port: string;
      readonly channels: readonly number[];
      readonly at: JsonPointer;
      readonly isKey: boolean;
      readonly text: string;
    }
  | {
      readonly kind: 'step';
      readonly node: NodeId;
      /** Index of the step; -1: the node's own input, before any step. */
      readonly step: number;
      readonly output: string;
      readonly channels: readonly number[] | null;
      readonly at: JsonPointer;
      readonly isKey: boolean;
      readonly text: string;
    }
  /** `aggregate.in`: channels over several devices, in member order. */
  | {
      readonly kind: 'channels';
      readonly channels: readonly { readonly device: DeviceId; readonly channel: number }[];
      readonly at: JsonPointer;
      readonly isKey: boolean;
      readonly text: string;
    };

/** A resolved sink: hardware channels (from 0), each with its device. */
export interface SinkRef {
  readonly channels: readonly { readonly device: DeviceId; readonly channel: number; readonly port: string }[];
  readonly at: JsonPointer;
  readonly text: string;
}

export interface GraphMixEntry {
  readonly source: SourceRef;
  readonly gainDb: number;
  readonly panPercent: number | null;
  readonly mute: boolean;
}

export interface GraphStep {
  readonly config: StepConfig;
  readonly keys: Readonly<Record<string, SourceRef>>;
}

export interface GraphNode {
  readonly id: NodeId;
  readonly name: string;
  readonly at: JsonPointer;
  readonly declaredChannels: number | null;
  readonly input:
    | { readonly kind: 'from'; readonly sources: readonly SourceRef[] }
    | { readonly kind: 'mix'; readonly entries: readonly GraphMixEntry[] }
    | { readonly kind: 'none' };
  readonly steps: readonly GraphStep[];
  readonly sinks: readonly SinkRef[];
  /** True: a source was dropped with a diagnostic, so nothing can be said of the width. */
  readonly incomplete: boolean;
}

export interface GraphAggregate {
  readonly name: string;
  readonly clock: DeviceId;
  /** Every member in order, the master included. */
  readonly members: readonly { readonly device: DeviceId; readonly drift: Drift }[];
  readonly headroomMs: number;
  /** CoreAudio joins the members; null: busbar does. */
  readonly native: { readonly publish: boolean } | null;
}

export interface Graph {
  readonly config: Config;
  readonly devices: readonly DeviceConfig[];
  readonly aggregates: readonly GraphAggregate[];
  readonly nodes: readonly GraphNode[];
}

/** Width and clock of one step, once checked. */
export interface CheckedStep {
  /** Channels the step itself processes (fewer than the node's under `channels:`). */
  readonly inputs: Readonly<Record<string, number>>;
  /** Channels by output name, after untouched channels were passed round. */
  readonly outputs: Readonly<Record<string, number>>;
  readonly latencyFrames: number;
}

export interface CheckedNode {
  /** Width of the node's input. */
  readonly channels: number;
  readonly steps: readonly CheckedStep[];
  readonly domain: DomainId;
}

export interface GraphDomain {
  readonly name: string;
  readonly master: DeviceId | null;
  readonly rateHz: number;
}

/** A constant delay between a device and its domain, in frames of the master: the sum of its three parts. */
export interface Crossing {
  /** Of the aggregate that says so, or of the domain where devices of one clock meet without one. */
  readonly aggregate: string;
  readonly drift: Drift;
  readonly frames: number;
  readonly periodFrames: number;
  readonly headroomFrames: number;
  readonly kernelFrames: number;
}

export interface CheckedGraph {
  readonly graph: Graph;
  /** By NodeId. */
  readonly nodes: readonly CheckedNode[];
  /** By DeviceId. */
  readonly deviceDomain: readonly DomainId[];
  readonly domains: readonly GraphDomain[];
  /** Devices that meet their domain over a crossing. Absent: the master, what plays in its stream, and files. */
  readonly crossings: ReadonlyMap<DeviceId, Crossing>;
  /** Steps that close cycles, as `node:step` indices: every cycle contains at least one. */
  readonly feedback: ReadonlySet<string>;
}

/** What the assets pass read, by the pointer of the param that asked. */
export interface Asset {
  readonly sha256: string;
  readonly rows: number;
  readonly columns: number;
  readonly data: Float64Array;
}
export interface EquippedGraph extends CheckedGraph {
  readonly assets: ReadonlyMap<JsonPointer, Asset>;
}
