// The kernel of one step on its own. In: a step with its params and files. Out: what a KernelHost makes it from.

import type { NodeDescriptor } from '../../schema/node.ts';
import { encodeParam, isBlob, type ParamValue } from '../../schema/param.ts';
import type { StepConfig } from '../ir/config.ts';
import type { Asset, EquippedGraph } from '../ir/graph.ts';
import { pointer } from '../ir/source.ts';
import type { KernelSpec } from './kernel-host.ts';

export function stepSpec(
  graph: EquippedGraph,
  node: string,
  step: StepConfig,
  reads: number,
  writes: number,
  frames: number,
): KernelSpec {
  const { rateHz } = graph.graph.config.engine;
  const asset = (param: string) => graph.assets.get(pointer(step.paramsAt, param));
  return specOf(step.descriptor, step.params, { node, step: step.id, rateHz, reads, writes, frames, asset });
}

interface Place {
  readonly node: string;
  readonly step: string;
  readonly rateHz: number;
  readonly reads: number;
  readonly writes: number;
  readonly frames: number;
  readonly asset: (param: string) => Asset | undefined;
}

export function specOf(
  descriptor: NodeDescriptor,
  values: Readonly<Record<string, ParamValue>>,
  { node, step, rateHz, reads, writes, frames, asset }: Place,
): KernelSpec {
  const blobs: Asset[] = [];
  const params = Object.entries(descriptor.params).map(([name, spec]) => {
    const table = isBlob(spec) ? asset(name) : undefined;
    return encodeParam(spec, values[name], table ? blobs.push(table) - 1 : -1);
  });
  const part = {
    type: descriptor.type,
    params,
    stateKey: fnv64(`${node}\0${step}\0`),
    stateLayout: 0n,
    readFirst: 0,
    readCount: reads,
    writeFirst: 0,
    writeCount: writes,
  };
  return { kernel: descriptor.type, rateHz, maxFrames: frames, reads, writes, parts: [part], blobs };
}

/** The identity of a step, which seeds its noise: 64-bit FNV-1a. */
function fnv64(text: string): bigint {
  let h = 0xcbf29ce484222325n;
  for (const c of text) h = ((h ^ BigInt(c.charCodeAt(0))) * 0x100000001b3n) & 0xffffffffffffffffn;
  return h;
}
