// How the interpreter reaches kernels: one at a time, outside any plan. The engine's addon has this very shape.

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

export interface HostedKernel {
  /** Runs `frames` frames from index `offset` of every array. */
  process(inputs: readonly Float64Array[], outputs: readonly Float64Array[], frames: number, offset?: number): void;
}

export interface KernelHost {
  make(spec: KernelSpec): HostedKernel;
}
