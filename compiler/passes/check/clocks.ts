// Clocks. In: devices and aggregates. Out: which devices share a clock, and which of those that share a domain.
// Invariants: members of an aggregate are one domain whatever the graph joins; JACK's ports follow one server, and devices
// of one card its clock, the server's too where the inventory knows its card; files have no clock and go where the graph
// puts them.

import type { DeviceId } from '../../../schema/plan.ts';
import type { DeviceConfig } from '../../ir/config.ts';
import type { Graph, GraphAggregate } from '../../ir/graph.ts';

export const isJack = (device: DeviceConfig): boolean => device.backend === 'jack';

/** What makes clocks one: devices that have one of these in common run in step. */
function traitsOf(device: DeviceConfig): readonly string[] {
  const { found } = device;
  const card = found?.card == null ? [] : [`card ${found.card}`];
  const clock = found?.clock == null ? [] : [`clock ${found.clock}`];
  if (isJack(device)) return ['jack', ...clock, ...card];
  return [`device ${device.name}`, ...(clock.length > 0 ? clock : card)];
}

/** Whose clock each device runs on, as the first device that has it; null: files, which have none of their own. */
export function clocksOf(devices: readonly DeviceConfig[]): readonly (DeviceId | null)[] {
  const clocks: (DeviceId | null)[] = [];
  const firstWith = new Map<string, DeviceId>();
  for (const [id, device] of devices.entries()) {
    const traits = device.backend === 'file' ? [] : traitsOf(device);
    const known = traits.flatMap((t) => clocks[firstWith.get(t) ?? -1] ?? []);
    const clock = Math.min(id, ...known);
    clocks.push(device.backend === 'file' ? null : clock);
    // A device that two clocks have something in common with makes them one.
    for (const [d, other] of clocks.entries()) if (other !== null && known.includes(other)) clocks[d] = clock;
    for (const t of traits) if (!firstWith.has(t)) firstWith.set(t, id);
  }
  return clocks;
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
  const clocks = clocksOf(graph.devices);
  const joined = new Map<DeviceId, GraphAggregate>();
  for (const aggregate of graph.aggregates) {
    for (const { device } of aggregate.members) {
      const clock = clocks[device] ?? null;
      if (clock !== null && !joined.has(clock)) joined.set(clock, aggregate);
    }
  }
  const byName = new Map<string, ClockGroup>();
  const named = clocks.map((clock) => {
    if (clock === null) return null;
    const aggregate = joined.get(clock);
    const name = aggregate?.name ?? graph.devices[clock]!.name;
    byName.set(name, { name, master: aggregate?.clock ?? clock });
    return name;
  });
  const groups = [...byName.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
  const index = new Map(groups.map((g, i) => [g.name, i]));
  const of = named.map((n) => (n === null ? null : (index.get(n) ?? null)));
  for (const [i, { master }] of groups.entries()) of[master] = i;
  return { groups, of };
}
