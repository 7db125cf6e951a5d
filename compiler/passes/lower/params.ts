// Params of parts, by plan name and in the order of the descriptor. In: values in canonical units. Out: numbers.
// Invariant: every param is there; blobs are indices into the graph's blobs, -1 for none.

import type { InternalOp } from '../../../schema/internal-ops.ts';
import { internalOps } from '../../../schema/internal-ops.ts';
import type { NodeDescriptor } from '../../../schema/node.ts';
import {
  encodeParam,
  isBlob,
  type ParamSpec,
  type ParamSpecs,
  type ParamValue,
  planName,
} from '../../../schema/param.ts';
import type { PlanBlob } from '../../../schema/plan.ts';
import { must } from '../../invariant.ts';
import type { StepConfig } from '../../ir/config.ts';
import type { Asset, EquippedGraph } from '../../ir/graph.ts';
import { assetKey } from '../assets/asset-key.ts';

interface Entry {
  readonly name: string;
  readonly planName: string;
  readonly spec: ParamSpec;
}

interface Known {
  readonly entries: readonly Entry[];
  /** Every param at 0. */
  readonly blank: Readonly<Record<string, number>>;
}

const known = new WeakMap<ParamSpecs, Known>();

function entriesOf(specs: ParamSpecs): Known {
  let found = known.get(specs);
  if (found === undefined) {
    const entries = Object.entries(specs).map(([name, spec]) => ({ name, planName: planName(name, spec), spec }));
    found = { entries, blank: Object.fromEntries(entries.map((e) => [e.planName, 0])) };
    known.set(specs, found);
  }
  return found;
}

function encode(
  specs: ParamSpecs,
  values: Readonly<Record<string, ParamValue>>,
  blobOf: (name: string) => number,
): Readonly<Record<string, number>> {
  const { entries, blank } = entriesOf(specs);
  // A copy of an object that has every param is cheaper than an object that grows by one after the other.
  const params: Record<string, number> = { ...blank };
  for (let i = 0; i < entries.length; i++) {
    const { name, planName, spec } = entries[i]!;
    params[planName] = encodeParam(spec, values[name], isBlob(spec) ? blobOf(name) : -1);
  }
  return params;
}

const internal: ReadonlyMap<string, InternalOp> = new Map(internalOps.map((o) => [o.kernel, o]));

export const internalParams = (
  kernel: string,
  values: Readonly<Record<string, ParamValue>>,
): Readonly<Record<string, number>> =>
  encode(must(internal.get(kernel), `an internal op ${kernel}`).params, values, () => -1);

/** Params of a step type that the compiler adds by itself (dither at a device). */
export const impliedParams = (
  descriptor: NodeDescriptor,
  values: Readonly<Record<string, ParamValue>>,
): Readonly<Record<string, number>> => encode(descriptor.params, values, () => -1);

/** The plan's blobs, filled as params are encoded; equal contents are kept once. */
export class BlobTable {
  readonly blobs: PlanBlob[] = [];
  private readonly assets: EquippedGraph['assets'];
  private readonly indices = new Map<string, number>();

  constructor(assets: EquippedGraph['assets']) {
    this.assets = assets;
  }

  params(step: StepConfig): Readonly<Record<string, number>> {
    return encode(step.descriptor.params, step.params, (name) => {
      const asset = this.assets.get(assetKey(step, name));
      return asset === undefined ? -1 : this.index(asset);
    });
  }

  /** Columns of the longest table of a step; 0 where it has none. */
  columns(step: StepConfig): number {
    let columns = 0;
    for (const { name, spec } of entriesOf(step.descriptor.params).entries) {
      if (isBlob(spec)) columns = Math.max(columns, this.assets.get(assetKey(step, name))?.columns ?? 0);
    }
    return columns;
  }

  private index({ sha256, rows, columns, data }: Asset): number {
    const key = `${sha256} ${rows} ${columns}`;
    let index = this.indices.get(key);
    if (index === undefined) {
      index = this.blobs.push({ sha256, rows, columns, data }) - 1;
      this.indices.set(key, index);
    }
    return index;
  }
}
