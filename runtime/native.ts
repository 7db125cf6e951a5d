// Finds and loads the addon: the only file that does. BUSBAR_ADDON names another build of it (sanitizers, tests).
// In: nothing. Out: the addon's classes, or why there are none and what to do about it.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { layoutHash } from '../schema/generate-native.ts';
import type { DeviceFacts, HardwareBackend } from '../schema/inventory.ts';
import type { SimulatedClock } from '../schema/plan.ts';
import type { NativeLive } from './native-live.ts';
import { packageRoot } from './package-root.ts';

/** One op on its own, outside any plan: the reference interpreter's and the conformance tests' way to kernels. */
export interface KernelSpec {
  readonly kernel: string;
  readonly rateHz: number;
  readonly maxFrames: number;
  readonly reads: number;
  readonly writes: number;
  readonly parts: readonly {
    readonly type: string;
    /** In the order of the type's params. */
    readonly params: readonly number[];
    readonly stateKey: bigint;
    readonly stateLayout: bigint;
    readonly readFirst: number;
    readonly readCount: number;
    readonly writeFirst: number;
    readonly writeCount: number;
  }[];
  readonly blobs: readonly { readonly rows: number; readonly columns: number; readonly data: Float64Array }[];
}

export interface NativeKernel {
  /** Runs `frames` frames; outputs[i] may be the very array inputs[i]. `offset` is the first index in every array. */
  process(inputs: readonly Float64Array[], outputs: readonly Float64Array[], frames: number, offset?: number): void;
  update(part: number, params: readonly number[]): void;
  reset(): void;
  /** Takes the states of all parts of `other`, which gets ours. */
  adopt(other: NativeKernel): void;
  /** `feedback_in` only: the `feedback_out` that owns its line. */
  connect(owner: NativeKernel): void;
  readOut(part: number): Float64Array;
  /** Heap calls made by the last `process`; -1 where they are not counted (other systems than Linux). */
  readonly allocations: number;
}

export type SampleFormat = 'u8' | 's16' | 's24' | 's24_3' | 's32' | 'f32' | 'f64';

/** Raw interleaved samples in a file, from `offset` on. */
export interface PcmFile {
  readonly device: number;
  readonly path: string;
  readonly offset: number;
  readonly format: SampleFormat;
  readonly channels: number;
  /** Frames to read (inputs; silence follows) or to write (outputs). */
  readonly frames: number;
}

export interface OutputReport {
  readonly device: number;
  readonly frames: number;
  /** Sample peak as a factor, by channel. */
  readonly peaks: Float64Array;
  /** Samples that the format clipped, by channel. */
  readonly clipped: Float64Array;
  /** Integrated loudness after BS.1770-4 in LUFS, channels weighted 1; -Infinity when gated away. */
  readonly loudness: number;
  /** Samples that were not finite. */
  readonly notFinite: number;
}

/** How a device's clock runs in a simulation. */
export interface SimulatedDevice {
  /** That its buffer holds. */
  readonly periods: number;
  /** Delay of its crossings in the master's frames; 0: it runs on the master's clock. */
  readonly crossingFrames: number;
  readonly drift: 'resample' | 'steer' | 'locked';
  /** Null: ideal. */
  readonly clock: SimulatedClock | null;
}

/** What became of a simulated clock. Frames of crossings are the master's. */
export interface ClockReport {
  readonly device: number;
  /** The master: its drift is against nominal time, that of others against the master. */
  readonly drives: boolean;
  /** As measured last. */
  readonly driftPpm: number;
  /** How far the delay of a crossing was from the plan's. */
  readonly worstErrorFrames: number;
  readonly xruns: number;
  /** Frames of the device that its own buffer could not hold. */
  readonly lostFrames: number;
  /** Frames that a crossing had to leave out, pass over or repeat. */
  readonly silentFrames: number;
  /** How often a crossing broke off and came back. */
  readonly realigned: number;
  /** Frames by which a crossing became longer than planned. */
  readonly widenedFrames: number;
  /** From being pulled out until it is heard again. */
  readonly gaps: readonly { readonly atMs: number; readonly lastsMs: number }[];
}

export interface NativeRenderer {
  /** Renders on a worker thread; resolves when `frames` more frames are done. */
  run(frames: number): Promise<void>;
  /** Flushes and closes files; throws EngineError-like { code, path } when a write failed. */
  finish(): readonly OutputReport[];
  /** Before `finish`: how simulated clocks fared, the master of each domain first; nothing where clocks are ideal. */
  clocks(): readonly ClockReport[];
  /** Closes without finishing. */
  close(): void;
  /** Meter readings by part index of the plan, for parts that have any. */
  readOut(part: number): Float64Array;
}

/**
 * A plan to run and for how long. A change of the sound is a list of them: a transition that plays old and new side by
 * side, then the new plan alone; the last one has 0 frames and stays.
 */
export interface PlanStage {
  readonly plan: Uint8Array;
  /** Pairs of part indices, (in the stage before, in this one): the state goes over, then glides to this plan's params. */
  readonly adopt: Uint32Array;
  /** Frames until the next stage takes over; 0: stays. */
  readonly frames: number;
}

export interface EngineNotice {
  /** The first stage plays; the last one does; a part made samples that were not finite and was reset. */
  readonly kind: 'begun' | 'settled' | 'not-finite';
  /** Changes count from 1. */
  readonly change: number;
  /** Frames played before. */
  readonly frame: number;
  /** `not-finite` only; null where it was not found. */
  readonly part: number | null;
}

