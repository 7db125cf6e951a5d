// The live half of the addon, as data. In: streams to open, plans to run, values to set. Out: what happened.
// Runners and slots are numbers of the session's choice that stay while plans come and go: a runner plays one clock
// domain, a slot is one device of the config.

import type { Drift } from '../compiler/ir/config.ts';
import type { HardwareBackend } from '../schema/inventory.ts';
import type { SimulatedClock } from '../schema/plan.ts';
import type { PlanStage } from './native.ts';

export interface LiveStage extends PlanStage {
  /** Runner of each of the plan's domains. */
  readonly runners: readonly number[];
  /** Slot of each of the plan's devices. */
  readonly slots: readonly number[];
}

/** A device to open. It serves one slot, or, of a back end that has one clock for all, several: their channels stand in order. */
export interface StreamSpec {
  /** `default`: the platform's own. */
  readonly backend: HardwareBackend | 'virtual' | 'default';
  readonly runner: number;
  /** Drives its runner; else it meets the driver, its master, through a crossing. */
  readonly drives: boolean;
  readonly slots: readonly { readonly slot: number; readonly inputs: number; readonly outputs: number }[];
  readonly id: string;
  readonly rateHz: number;
  /** 0: the device's choice. */
  readonly period: number;
  readonly periods: number;
  readonly format: string;
  readonly priority: number;
  /** Of a stream that does not drive. */
  readonly crossing?: StreamCrossing;
  /** `virtual`: its clock, and files per slot (raw PCM at an offset, as for renders). */
  readonly clock?: Pick<SimulatedClock, 'ppm' | 'jitterUs' | 'seed'> & Partial<SimulatedClock>;
  /** `virtual`, driving: runs as fast as the runner's clock was known to, whatever `clock` says. */
  readonly keepsClock?: boolean;
  readonly reads?: readonly PcmSource[];
  readonly writes?: readonly PcmSource[];
  /** `coreaudio`: no other program may use it meanwhile. */
  readonly exclusive?: boolean;
  /** `coreaudio`: it joins these devices, one per slot and in that order, to one; `id` is the leader's. */
  readonly aggregate?: StreamAggregate;
  /** `jack`: name of the client; names of the ports in order, and what each is to be kept connected to. */
  readonly client?: string;
  readonly inputPorts?: readonly JackPort[];
  readonly outputPorts?: readonly JackPort[];
}

/** How a stream meets the one that drives. */
export interface StreamCrossing {
  /** Constant delay in the master's frames, each way. */
  readonly frames: number;
  readonly drift: Drift;
  readonly masterHz: number;
  readonly masterPeriod: number;
}

/** An aggregate that the system makes. */
export interface StreamAggregate {
  readonly name: string;
  /** Index of the member whose clock the others follow. */
  readonly leader: number;
  /** Other programs see it too. */
  readonly publish: boolean;
  readonly members: readonly { readonly id: string; readonly compensated: boolean; readonly exclusive: boolean }[];
}

export interface PcmSource {
  readonly slot: number;
  readonly path: string;
  readonly offset: number;
  readonly format: string;
  readonly channels: number;
  /** Frames to read; -1 when writing. */
  readonly frames: number;
}

export interface JackPort {
  readonly name: string;
  /** Glob over full port names; '' for none. */
  readonly connect: string;
  /** Which of the ports that match, numbers counted; -1: all of them. Default 0. */
  readonly nth?: number;
}

/** From a channel of a stream to another, in frames. */
export interface StreamPath {
  readonly input: number;
  readonly output: number;
  readonly frames: number;
}

export interface StreamInfo {
  readonly stream: number;
  readonly rateHz: number;
  readonly period: number;
  readonly periods: number;
  readonly format: string;
  /** Frames, buffers included. */
  readonly inputLatency: number;
  readonly outputLatency: number;
  readonly realtime: boolean;
  /** `SCHED_FIFO 60`, or why not. */
  readonly scheduling: string;
  /** The kernel's number of its thread, for rtkit; 0: not ours. */
  readonly thread: number;
}

/** Thrown (as properties of an Error) by `open`. */
export type DeviceFault = 'missing' | 'busy' | 'denied' | 'unsupported' | 'changed' | 'gone' | 'library' | 'failed';

