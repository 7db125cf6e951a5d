// A step type as data: one descriptor per file in nodes/, one kernel of the same name in native/kernels/.
// In: params and ports. Out: what the compiler, the schema, the docs and the C++ headers derive from.

import type { ParamSpecs, ParamsOf, ParamValue } from './param.ts';
import type { Ports } from './port.ts';

export interface NodeDescriptor<S extends ParamSpecs = ParamSpecs> {
  /** The key a user writes, and the name of the kernel. */
  readonly type: string;
  /** One sentence for the reference and for hover. */
  readonly summary: string;
  /** `in` is the programme; others are side-chains. Empty: a generator (tone, noise), which stands first in a node without `from`. */
  readonly inputs: Ports;
  /** `out`, or named outputs, band by band. A function where the params decide. */
  readonly outputs: Ports | ((params: ParamsOf<S>) => Ports);
  readonly params: S;
  /** Output channel i may be written over input channel i. */
  readonly inPlace: boolean;
  /** Makes sound out of silence (tone, noise, dither). */
  readonly source?: boolean;
  /** Reads its input and hands the same signals on (meter): its op writes nothing. */
  readonly passthrough?: boolean;
  /** Filters share one kernel engine, and neighbours may be fused into a cascade; `native/kernels/<type>.cpp` designs the sections. */
  readonly filter?: boolean;
  /** Multiplies every channel by one number, and does nothing else: it may join a cascade or a mix; `native/kernels/<type>.cpp` gives the number. */
  readonly factor?: boolean;
  /** Steps that hear the same signals may be parts of one op, which works out once what depends on those alone. */
  readonly sharesInput?: boolean;
  /** Makes weighted sums of its channels, and does nothing else: it may join a mix; `native/kernels/<type>.cpp` weighs. */
  readonly blend?: boolean;
  /** Several of them, one behind the other, may be one op, with a part for each. */
  readonly series?: boolean;
  /** Frames from input to output beyond what defines the step. Default 0. */
  readonly latency?: (params: ParamsOf<S>, rateHz: number) => number;
  /** Frames that the output rings on after the input ended, where that is finite and defines the step (delay, FIR). Default 0. */
  readonly tail?: (params: ParamsOf<S>, rateHz: number, blobColumns: number) => number;
  /** Whole frames of intended delay: a step that has this may close a cycle. */
  readonly delayFrames?: (params: ParamsOf<S>, rateHz: number) => number;
  /** Highest level in dBFS that a steady signal of at most `inDbfs` can leave with, at any frequency. Default: no more than came in. */
  readonly peak?: (params: ParamsOf<S>, inDbfs: number) => number;
  /** Rules that ranges cannot say, one message each (`q` beside `kind`). */
  readonly refine?: (params: ParamsOf<S>, rateHz: number) => readonly Refinement[];
  /** Names of this step in other tools, for importers. */
  readonly alias?: Readonly<Record<string, string>>;
  /** Params of a typical use, as a user writes them; compiled by the conformance tests. */
  readonly example: unknown;
}

/** A complaint of `refine`: which param it is about, what is wrong, what to do. */
export interface Refinement {
  readonly param: string;
  readonly message: string;
  readonly help: string;
}

/** What a descriptor's type keeps for the types of configs in TypeScript: the step's name, its inputs, its params. */
export interface TypedStep<T extends string = string, I extends Ports = Ports, S extends ParamSpecs = ParamSpecs> {
  readonly type: T;
  readonly inputs: I;
  readonly params: S;
}

/** Checks a descriptor's types where it is written and widens it for the registry. */
export const defineNode = <const T extends string, const I extends Ports, const S extends ParamSpecs>(
  d: NodeDescriptor<S> & TypedStep<T, I, S>,
): NodeDescriptor & TypedStep<T, I, S> => d as unknown as NodeDescriptor & TypedStep<T, I, S>;

/** Outputs of a step with these params. */
export const outputsOf = (d: NodeDescriptor, params: Readonly<Record<string, ParamValue>>): Ports =>
  typeof d.outputs === 'function' ? d.outputs(params) : d.outputs;

/** True for a step whose one output has no name of its own: its address is the step's. */
export const isPlainOutput = (outputs: readonly string[]): boolean => outputs.length === 1 && outputs[0] === 'out';
