// Device outputs. In: the signal that drives each hardware channel. Out: one device_write per align group of a device,
// before it what the device asks for: crossing, ceiling, dither. Invariant: channels of one port, ports named in one
// `align:` and channels of one sink are one group, and what one op reads arrives together.

import { nodeType } from '../../../schema/index.ts';
import type { DeviceId, SignalId } from '../../../schema/plan.ts';
import { must } from '../../invariant.ts';
import type { DeviceConfig } from '../../ir/config.ts';
import type { EquippedGraph, SinkRef } from '../../ir/graph.ts';
import type { JsonPointer } from '../../ir/source.ts';
import { ditherBits } from '../check/devices.ts';
import { highestChannel, portOf } from '../resolve/aggregate-channels.ts';
import { channelAddress } from './channel-address.ts';
import { addCrossing } from './crossing.ts';
import { type OpBuilder, wholePart } from './op-builder.ts';
import { impliedParams, internalParams } from './params.ts';

interface Driver {
  readonly channel: number;
  readonly signal: SignalId;
  /** First output port that has the channel; undefined: an aggregate reaches one that no port names. */
  readonly port: string | undefined;
  readonly at: JsonPointer;
}

/** `signalsOf` gives what a node sends: one signal, which spreads, or as many as the sink has channels. */
export function addDeviceWrites(
  checked: EquippedGraph,
  builder: OpBuilder,
  signalsOf: (node: number) => readonly SignalId[],
): void {
  const { graph } = checked;
  const groups = new ChannelGroups(graph.devices);
  const drivers = new Map<number, Map<DeviceId, Driver[]>>();
  for (const node of graph.nodes) for (const sink of node.sinks) groups.joinSink(sink);
  for (const node of graph.nodes) {
    for (const sink of node.sinks) {
      const signals = signalsOf(node.id);
      for (const [i, { device, channel }] of sink.channels.entries()) {
        const signal = must(signals[signals.length === 1 ? 0 : i], 'a signal per channel of the sink');
        const port = portOf(graph.devices[device]!.outputs, channel)?.name;
        const group = groups.of(device, channel);
        const byDevice = drivers.get(group) ?? new Map<DeviceId, Driver[]>();
        drivers.set(group, byDevice);
        const list = byDevice.get(device) ?? [];
        byDevice.set(device, list);
        list.push({ channel, signal, port, at: sink.at });
      }
    }
  }
  for (const [group, byDevice] of [...drivers].sort(([a], [b]) => a - b)) {
    const together = byDevice.size > 1 ? group : undefined;
    for (const [device, list] of [...byDevice].sort(([a], [b]) => a - b)) {
      list.sort((a, b) => a.channel - b.channel);
      addGroup(checked, builder, device, list, together);
    }
  }
}

function addGroup(
  checked: EquippedGraph,
  builder: OpBuilder,
  id: DeviceId,
  drivers: readonly Driver[],
  together: number | undefined,
): void {
  const device = checked.graph.devices[id]!;
  const domain = checked.deviceDomain[id]!;
  const ports = [...new Set(drivers.map((d) => d.port ?? `out.${d.channel + 1}`))];
  const group = ports.join('+');
  const names = drivers.map((d) => channelAddress(device, 'out', d.channel));
  const driven = drivers.map((d) => d.signal);
  let signals = addCrossing(
    checked,
    builder,
    id,
    `out.${ports[0]}`,
    driven,
    names.map((n) => `${n}@crossing`),
  );
  signals = addCeilings(checked, builder, id, drivers, names, signals);
  signals = addDither(builder, device, domain, ports[0]!, names, signals);
  builder.add({
    kernel: 'device_write',
    domain,
    name: `${device.name}.${group}`,
    reads: signals,
    writes: [],
    latency: 0,
    tail: 0,
    inPlace: false,
    at: drivers[0]!.at,
    ...(together === undefined ? {} : { together }),
    parts: drivers.map(({ channel }, i) => ({
      node: device.name,
      step: `out.${channel + 1}`,
      type: 'device_write',
      params: internalParams('device_write', { device: id, channel }),
      readFirst: i,
      readCount: 1,
      writeFirst: 0,
      writeCount: 0,
    })),
  });
}

