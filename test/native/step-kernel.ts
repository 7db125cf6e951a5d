// One step type as a native kernel, outside any plan. In: params as descriptors name them, in canonical units.
// Out: the kernel, and ways to run it over whole signals.

import type { KernelSpec, NativeKernel } from '../../runtime/native.ts';
import { nodeType } from '../../schema/index.ts';
import type { ParamValue } from '../../schema/param.ts';
import { encodeParam, isBlob } from '../../schema/param.ts';
import { native } from '../support/addon.ts';

export interface StepOptions {
  /** The type's own, unless said. */
  readonly kernel?: string;
  readonly rateHz?: number;
  readonly reads?: number;
  readonly writes?: number;
  readonly maxFrames?: number;
  readonly stateKey?: bigint;
  /** Several parts read the same and make `writes` channels each, not one behind the other what there are. */
  readonly beside?: boolean;
}

type Blob = KernelSpec['blobs'][number];
export type StepParams = Readonly<Record<string, ParamValue | Blob>>;

const isTable = (v: ParamValue | Blob | undefined): v is Blob => typeof v === 'object' && v !== null && 'rows' in v;

/** Encoded as in a plan; lists of numbers become blobs, tables stand as they are. */
function encode(type: string, params: StepParams, blobs: Blob[]): number[] {
  const descriptor = nodeType(type);
  if (descriptor === undefined) throw new Error(`no step type ${type}`);
  return Object.entries(descriptor.params).map(([name, spec]) => {
    const value = params[name];
    if (!isBlob(spec)) return encodeParam(spec, value as ParamValue | undefined, -1);
    if (value === undefined || value === null) return -1;
    const data = isTable(value)
      ? value
      : { rows: 1, columns: (value as number[]).length, data: Float64Array.from(value as number[]) };
    return blobs.push(data) - 1;
  });
}

/** Params of a part, for `update`. */
export const paramsOf = (type: string, params: StepParams): number[] => encode(type, params, []);

export const table = (rows: readonly (readonly number[])[]): Blob => ({
  rows: rows.length,
  columns: rows[0]?.length ?? 0,
  data: Float64Array.from(rows.flat()),
});

/** A kernel of several parts of one type, in series or beside each other, or of one. */
export function stepKernel(
  type: string,
  params: StepParams | readonly StepParams[],
  o: StepOptions = {},
): NativeKernel {
  const { kernel = type, rateHz = 48000, reads = 1, writes = 1, maxFrames = 4096, stateKey = 0x123456789abcdefn } = o;
  const blobs: Blob[] = [];
  const parts = (Array.isArray(params) ? (params as readonly StepParams[]) : [params as StepParams]).map((p, i) => ({
    type,
    params: encode(type, p, blobs),
    stateKey: stateKey + BigInt(i),
    stateLayout: 1n,
    readFirst: 0,
    readCount: reads,
    writeFirst: o.beside ? i * writes : 0,
    writeCount: writes,
  }));
  const all = o.beside ? parts.length * writes : writes;
  return new (native().Kernel)({ kernel, rateHz, maxFrames, reads, writes: all, parts, blobs });
}

/** The whole of `inputs` through a kernel in blocks of `block`; a live change may come ahead of each. */
export function runKernel(
  kernel: NativeKernel,
  inputs: readonly Float64Array[],
  writes: number,
  frames = inputs[0]?.length ?? 0,
  block = 4096,
): Float64Array[] {
  const out = Array.from({ length: writes }, () => new Float64Array(frames));
  for (let at = 0; at < frames; at += block) kernel.process(inputs, out, Math.min(block, frames - at), at);
  return out;
}

/** Response of each write to an impulse in read 0, until it has died down by 260 dB (at most `limit` frames). */
export function impulseResponse(kernel: NativeKernel, writes: number, chunk = 4096, limit = 2 ** 23): Float64Array[] {
  const pieces: Float64Array[][] = [];
  let peak = 0;
  for (let at = 0; at < limit; at += chunk) {
    const x = new Float64Array(chunk);
    if (at === 0) x[0] = 1;
    const out = runKernel(kernel, [x], writes);
    pieces.push(out);
    let largest = 0;
    for (const y of out) for (const v of y) largest = Math.max(largest, Math.abs(v));
    peak = Math.max(peak, largest);
    if (at > 0 && largest <= 1e-13 * peak) break;
  }
  return Array.from({ length: writes }, (_, w) => {
    const all = new Float64Array(pieces.length * chunk);
    for (const [i, piece] of pieces.entries()) all.set(piece[w]!, i * chunk);
    return all;
  });
}
