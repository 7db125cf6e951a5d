// Finds and loads the addon: the only file that does. BUSBAR_ADDON names another build of it (sanitizers, tests).

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
  readOut(part: number): Float64Array;
  /** Heap allocations made by the last `process` (counted in test builds; -1 elsewhere). */
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

export interface NativeRenderer {
  /** Renders on a worker thread; resolves when `frames` more frames are done. */
  run(frames: number): Promise<void>;
  /** Flushes and closes files; throws EngineError-like { code, path } when a write failed. */
  finish(): readonly OutputReport[];
  /** Closes without finishing. */
  close(): void;
  /** Meter readings by part index of the plan, for parts that have any. */
  readOut(part: number): Float64Array;
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
  reset(): void;
  readOut(part: number): Float64Array;
  /** Fill slots that hold no live signal with NaN after each op (tests). */
  poison: boolean;
}

export interface NativeAddon {
  readonly layoutHash: bigint;
  /** Instruction set path in use, as named in results. */
  readonly instructionSet: string;
  readonly Kernel: new (spec: KernelSpec) => NativeKernel;
  readonly Engine: new (plan: Uint8Array) => NativeEngine;
  readonly Renderer: new (plan: Uint8Array, inputs: readonly PcmFile[], outputs: readonly PcmFile[]) => NativeRenderer;
}
