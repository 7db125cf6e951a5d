// What the plan says of devices, aggregates and nodes: facts that are copied, not decided. In: a checked graph.

import type { PlanAggregate, PlanDevice, PlanNode, PlanPort } from '../../../schema/plan.ts';
import { must } from '../../invariant.ts';
import type { DeviceConfig } from '../../ir/config.ts';
import type { EquippedGraph } from '../../ir/graph.ts';
import { rateOf } from '../check/crossings.ts';
import { hash64 } from '../emit/hash.ts';
import { periodFor } from '../match/abilities.ts';
import { highestChannel } from '../resolve/aggregate-channels.ts';
import { correctionOf } from './device-latency.ts';

export function planDevices(checked: EquippedGraph): readonly PlanDevice[] {
  const { engine } = checked.graph.config;
  return checked.graph.devices.map((device, id) => {
    const rateHz = rateOf(device, engine.rateHz);
    const correction = correctionOf(device, rateHz);
    return {
      name: device.name,
      backend: device.backend,
      domain: checked.deviceDomain[id]!,
      rateHz,
      inputs: highestChannel(device.inputs),
      outputs: highestChannel(device.outputs),
      ports: [...ports(device, 'in'), ...ports(device, 'out')],
      format: device.format,
      period: periodFor(device, engine.quantum),
      periods: device.periods,
      missing: device.missing,
      ...(device.exclusive ? { exclusive: true as const } : {}),
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

const NO_CROSSING = { frames: 0, kernelFrames: 0 };

/** Aggregates as declared, and devices of one clock that meet without one; mates of a member's clock cross with it. */
export function planAggregates({ graph, crossings, deviceDomain, domains }: EquippedGraph): readonly PlanAggregate[] {
  const { rateHz } = graph.config.engine;
  const names = new Set([...graph.aggregates.map((a) => a.name), ...[...crossings.values()].map((c) => c.aggregate)]);
  return [...names].sort().map((name) => {
    const declared = graph.aggregates.find((a) => a.name === name);
    const headroomFrames = Math.ceil(((declared?.headroomMs ?? 0) * rateHz) / 1000);
    const said = declared?.members ?? [];
    const mates = [...crossings].filter(([id, c]) => c.aggregate === name && !said.some((m) => m.device === id));
    const members = [...said, ...mates.map(([device, { drift }]) => ({ device, drift }))].map(({ device, drift }) => {
      const { frames, ...parts } = crossings.get(device) ?? { ...NO_CROSSING, drift, headroomFrames };
      return {
        device,
        drift: parts.drift,
        headroomFrames: parts.headroomFrames,
        kernelFrames: parts.kernelFrames,
        crossingFrames: frames,
      };
    });
    if (declared !== undefined) {
      const { clock, native } = declared;
      return { name, clock, ...(native === null ? {} : { native }), members };
    }
    const master = must(domains[deviceDomain[members[0]!.device]!]!.master, 'a clock that others cross to');
    return { name, clock: master, members };
  });
}

export const planNodes = ({ graph, nodes }: EquippedGraph): readonly PlanNode[] =>
  graph.nodes.map((node) => ({
    name: node.name,
    channels: nodes[node.id]!.channels,
    steps: node.steps.map(({ config }) => ({ id: config.id, type: config.descriptor.type })),
  }));
