// Sinks -> tasks. In: nodes with their sinks. Out: for every group of channels that leave together what the device does
// to them (crossing, ceiling, dither) and an output. Channels of one port are a group, so are ports named in `align:` and
// the channels of one sink.

import { nodeType } from '../../schema/index.ts';
import { must } from '../invariant.ts';
import type { DeviceConfig } from '../ir/config.ts';
import { specOf } from './spec.ts';
import type { HardwareChannel, StreamId } from './task.ts';
import type { TaskList } from './tasks.ts';

interface Driven extends HardwareChannel {
  readonly stream: StreamId;
}

export function addOutputs(list: TaskList): void {
  const { graph } = list.graph;
  const driven = graph.nodes.flatMap((node) =>
    node.sinks.flatMap((sink) => {
      const streams = list.after(node.id, node.steps.length - 1);
      return sink.channels.map(({ device, channel }, i): Driven => {
        return { device, channel, stream: must(streams[streams.length === 1 ? 0 : i], 'a stream per channel') };
      });
    }),
  );
  for (const [together, group] of groupsOf(list, driven).entries()) {
    for (const [device, config] of graph.devices.entries()) {
      const own = group.filter((d) => d.device === device).sort((a, b) => a.channel - b.channel);
      if (own.length > 0) addDeviceOutput(list, config, own, together);
    }
  }
}

/** Sets of channels merged wherever two of them share one, until none do. */
function groupsOf({ graph }: TaskList, driven: readonly Driven[]): readonly (readonly Driven[])[] {
  const key = (d: HardwareChannel) => `${d.device}:${d.channel}`;
  const sets: Set<string>[] = driven.map((d) => new Set([key(d)]));
  const merge = (keys: readonly string[]): void => {
    const touched = sets.filter((s) => keys.some((k) => s.has(k)));
    for (const s of touched) sets.splice(sets.indexOf(s), 1);
    if (touched.length > 0) sets.push(new Set(touched.flatMap((s) => [...s])));
  };
  for (const [device, config] of graph.graph.devices.entries()) {
    const keysOf = (channels: readonly number[]) => channels.map((c) => key({ device, channel: c - 1 }));
    for (const port of config.outputs) merge(keysOf(port.channels));
    const aligned = new Set(config.align.map((a) => a.port));
    merge(config.outputs.filter((p) => aligned.has(p.name)).flatMap((p) => keysOf(p.channels)));
  }
  for (const node of graph.graph.nodes) for (const sink of node.sinks) merge(sink.channels.map(key));
  return sets.map((s) => driven.filter((d) => s.has(key(d))));
}

const ditherBits: Readonly<Record<string, number>> = { s16: 16, s24: 24, s24_3: 24 };

function addDeviceOutput(list: TaskList, config: DeviceConfig, own: readonly Driven[], together: number): void {
  const portAt = (channel: number) => config.outputs.find((p) => p.channels.includes(channel + 1))?.name;
  let streams: readonly StreamId[] = own.map((d) => d.stream);
  const add = (step: string, make: (writes: readonly StreamId[], name: string) => void): void => {
    const writes = list.newStreams(streams.length);
    make(writes, `${config.name}.${step}`);
    streams = writes;
  };
  const late = list.graph.crossings.get(own[0]!.device)?.frames ?? 0;
  add('crossing', (writes, name) => {
    list.tasks.push({ kind: 'late', name, reads: streams, writes, latency: late, frames: late });
  });
  add('ceiling', (writes, name) => {
    for (const [i, { channel }] of own.entries()) {
      const level = config.ceiling.get(portAt(channel) ?? '');
      const top = level === undefined ? Number.POSITIVE_INFINITY : 10 ** (level / 20);
      list.tasks.push({ kind: 'clip', name, reads: [streams[i]!], writes: [writes[i]!], latency: 0, top });
    }
  });
  const bits = ditherBits[config.format];
  if (config.dither && bits !== undefined) {
    const first = own[0]!.channel;
    const step = `${portAt(first) ?? `out.${first + 1}`}.dither`;
    add(step, (writes, name) => {
      const { rateHz } = list.graph.graph.config.engine;
      const [reads, count] = [streams.length, writes.length];
      const place = {
        node: config.name,
        step,
        rateHz,
        reads,
        writes: count,
        frames: list.frames,
        asset: () => undefined,
      };
      const spec = specOf(must(nodeType('dither'), 'the step type dither'), { bits }, place);
      list.tasks.push({ kind: 'kernel', name, reads: streams, writes, latency: 0, spec });
    });
  }
  list.tasks.push({ kind: 'output', name: config.name, reads: streams, writes: [], latency: 0, to: own, together });
}