/** A loaded plan run from memory: tests, `busbar test`. */
export interface NativeEngine {
  /** inputs[device][channel], outputs[device][channel], all `frames` long; cut into blocks of at most the quantum. */
  process(
    inputs: readonly (readonly Float64Array[])[],
    outputs: readonly (readonly Float64Array[])[],
    frames: number,
  ): void;
  /** New params (all of them) for a part of the plan, from the next frame on. */
  set(part: number, params: readonly number[]): void;
  /**
   * Takes over from the next frame on, or when the change before has settled; replaces one that no frame has followed
   * yet, so the first pairs are of the plan that plays. Devices must have the channels that the running plan's have.
   * From then on parts are those of the last stage.
   */
  change(stages: readonly PlanStage[]): void;
  /** What happened since the last call. */
  notices(): readonly EngineNotice[];
  /** Bytes of plans (kernels, states, slots) that are alive. */
  readonly memory: number;
  /** Whether blocks that hold samples which are not finite are silenced, and what made them reset, as live. */
  guard: boolean;
  reset(): void;
  readOut(part: number): Float64Array;
  /** Fill slots that hold no live signal with NaN after each op (tests). */
  poison: boolean;
  /** Heap calls made by the last `process`; -1 where they are not counted. */
  readonly allocations: number;
}

export interface NativeAddon {
  readonly layoutHash: bigint;
  /** Instruction set path in use, as named in results. */
  readonly instructionSet: string;
  readonly Kernel: new (spec: KernelSpec) => NativeKernel;
  readonly Engine: new (plan: Uint8Array) => NativeEngine;
  /** `clocks`, by device of the plan: the streams of devices run in virtual time; left out: all clocks are ideal. */
  readonly Renderer: new (
    plan: Uint8Array,
    inputs: readonly PcmFile[],
    outputs: readonly PcmFile[],
    clocks?: readonly SimulatedDevice[],
  ) => NativeRenderer;
  readonly Live: new () => NativeLive;
  /** Back ends of hardware that this build has, in the order of the inventory. */
  readonly backends: readonly HardwareBackend[];
  /** Calls when devices come or go, or others are the default; gives the way to stop. Null: no back end here tells by itself. */
  readonly watchDevices: (changed: () => void) => (() => void) | null;
  /**
   * Devices present now: slow, asks the system; a library that is absent gives its reason instead. `names`: what a
   * config calls devices by, to be looked for where a system does not list all (ALSA: any PCM, such as `pipewire`).
   */
  readonly devices: (
    backend: HardwareBackend,
    names?: readonly string[],
  ) => Promise<{
    readonly devices: readonly DeviceFacts[];
    readonly absent: string | null;
  }>;
}

export type LoadedAddon =
  | { readonly ok: true; readonly addon: NativeAddon; readonly path: string }
  | {
      readonly ok: false;
      /** Not built; built for another machine or broken; built from other sources than this compiler; not what BUSBAR_SIMD asks for. */
      readonly reason: 'missing' | 'unloadable' | 'stale' | 'instruction-set';
      readonly message: string;
      readonly help: string;
    };

const built = 'native/build/Release/busbar.node';

/** What to install before the addon can be built here. */
export function compilerHelp(platform: NodeJS.Platform = process.platform): string {
  const again = 'then `npm rebuild busbar` (in a checkout: `npm run build`)';
  if (platform === 'darwin')
    return `Install a compiler with \`xcode-select --install\` and CMake from cmake.org, ${again}.`;
  if (platform === 'win32') return `Install Visual Studio with its C++ workload and CMake, ${again}.`;
  return `Install CMake and a C++ compiler (Debian, Ubuntu: \`apt-get install cmake g++ make\`; Fedora: \`dnf install cmake gcc-c++ make\`), ${again}.`;
}

let loaded: LoadedAddon | undefined;

/** The addon; tried once, the answer is kept. Never throws. */
export function loadAddon(): LoadedAddon {
  loaded ??= load();
  return loaded;
}

function load(): LoadedAddon {
  const path = process.env.BUSBAR_ADDON || join(packageRoot(), built);
  if (!existsSync(path))
    return {
      ok: false,
      reason: 'missing',
      message: `The native engine is not built (no ${path}).`,
      help: compilerHelp(),
    };
  let addon: NativeAddon;
  try {
    addon = createRequire(import.meta.url)(path) as NativeAddon;
  } catch (e) {
    const cause = e instanceof Error ? e.message : String(e);
    return {
      ok: false,
      reason: 'unloadable',
      message: `The native engine does not load: ${cause}`,
      help: compilerHelp(),
    };
  }
  if (addon.layoutHash !== layoutHash())
    return {
      ok: false,
      reason: 'stale',
      message: 'The native engine was built from another version of busbar.',
      help: 'Run `npm rebuild busbar` (in a checkout: `npm run build`).',
    };
  const set = process.env.BUSBAR_SIMD;
  if (set && set !== addon.instructionSet)
    return {
      ok: false,
      reason: 'instruction-set',
      message: `BUSBAR_SIMD asks for the instruction set \`${set}\`, which this processor or this build of the engine does not have.`,
      help: 'There are `x86-64-v2`, `x86-64-v3` (AVX2) and `x86-64-v4` (AVX-512); elsewhere `neon` or `scalar`. Without BUSBAR_SIMD the engine takes the widest that the processor has.',
    };
  return { ok: true, addon, path };
}
