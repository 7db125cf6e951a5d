// What a run says of itself: one object per event, as `run --json` prints them and the control endpoint sends them.
// In: nothing. Out: types. Invariants: a public shape, fields are added and never renamed; `time` is in seconds since
// the start; levels are in dBFS, null for silence; devices go by their names in the config.

import type { JsonDiagnostic } from '../../compiler/diagnostics/render/json.ts';
import type { ChangeKind } from '../../compiler/diff.ts';
import type { PlanPort } from '../../schema/plan.ts';
import type { DeviceFault } from '../native-live.ts';
import type { Phase } from './laps.ts';

/** `open`: it plays. `stand-in`: a virtual clock keeps its place. `away`: silence in its place, others play on. */
export type DeviceState = 'open' | 'stand-in' | 'away';

export interface RunDevice {
  readonly name: string;
  readonly backend: string;
  /** Of the device in the system; empty where there is none. */
  readonly id: string;
  readonly ports: readonly Pick<PlanPort, 'name' | 'direction' | 'channels'>[];
  readonly state: DeviceState;
  /** Why it is not open, or what is worth knowing of it; empty where nothing is. */
  readonly note: string;
  readonly rateHz: number;
  readonly period: number;
  readonly periods: number;
  readonly format: string;
  /** Frames of the device, its buffers included. */
  readonly inputLatencyFrames: number;
  readonly outputLatencyFrames: number;
  /** How it crosses to its master; null where it drives its domain, or nothing is known yet. */
  readonly drift: RunDrift | null;
  readonly realtime: Realtime;
}

/** A device beside its master, the device that drives its domain. Frames are the master's. */
export interface RunDrift {
  /** How much faster its clock runs than the master's. */
  readonly ppm: number;
  /** How far the fill of its queues is from the target, in the worse direction. */
  readonly fillFrames: number;
  /** Delay of the crossing, each way: as planned, and by what it was widened. */
  readonly latencyFrames: number;
  /** Frames that had to be silent since it began, or were passed over or repeated. */
  readonly lost: number;
  /** How often it broke off and came back. */
  readonly restarts: number;
}

/** What the audio thread was granted: `SCHED_FIFO 60`, or why nothing. */
export interface Realtime {
  readonly granted: boolean;
  readonly detail: string;
}

/** From a device port to a device port, with the devices' own latency where it is known. */
export interface RunLatency {
  readonly from: string;
  readonly to: string;
  readonly frames: number;
  readonly ms: number;
}

export interface ChannelLevel {
  readonly peakDbfs: number | null;
  readonly rmsDbfs: number | null;
}

export interface DeviceLevels {
  readonly name: string;
  /** By hardware channel. */
  readonly inputs: readonly ChannelLevel[];
  readonly outputs: readonly ChannelLevel[];
  /** Output samples over full scale since the last reading. */
  readonly clipped: number;
  readonly drift: RunDrift | null;
}

/** Time of an audio cycle as a share of its period. */
export interface Load {
  readonly mean: number;
  readonly p99: number;
  readonly worst: number;
}

/** One thing that a save changed. */
export interface RunChange {
  /** `vocal.compressor.threshold`. */
  readonly target: string;
  /** With units; null: it was not there, or is there no more. */
  readonly from: string | null;
  readonly to: string | null;
  readonly kind: ChangeKind;
  /** All of it in words: `vocal.compressor.threshold -18 -> -22 dB, live`. */
  readonly text: string;
}

interface Events {
  /** Before `started`: these devices are not there yet, and their `missing` is `wait`. */
  waiting: { readonly devices: readonly string[] };
  started: {
    readonly config: string;
    readonly devices: readonly RunDevice[];
    readonly latencies: readonly RunLatency[];
    readonly realtime: Realtime;
  };
  reloaded: {
    readonly tier: 0 | 1 | 2 | 3;
    readonly kind: ChangeKind;
    readonly changes: readonly RunChange[];
    /** From the file event until the new plan runs, without the debounce; then `warmUpMs` until its fade begins. */
    readonly ms: number;
    /** What `ms` consists of. */
    readonly phases: Readonly<Record<Phase, number>>;
    /** How long what starts afresh runs unheard, for its delays and filters to fill, before it fades in. */
    readonly warmUpMs: number;
    /** `reopen`: how long the devices that were reopened were silent. */
    readonly gapMs: number | null;
  };
  /** A save that was not taken: the old plan plays on. */
  rejected: { readonly reason: string; readonly diagnostics: readonly JsonDiagnostic[] };
  xrun: { readonly device: string; readonly kind: string; readonly frames: number };
  device: {
    readonly name: string;
    readonly state: 'lost' | 'back';
    readonly fault: DeviceFault | null;
    readonly why: string;
  };
  /** What its user should know of a device that goes on all the same. */
  remark: { readonly device: string; readonly text: string };
  /** How a device’s clock stands to its master’s: once a second while it moves, else every five seconds. */
  drift: RunDrift & { readonly device: string };
  /** It came late time and again: its delay is so many frames longer than before. */
  widened: { readonly device: string; readonly frames: number };
  /** Another clock drives a domain: `device` itself, or a virtual clock in its place at the same speed. */
  handover: {
    readonly device: string;
    readonly to: 'device' | 'clock';
    /** How long nothing drove it. */
    readonly gapMs: number;
  };
  meter: { readonly devices: readonly DeviceLevels[]; readonly load: Load; readonly xruns: number };
  /** A value moved without a save. */
  set: { readonly target: string; readonly value: string };
  /** What the audio threads are granted has changed. */
  realtime: Realtime;
  /** Samples that were not numbers: the step was reset and muted for a block. */
  'not-finite': { readonly node: string; readonly step: string };
  stopped: {
    readonly frames: number;
    readonly xruns: number;
    readonly load: Load;
    /** `ended`: --for ran out. `signal`: it was asked to stop. `failed`: it could not go on. */
    readonly reason: 'ended' | 'signal' | 'failed';
  };
}

export type RunEventName = keyof Events;
export type RunEventOf<Name extends RunEventName> = { readonly event: Name; readonly time: number } & Events[Name];
export type RunEvent = { [Name in RunEventName]: RunEventOf<Name> }[RunEventName];
/** What is said, before it is stamped. */
export type Told = { [Name in RunEventName]: { readonly event: Name } & Events[Name] }[RunEventName];
