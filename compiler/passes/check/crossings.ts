// Crossings. In: the clocks of devices, and what aggregates say of them. Out: what each device needs to meet its domain, and
// how long that takes. Invariant: every delay is whole frames of the master, the same both ways: the longer block of the two
// sides, which either may hold back, the headroom, and the kernel of the slower way where the stream is resampled.

import { kernelTaps } from '../../../schema/clock.ts';
import { DEFAULT_HEADROOM_MS } from '../../../schema/device.ts';
import type { DeviceId } from '../../../schema/plan.ts';
import type { DeviceConfig } from '../../ir/config.ts';
import type { Crossing, Graph } from '../../ir/graph.ts';
import { periodFor } from '../match/abilities.ts';
import { clockGroups, clocksOf, isJack } from './clocks.ts';

export const rateOf = (device: DeviceConfig, engineHz: number): number => device.rateHz ?? engineHz;

/** Crossings by device; absent: the master of the domain, what plays in its stream, and files. */
export function crossingsOf(graph: Graph): ReadonlyMap<DeviceId, Crossing> {
  const { groups, of } = clockGroups(graph);
  const clocks = clocksOf(graph.devices);
  const crossings = new Map<DeviceId, Crossing>();
  for (const [id, device] of graph.devices.entries()) {
    const home = graph.aggregates.find((a) => a.members.some((m) => m.device === id));
    const group = groups[of[id] ?? -1] ?? (home && { name: home.name, master: home.clock });
    if (group === undefined || isOneStream(graph, group.master, id)) continue;
    const aggregate = graph.aggregates.find((a) => a.name === group.name);
    const isOf = (member: DeviceId) => clocks[id] !== null && clocks[member] === clocks[id];
    const member = aggregate?.members.find((m) => m.device === id) ?? aggregate?.members.find((m) => isOf(m.device));
    const crossing = crossingBetween(graph, device, graph.devices[group.master]!, {
      aggregate: group.name,
      isOneClock: clocks[id] === null || isOf(group.master),
      declared: member?.drift ?? 'resample',
      headroomMs: aggregate?.headroomMs ?? DEFAULT_HEADROOM_MS,
    });
    // A file keeps pace with whatever reads it: it crosses to be converted, and for nothing else.
    if (clocks[id] !== null || crossing.kernelFrames > 0) crossings.set(id, crossing);
  }
  return crossings;
}

/** What comes and goes with the same blocks: JACK’s ports, which are one client’s, and what CoreAudio joins. */
function isOneStream({ devices, aggregates }: Graph, a: DeviceId, b: DeviceId): boolean {
  if (a === b || (isJack(devices[a]!) && isJack(devices[b]!))) return true;
  return aggregates.some((g) => g.native !== null && [a, b].every((id) => g.members.some((m) => m.device === id)));
}

interface Terms {
  readonly aggregate: string;
  readonly isOneClock: boolean;
  readonly declared: Crossing['drift'];
  readonly headroomMs: number;
}

function crossingBetween(graph: Graph, member: DeviceConfig, master: DeviceConfig, terms: Terms): Crossing {
  const { rateHz } = graph.config.engine;
  const memberHz = rateOf(member, rateHz);
  const drift = terms.isOneClock && memberHz === rateHz ? 'locked' : terms.declared;
  const headroomFrames = Math.ceil((terms.headroomMs * rateHz) / 1000);
  const periodFrames = Math.max(periodOf(graph, member), periodOf(graph, master));
  const kernelFrames = drift === 'resample' ? kernelDelay(memberHz, rateHz) : 0;
  const frames = periodFrames + headroomFrames + kernelFrames;
  return { aggregate: terms.aggregate, drift, frames, periodFrames, headroomFrames, kernelFrames };
}

/** Longest block of the device’s stream, in frames of the master. */
function periodOf(graph: Graph, device: DeviceConfig): number {
  const { config, devices } = graph;
  const { rateHz, quantum } = config.engine;
  const id = devices.indexOf(device);
  const all = devices.filter((_, other) => isOneStream(graph, other, id));
  return Math.max(...all.map((d) => Math.ceil((periodFor(d, quantum) * rateHz) / rateOf(d, rateHz))));
}

/** Half the taps of either way are counted in frames of the side that they read. */
const kernelDelay = (memberHz: number, masterHz: number): number =>
  Math.ceil(Math.max(((kernelTaps(memberHz, masterHz) / 2) * masterHz) / memberHz, kernelTaps(masterHz, memberHz) / 2));
