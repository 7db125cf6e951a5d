// What the plan says of devices, aggregates and nodes: facts that are copied, not decided. In: a checked graph.

import type { PlanAggregate, PlanDevice, PlanNode, PlanPort } from '../../../schema/plan.ts';
import type { DeviceConfig } from '../../ir/config.ts';
import type { EquippedGraph } from '../../ir/graph.ts';
import { clockKey } from '../check/clocks.ts';
import { hash64 } from '../emit/hash.ts';
import { periodFor } from '../match/abilities.ts';
import { highestChannel } from '../resolve/aggregate-channels.ts';
import { correctionOf } from './device-latency.ts';

export function planDevices(checked: EquippedGraph): readonly PlanDevice[] {
  const { engine } = checked.graph.config;
  return checked.graph.devices.map((device, id) => {
    const correction = correctionOf(device, engine.rateHz);
    return {
      name: device.name,
      backend: device.backend,
      domain: checked.deviceDomain[id]!,
      rateHz: device.rateHz ?? engine.rateHz,
      inputs: highestChannel(device.inputs),
      outputs: highestChannel(device.outputs),
      ports: [...ports(device, 'in'), ...ports(device, 'out')],
      format: device.format,
      period: periodFor(device, engine.quantum),
      periods: device.periods,
      missing: device.missing,
      match: device.match,
      read: device.read,
      write: device.write,
      clock: device.clock && { ...device.clock, seed: device.clock.seed ?? seedOf(device.name) },
      ...(correction === undefined ? {} : { correction }),
    };
  });
}

/** Devices shake apart from each other, and the same in every run. */
const seedOf = (name: string): number => Number.parseInt(hash64(name).slice(8), 16);

const ports = (device: DeviceConfig, direction: 'in' | 'out'): readonly PlanPort[] =>
  (direction === 'in' ? device.inputs : device.outputs).map(({ name, channels }) => {
    const connect = device.connect.get(name);
    return { name, direction, channels, ...(connect === undefined ? {} : { connect }) };
  });

export function planAggregates({ graph, crossings }: EquippedGraph): readonly PlanAggregate[] {
  const key = (d: DeviceConfig) => clockKey(d);
  return graph.aggregates.map(({ name, clock, members, headroomMs }) => {
    const headroomFrames = Math.ceil((headroomMs * graph.config.engine.rateHz) / 1000);
    const said = new Set(members.map((m) => m.device));
    const keys = new Set(members.map((m) => key(graph.devices[m.device]!)));
    // Devices that share a member's clock (JACK's) cross with it, named or not.
    const mates = graph.devices.flatMap((d, device) =>
      !said.has(device) && crossings.has(device) && keys.has(key(d))
        ? [{ device, drift: crossings.get(device)!.drift }]
        : [],
    );
    return {
      name,
      clock,
      members: [...members, ...mates].map(({ device, drift }) => ({
        device,
        drift: crossings.get(device)?.drift ?? drift,
        headroomFrames: crossings.get(device)?.headroomFrames ?? headroomFrames,
        crossingFrames: crossings.get(device)?.frames ?? 0,
      })),
    };
  });
}

export const planNodes = ({ graph, nodes }: EquippedGraph): readonly PlanNode[] =>
  graph.nodes.map((node) => ({
    name: node.name,
    channels: nodes[node.id]!.channels,
    steps: node.steps.map(({ config }) => ({ id: config.id, type: config.descriptor.type })),
  }));
