// Clock crossings. In: signals of one device, on its own clock or about to be. Out: the same on the other side.

import type { DeviceId, SignalId } from '../../../schema/plan.ts';
import type { EquippedGraph } from '../../ir/graph.ts';
import { type OpBuilder, wholePart } from './op-builder.ts';
import { internalParams } from './params.ts';

/** Signals behind the crossing, called `names`; `signals` themselves where the device shares its domain's clock. */
export function addCrossing(
  checked: EquippedGraph,
  builder: OpBuilder,
  device: DeviceId,
  step: string,
  signals: readonly SignalId[],
  names: readonly string[],
): readonly SignalId[] {
  const crossing = checked.crossings.get(device);
  if (crossing === undefined) return signals;
  const { name, at } = checked.graph.devices[device]!;
  const domain = checked.deviceDomain[device]!;
  const writes = names.map((n) => builder.signal(n, domain));
  const params = internalParams('crossing', { delay: crossing.frames, member: device, drift: crossing.drift });
  builder.add({
    kernel: 'crossing',
    domain,
    name: `${name}.${step}.crossing`,
    reads: signals,
    writes,
    latency: crossing.frames,
    tail: 0,
    inPlace: true,
    at,
    parts: [wholePart(name, step, 'crossing', params, signals, writes)],
  });
  return writes;
}
