// The plan: what the compiler hands to the engine. Pure data, JSON as it stands (blob contents aside).
// Invariants: ids are dense indices; ops stand in execution order, domain by domain; no time stamps, absolute
// paths or host names; equal inputs give equal plans on any host. Fields are documented one by one in plan.md.

/** Raise when a plan of the old format could be misread by a new engine, or the other way round. */
export const PLAN_FORMAT_VERSION = 1;

export type SlotId = number;
export type SignalId = number;
export type DeviceId = number;
export type DomainId = number;

export interface Plan {
  readonly formatVersion: number;
  readonly name: string;
  /** Frames per executor call, at most. */
  readonly quantum: number;
  /** Rate of the master in Hz. */
  readonly rateHz: number;
  /** Slots in use, summed over domains. */
  readonly slots: number;
  /** A proven lower bound on the slots of any order of these ops, summed over domains. */
  readonly slotBound: number;
  /** Frames that the output goes on after the inputs ended: delays and FIRs. */
  readonly tailFrames: number;
  readonly domains: readonly PlanDomain[];
  readonly devices: readonly PlanDevice[];
  readonly aggregates: readonly PlanAggregate[];
  /** Name of every signal: an address, `vocal.highpass.1`. */
  readonly signals: readonly string[];
  readonly ops: readonly PlanOp[];
  readonly loops: readonly PlanLoop[];
  readonly blobs: readonly PlanBlob[];
  readonly nodes: readonly PlanNode[];
  readonly paths: readonly PlanPath[];
}

export interface PlanDomain {
  readonly name: string;
  readonly master: DeviceId | null;
  readonly rateHz: number;
  readonly firstOp: number;
  readonly opCount: number;
  readonly slots: number;
  readonly slotBound: number;
}

export interface PlanPort {
  readonly name: string;
  readonly direction: 'in' | 'out';
  /** Hardware channels, from 1. */
  readonly channels: readonly number[];
  /** JACK: pattern of the ports that its channels are kept connected to; left out: that is the user's affair. */
  readonly connect?: string;
}

export interface PlanDevice {
  readonly name: string;
  readonly backend: string;
  readonly domain: DomainId;
  /** Its own; ops, and the signals of its channels, are at that of its domain. */
  readonly rateHz: number;
  /** Highest declared channel by direction: the width of its files offline. */
  readonly inputs: number;
  readonly outputs: number;
  readonly ports: readonly PlanPort[];
  readonly format: string;
  /** In frames of its own. */
  readonly period: number;
  readonly periods: number;
  readonly missing: string;
  /** True: no other program may use it meanwhile; left out: it is shared. */
  readonly exclusive?: true;
  /** Selector as configured, keys sorted. */
  readonly match: unknown;
  /** Files of `backend: file` and `virtual`, relative to the config; null: none. */
  readonly read: string | null;
  readonly write: string | null;
  readonly clock: SimulatedClock | null;
  /** Frames of its own to add to the latency that it reports, by direction; left out: none. */
  readonly correction?: { readonly in: number; readonly out: number };
}

/** Time of a `virtual` device. Times count from the start; events stand in order and do not overlap. */
export interface SimulatedClock {
  readonly ppm: number;
  /** Mean lateness of wake-ups, exponential. */
  readonly jitterUs: number;
  /** Peak of a sine of one minute (`clock.ts`) on top of `ppm`, 0 at the start. */
  readonly wanderPpm: number;
  /** No wake-up comes; what the buffer holds comes afterwards, what is beyond it is lost. */
  readonly stalls: readonly { readonly atMs: number; readonly forMs: number }[];
  /** Gone; null: for good. */
  readonly unplug: readonly { readonly atMs: number; readonly forMs: number | null }[];
  /** 32 bits. */
  readonly seed: number;
}

export interface PlanAggregate {
  readonly name: string;
  readonly clock: DeviceId;
  /** CoreAudio joins the members to one device, in their order: nothing is crossed. Left out: busbar joins them itself. */
  readonly native?: { readonly publish: boolean };
  readonly members: readonly {
    readonly device: DeviceId;
    readonly drift: string;
    readonly headroomFrames: number;
    /** Delay of the resampler, which converts the rate as well; 0: the stream is not resampled. */
    readonly kernelFrames: number;
    /**
     * The constant delay, the same both ways, in frames of the master: headroom, kernel, and the longest block of the two
     * sides. 0: none is needed.
     */
    readonly crossingFrames: number;
  }[];
}

export interface PlanOp {
  readonly kernel: string;
  readonly domain: DomainId;
  /** Address of what it computes, for people: `vocal.compressor`. */
  readonly name: string;
  /** Slots read, and the signals that they must hold then, index by index. */
  readonly reads: readonly SlotId[];
  readonly from: readonly SignalId[];
  /** Slots written, and the signals that they hold from then on. */
  readonly writes: readonly SlotId[];
  readonly makes: readonly SignalId[];
  readonly latencyFrames: number;
  /** writes[i] may be reads[i]. */
  readonly inPlace: boolean;
  readonly parts: readonly PlanPart[];
}

/** One step inside an op. An op of several parts (a mix, a fused cascade) keeps their names, params and state apart. */
export interface PlanPart {
  readonly node: string;
  readonly step: string;
  /** Step type, or the kernel of an internal op. */
  readonly type: string;
  /** 64 bits as 16 hex digits: hash of (node path, step id). */
  readonly stateKey: string;
  /** 64 bits as 16 hex digits: hash of what decides the state's form. */
  readonly stateLayout: string;
  /** Engineering units, in the order of the type's params; blobs by index, -1 for none. */
  readonly params: Readonly<Record<string, number>>;
  readonly readFirst: number;
  readonly readCount: number;
  readonly writeFirst: number;
  readonly writeCount: number;
}

/** Ops of a feedback cycle: run in sub-blocks of at most `frames`. */
export interface PlanLoop {
  readonly firstOp: number;
  readonly opCount: number;
  readonly frames: number;
}

export interface PlanBlob {
  readonly sha256: string;
  readonly rows: number;
  readonly columns: number;
  /** Row-major, left out of JSON (`planToJson`). */
  readonly data: Float64Array;
}

/** What a user named, and where its signals are. */
export interface PlanNode {
  readonly name: string;
  readonly channels: number;
  readonly steps: readonly { readonly id: string; readonly type: string }[];
}

export interface PlanPath {
  /** Port addresses: `main.mic1`, `daw.rec`. */
  readonly from: string;
  readonly to: string;
  /** Ops, pads, crossings and FIFOs, in frames of the master; intended delays are not latency. */
  readonly latencyFrames: number;
  /** Latency of the two devices, or null where nothing is known of them. */
  readonly deviceFrames: number | null;
  readonly pads: readonly { readonly signal: string; readonly frames: number; readonly cause: string }[];
}

/** The documented JSON face: blobs as { sha256, length } without contents. */
export const planToJson = (plan: Plan): unknown => ({
  ...plan,
  blobs: plan.blobs.map((b) => ({ sha256: b.sha256, length: b.rows * b.columns, rows: b.rows, columns: b.columns })),
});
