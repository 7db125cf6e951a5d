// Domains, devices, aggregates and blobs of two plans as one. In: the running plan and the next. Out: tables of the
// transition, and how the running plan's numbers translate. Invariant: what the next plan has keeps its number.

import type { Plan, PlanAggregate, PlanBlob, PlanDevice } from '../../schema/plan.ts';
import type { GraphDomain } from '../ir/graph.ts';

export interface JoinedTables {
  readonly domains: readonly GraphDomain[];
  readonly devices: readonly PlanDevice[];
  readonly aggregates: readonly PlanAggregate[];
  readonly blobs: readonly PlanBlob[];
  /** By number in the running plan. */
  readonly deviceOf: readonly number[];
  readonly blobOf: readonly number[];
}

export function joinTables(running: Plan, next: Plan): JoinedTables {
  const domains: GraphDomain[] = next.domains.map(({ name, master, rateHz }) => ({ name, master, rateHz }));
  const devices: PlanDevice[] = [...next.devices];
  const deviceOf = running.devices.map((device) => {
    const known = next.devices.findIndex((d) => d.name === device.name);
    if (known === -1) return devices.push(device) - 1;
    const { inputs, outputs } = next.devices[known]!;
    // Channels that only the running plan uses still fade out.
    devices[known] = {
      ...next.devices[known]!,
      inputs: Math.max(inputs, device.inputs),
      outputs: Math.max(outputs, device.outputs),
    };
    return known;
  });
  const domainOf = running.domains.map(({ name, master, rateHz }) => {
    const known = next.domains.findIndex((d) => d.name === name);
    return known === -1
      ? domains.push({ name, master: master === null ? null : deviceOf[master]!, rateHz }) - 1
      : known;
  });
  for (let d = next.devices.length; d < devices.length; d++)
    devices[d] = { ...devices[d]!, domain: domainOf[devices[d]!.domain]! };
  const blobs = [...next.blobs];
  const places = new Map(next.blobs.map((b, i) => [contentsOf(b), i]));
  const blobOf = running.blobs.map((blob) => places.get(contentsOf(blob)) ?? blobs.push(blob) - 1);
  const old = running.aggregates.map((a) => ({
    name: `${a.name}@before`,
    clock: deviceOf[a.clock]!,
    members: a.members.map((m) => ({ ...m, device: deviceOf[m.device]! })),
  }));
  return { domains, devices, aggregates: [...next.aggregates, ...old], blobs, deviceOf, blobOf };
}

/**
 * Whether two plans can run side by side: of one rate and quantum, and with every device on the clock, and behind the
 * crossing, that it had.
 */
export function canJoin(running: Plan, next: Plan): boolean {
  if (running.rateHz !== next.rateHz || running.quantum !== next.quantum) return false;
  const rates = new Map(running.domains.map((d) => [d.name, d.rateHz]));
  if (next.domains.some((d) => (rates.get(d.name) ?? d.rateHz) !== d.rateHz)) return false;
  const clocks = clocksOf(running);
  return [...clocksOf(next)].every(([device, clock]) => (clocks.get(device) ?? clock) === clock);
}

/** By device: its domain and its crossing. */
function clocksOf({ devices, domains, aggregates }: Plan): ReadonlyMap<string, string> {
  const members = new Map(aggregates.flatMap((a) => a.members.map((m) => [m.device, m] as const)));
  return new Map(
    devices.map((d, i) => {
      const { crossingFrames = 0, drift = '' } = members.get(i) ?? {};
      return [d.name, `${domains[d.domain]!.name} ${crossingFrames} ${crossingFrames > 0 ? drift : ''}`];
    }),
  );
}

const contentsOf = ({ sha256, rows, columns }: PlanBlob): string => `${sha256} ${rows} ${columns}`;