/** One op per port that has a ceiling: levels are said by port. */
function addCeilings(
  checked: EquippedGraph,
  builder: OpBuilder,
  id: DeviceId,
  drivers: readonly Driver[],
  names: readonly string[],
  signals: readonly SignalId[],
): readonly SignalId[] {
  const device = checked.graph.devices[id]!;
  const domain = checked.deviceDomain[id]!;
  const clipped = [...signals];
  for (const [port, level] of [...device.ceiling].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const at = drivers.flatMap((d, i) => (d.port === port ? [i] : []));
    if (at.length === 0) continue;
    const reads = at.map((i) => signals[i]!);
    const writes = at.map((i) => builder.signal(`${names[i]}@ceiling`, domain));
    const params = internalParams('ceiling', { level });
    builder.add({
      kernel: 'ceiling',
      domain,
      name: `${device.name}.${port}.ceiling`,
      reads,
      writes,
      latency: 0,
      tail: 0,
      inPlace: true,
      at: device.at,
      parts: [wholePart(device.name, port, 'ceiling', params, reads, writes)],
    });
    for (const [k, i] of at.entries()) clipped[i] = writes[k]!;
  }
  return clipped;
}

function addDither(
  builder: OpBuilder,
  device: DeviceConfig,
  domain: number,
  port: string,
  names: readonly string[],
  reads: readonly SignalId[],
): readonly SignalId[] {
  const bits = ditherBits[device.format];
  if (!device.dither || bits === undefined) return reads;
  const descriptor = must(nodeType('dither'), 'the step type dither');
  const writes = names.map((n) => builder.signal(`${n}@dither`, domain));
  const params = impliedParams(descriptor, { bits });
  builder.add({
    kernel: 'dither',
    domain,
    name: `${device.name}.${port}.dither`,
    reads,
    writes,
    latency: 0,
    tail: 0,
    inPlace: descriptor.inPlace,
    at: device.at,
    parts: [wholePart(device.name, `${port}.dither`, 'dither', params, reads, writes)],
  });
  return writes;
}

/** Hardware output channels that leave together: union-find over all devices' channels. */
class ChannelGroups {
  private readonly base: readonly number[];
  private readonly parent: number[] = [];

  constructor(devices: readonly DeviceConfig[]) {
    this.base = devices.map((device) => {
      const base = this.parent.length;
      for (let c = highestChannel(device.outputs); c > 0; c--) this.parent.push(this.parent.length);
      return base;
    });
    for (const [id, device] of devices.entries()) {
      const aligned = new Set(device.align.map((a) => a.port));
      let meets = -1;
      for (const port of device.outputs) {
        const channels = port.channels.map((c) => this.base[id]! + c - 1);
        for (const c of channels) this.join(channels[0]!, c);
        if (!aligned.has(port.name)) continue;
        if (meets >= 0) this.join(meets, channels[0]!);
        meets = channels[0]!;
      }
    }
  }

  joinSink({ channels }: SinkRef): void {
    const [first, ...others] = channels.map((c) => this.base[c.device]! + c.channel);
    for (const other of others) this.join(first!, other);
  }

  of(device: DeviceId, channel: number): number {
    return this.find(this.base[device]! + channel);
  }

  private find(channel: number): number {
    let root = channel;
    while (this.parent[root] !== root) root = this.parent[root]!;
    for (let c = channel; c !== root; ) [this.parent[c], c] = [root, this.parent[c]!];
    return root;
  }

  private join(a: number, b: number): void {
    const x = this.find(a);
    const y = this.find(b);
    this.parent[Math.max(x, y)] = Math.min(x, y);
  }
}