/** `timeMs`: on the clock of `NativeLive.now()`. */
export type LiveEvent =
  | {
      readonly kind: 'xrun';
      readonly timeMs: number;
      readonly stream: number;
      readonly side: string;
      readonly frames: number;
    }
  | {
      readonly kind: 'lost';
      readonly timeMs: number;
      readonly stream: number;
      readonly fault: DeviceFault;
      readonly why: string;
    }
  /** What its user should know of a device that goes on. */
  | { readonly kind: 'remark'; readonly timeMs: number; readonly stream: number; readonly what: string }
  /** It came late time and again: its delay is so many of the master's frames longer from now on. */
  | { readonly kind: 'widened'; readonly timeMs: number; readonly stream: number; readonly frames: number }
  /** Another stream drives a runner now; nobody did for so long. */
  | { readonly kind: 'handed-over'; readonly timeMs: number; readonly stream: number; readonly gapMs: number }
  /** The first stage of a change runs in every runner (its fade begins `after` the change was posted). */
  | { readonly kind: 'begun'; readonly timeMs: number; readonly change: number }
  /** The last stage runs in every runner; what it replaced is freed. */
  | { readonly kind: 'settled'; readonly timeMs: number; readonly change: number }
  /** Samples that were not numbers: the part's op was reset and its outputs silenced. */
  | { readonly kind: 'not-finite'; readonly timeMs: number; readonly runner: number; readonly part: number }
  /** RLIMIT_RTTIME ran out: the real-time threads are not real-time any more, or the system would have ended the process. */
  | { readonly kind: 'demoted'; readonly timeMs: number };

export interface RunnerStats {
  readonly runner: number;
  readonly frames: number;
  /** How much faster its driver's clock runs than the system's; 0: not known yet. */
  readonly clockPpm: number;
  /** Time of a cycle as a share of its period: mean since the last call, worst and 99th percentile since the start. */
  readonly load: number;
  readonly loadP99: number;
  readonly loadWorst: number;
  readonly xruns: number;
  /** Page faults and involuntary context switches of the audio thread since it started; -1: not known. */
  readonly pageFaults: number;
  readonly preemptions: number;
  /** Heap calls inside cycles of the streams that are open: 0, or a bug. Below 0: not counted. */
  readonly allocations: number;
  /** Samples of devices, or of plans, that were no numbers and became silence at a device's edge. */
  readonly notFinite: number;
  readonly members: readonly MemberStats[];
}

/** A stream that does not drive. Frames are the master's. */
export interface MemberStats {
  readonly stream: number;
  /** As planned. */
  readonly crossingFrames: number;
  /** How much faster its clock runs than the master's, beside their rates. */
  readonly driftPpm: number;
  /** How far the delay is from what it should be, in the worse direction. */
  readonly errorFrames: number;
  /** Frames that had to be silent after the start, or were passed over or repeated; both directions. */
  readonly lost: number;
  /** How often it broke off and came back. */
  readonly restarts: number;
  /** Frames by which the delay is longer than planned. */
  readonly widenedIn: number;
  readonly widenedOut: number;
  /** Both clocks are known and audio passes. */
  readonly running: boolean;
}

export interface SlotLevels {
  readonly slot: number;
  /** Peak and RMS as factors, by channel, since the last call; samples over full scale. */
  readonly inputPeaks: Float64Array;
  readonly inputRms: Float64Array;
  readonly outputPeaks: Float64Array;
  readonly outputRms: Float64Array;
  readonly clipped: number;
}

export interface NativeLive {
  /**
   * Makes the plans ready on a worker thread, then posts them to their runners. Resolves with the number of the change.
   * `silently`: every output fades out first, and in when the change has settled. Rejected while the last one has not begun.
   */
  change(stages: readonly LiveStage[], silently: boolean): Promise<number>;
  /**
   * `replaces`: a stream that is closed when this one is ready, so that hardly a moment is without it. Where this one cannot
   * be opened it goes on; where it was closed already and this one does not start, `scheduling` throws.
   */
  open(stream: StreamSpec, replaces?: number): Promise<StreamInfo>;
  /** Fades out (10 ms) unless lost, stops, closes; resolves when the device is free again. */
  close(stream: number): Promise<void>;
  /** New params (all of them) for a part of the last change's last stage, from the next block on; the transition follows too. */
  set(part: number, params: readonly number[]): void;
  /**
   * Readings of parts that have any (meters, dynamics), by part of the last change's last stage: what was measured
   * between the two calls before this one, none at first. Each call asks for the next.
   */
  readOut(part: number): Float64Array;
  poll(): readonly LiveEvent[];
  stats(): readonly RunnerStats[];
  levels(): readonly SlotLevels[];
  /** How a stream's thread is scheduled now: rtkit may have changed it. */
  scheduling(stream: number): Pick<StreamInfo, 'realtime' | 'scheduling'>;
  /** What the plan does between a stream's channels: JACK tells it to other programs. */
  setPaths(stream: number, paths: readonly StreamPath[]): void;
  /** JACK: what the same ports are to be kept connected to from now on. */
  setWishes(stream: number, inputPorts: readonly JackPort[], outputPorts: readonly JackPort[]): void;
  /** Milliseconds on the audio threads' clock. */
  now(): number;
  /** Fades everything out and closes it. */
  stop(): Promise<void>;
  /** Bytes of plans (kernels, states, slots) that are alive. */
  readonly memory: number;
  /** Whether the plan loaded last is kept from being paged out (RLIMIT_MEMLOCK). */
  readonly memoryLocked: boolean;
}
