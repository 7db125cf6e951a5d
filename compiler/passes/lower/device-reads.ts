// Device inputs. In: which hardware channels the graph reads. Out: one device_read per device, behind it a crossing
// where the device runs on another clock than its domain. Invariant: channels nobody reads are not read.

import type { DeviceId, SignalId } from '../../../schema/plan.ts';
import { must } from '../../invariant.ts';
import type { EquippedGraph } from '../../ir/graph.ts';
import { nodeSources } from '../sources.ts';
import { channelAddress } from './channel-address.ts';
import { addCrossing } from './crossing.ts';
import type { OpBuilder } from './op-builder.ts';
import { internalParams } from './params.ts';

export class DeviceReads {
  /** Signal by device and hardware channel. */
  private readonly signals: readonly Map<number, SignalId>[];

  constructor(checked: EquippedGraph, builder: OpBuilder) {
    const { devices } = checked.graph;
    const used = usedChannels(checked);
    this.signals = devices.map((device, id) => {
      const channels = [...used[id]!].sort((a, b) => a - b);
      if (channels.length === 0) return new Map();
      const domain = checked.deviceDomain[id]!;
      const suffix = checked.crossings.has(id) ? '@device' : '';
      const names = channels.map((c) => channelAddress(device, 'in', c));
      const raw = names.map((name) => builder.signal(name + suffix, domain));
      builder.add({
        kernel: 'device_read',
        domain,
        name: `${device.name}.in`,
        reads: [],
        writes: raw,
        latency: 0,
        tail: 0,
        inPlace: false,
        at: device.at,
        parts: channels.map((channel, i) => ({
          node: device.name,
          step: `in.${channel + 1}`,
          type: 'device_read',
          params: internalParams('device_read', { device: id, channel }),
          readFirst: 0,
          readCount: 0,
          writeFirst: i,
          writeCount: 1,
        })),
      });
      const signals = addCrossing(checked, builder, id, 'in', raw, names);
      return new Map(channels.map((c, i) => [c, signals[i]!]));
    });
  }

  signal(device: DeviceId, channel: number): SignalId {
    return must(this.signals[device]!.get(channel), 'a channel that a source reads');
  }
}

function usedChannels({ graph }: EquippedGraph): readonly ReadonlySet<number>[] {
  const used = graph.devices.map(() => new Set<number>());
  for (const node of graph.nodes) {
    for (const source of nodeSources(node)) {
      if (source.kind === 'device') for (const c of source.channels) used[source.device]!.add(c);
      else if (source.kind === 'channels') for (const c of source.channels) used[c.device]!.add(c.channel);
    }
  }
  return used;
}
