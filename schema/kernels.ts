// The kernel table: one entry per op type, sorted by name; a kernel's or part type's id in plan.bin is its index here.

import { internalOps, nodeTypes } from './index.ts';
import type { NodeDescriptor } from './node.ts';
import type { ParamSpecs } from './param.ts';
import type { Ports } from './port.ts';

export interface KernelEntry {
  readonly name: string;
  readonly params: ParamSpecs;
  /** A step type whose native file only designs filter sections, only gives a factor, or only weighs channels. */
  readonly family: 'filter' | 'factor' | 'blend' | 'own';
  readonly inPlace: boolean;
  /** Channels of each part; null where only the kernel can tell. */
  readonly inputs: Ports | null;
  readonly outputs: Ports | null;
  readonly parts: 'one' | 'many';
  /** Families whose types may be parts beside its own. */
  readonly takes: readonly ('filter' | 'factor' | 'blend')[];
}

const familyOf = (d: NodeDescriptor): KernelEntry['family'] =>
  d.filter ? 'filter' : d.factor ? 'factor' : d.blend ? 'blend' : 'own';

export const kernels: readonly KernelEntry[] = [
  ...internalOps.map((o) => ({ ...o, name: o.kernel, takes: o.takes ?? [], family: 'own' as const })),
  ...nodeTypes.map((d) => ({
    name: d.type,
    params: d.params,
    family: familyOf(d),
    inPlace: d.inPlace,
    inputs: d.inputs,
    outputs: d.passthrough ? {} : typeof d.outputs === 'function' ? null : d.outputs,
    parts: d.series || d.sharesInput ? ('many' as const) : ('one' as const),
    takes: [],
  })),
].sort((a, b) => (a.name < b.name ? -1 : 1));

const ids = new Map(kernels.map((k, i) => [k.name, i]));

export function kernelId(name: string): number {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`no kernel named ${name}`);
  return id;
}
