// Clocks. In: devices and aggregates. Out: which devices share a clock domain, and what a crossing into it costs.
// Invariants: members of an aggregate are one domain whatever the graph joins; JACK's ports follow one server, devices of
// one card its clock where the inventory knows them; files have no clock and go where the graph puts them.

import type { DeviceId } from '../../../schema/plan.ts';
import type { DeviceConfig, Drift } from '../../ir/config.ts';
import type { CheckedGraph, Graph, GraphAggregate } from '../../ir/graph.ts';
import { periodFor } from '../match/abilities.ts';

/** Half the 64 taps of the resampler: its delay. */
const RESAMPLER_FRAMES = 32;

/** Devices of equal keys run on one clock; null: none of its own. */
export function clockKey(device: DeviceConfig): string | null {
  if (device.backend === 'file') return null;
  if (device.backend === 'jack') return 'jack';
  const { found } = device;
  if (found === null || found.backend === 'jack') return `device ${device.name}`;
  // Devices of one card run on its clock.
  if (found.clock !== null) return `${found.backend} clock ${found.clock}`;
  return found.card === null ? `device ${device.name}` : `${found.backend} card ${found.card}`;
}

export interface ClockGroup {
  readonly name: string;
  readonly master: DeviceId;
}

/** Clock groups by device; null for devices without a clock. Sorted by name, an aggregate's or its first device's. */
export function clockGroups(graph: Graph): {
  readonly groups: readonly ClockGroup[];
  readonly of: readonly (number | null)[];
} {
  const joined = new Map<string, GraphAggregate>();
  for (const aggregate of graph.aggregates) {
    for (const { device } of aggregate.members) {
      const key = clockKey(graph.devices[device]!);
      if (key !== null && !joined.has(key)) joined.set(key, aggregate);
    }
  }
  const byName = new Map<string, ClockGroup>();
  const named = graph.devices.map((device, id) => {
    const key = clockKey(device);
    if (key === null) return null;
    const aggregate = joined.get(key);
    if (aggregate) {
      byName.set(aggregate.name, { name: aggregate.name, master: aggregate.clock });
      return aggregate.name;
    }
    const first = graph.devices.findIndex((d) => clockKey(d) === key);
    const name = graph.devices[first]!.name;
    if (id === first) byName.set(name, { name, master: id });
    return name;
  });
  const groups = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const index = new Map(groups.map((g, i) => [g.name, i]));
  const of = named.map((n) => (n === null ? null : (index.get(n) ?? null)));
  for (const [i, { master }] of groups.entries()) of[master] = i;
  return { groups, of };
}

/** Crossings by device: members that do not run on the clock of their aggregate, and what shares a clock with them. */
export function crossingsOf(graph: Graph): CheckedGraph['crossings'] {
  const { rateHz, quantum } = graph.config.engine;
  const crossings = new Map<DeviceId, { frames: number; headroomFrames: number; drift: Drift }>();
  for (const aggregate of graph.aggregates) {
    const master = clockKey(graph.devices[aggregate.clock]!);
    const headroomFrames = Math.ceil((aggregate.headroomMs * rateHz) / 1000);
    const clockPeriod = periodFor(graph.devices[aggregate.clock]!, quantum);
    for (const member of aggregate.members) {
      const key = clockKey(graph.devices[member.device]!);
      if (key === null || key === master) continue;
      for (const [id, device] of graph.devices.entries()) {
        if (clockKey(device) !== key || crossings.has(id)) continue;
        const kernel = member.drift === 'resample' ? RESAMPLER_FRAMES : 0;
        // One delay for both ways: a side may hold back a whole block of its own.
        const frames = Math.max(periodFor(device, quantum), clockPeriod) + headroomFrames + kernel;
        crossings.set(id, { frames, headroomFrames, drift: member.drift });
      }
    }
  }
  return crossings;
}
