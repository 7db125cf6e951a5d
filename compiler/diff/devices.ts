// What a device needs so that the next plan can use it. In: two plans. Out: devices to open anew, open and close, with
// the keys that ask for it. A device is opened anew for whatever its stream was opened with: backend, match, rate, period,
// periods, format, clock, files, `exclusive`, its clock domain, its crossing with its drift or the aggregate that CoreAudio makes, and channels beyond those that are open.
// Not for names and places of ports, `missing`, `connect`, `latency`, and what the graph does by itself: align, ceiling, dither.

import type { Plan, PlanAggregate, PlanDevice } from '../../schema/plan.ts';
import { writeQuantity } from '../../schema/units.ts';

export interface DeviceChange {
  readonly device: string;
  /** As in the config: `period`. */
  readonly key: string;
  readonly from: string;
  readonly to: string;
}

export interface DeviceDiff {
  /** What ports are to be connected to: their streams go on. */
  readonly connections: readonly {
    readonly target: string;
    readonly from: string | null;
    readonly to: string | null;
  }[];
  readonly changes: readonly DeviceChange[];
  readonly reopen: readonly string[];
  readonly opened: readonly string[];
  readonly closed: readonly string[];
}

/** Fields that a stream does not depend on; `inputs` and `outputs` only where they grow. */
const FREE: ReadonlySet<string> = new Set([
  'name',
  'domain',
  'ports',
  'missing',
  'connect',
  'correction',
  'inputs',
  'outputs',
]);

export function diffDevices(running: Plan, next: Plan): DeviceDiff {
  const old = new Map(running.devices.map((d) => [d.name, d]));
  const names = new Set(next.devices.map((d) => d.name));
  const clocks = [clocksOf(running), clocksOf(next)] as const;
  const opened: string[] = [];
  const changes: DeviceChange[] = [];
  for (const device of next.devices) {
    const was = old.get(device.name);
    if (was === undefined) opened.push(device.name);
    else changes.push(...changesOf(was, device, clocks));
  }
  const engine = running.rateHz !== next.rateHz || running.quantum !== next.quantum;
  const reopen = engine ? [...names].filter((n) => old.has(n)) : [...new Set(changes.map((c) => c.device))];
  const closed = running.devices.filter((d) => !names.has(d.name)).map((d) => d.name);
  return { changes, connections: connectionsOf(running, next), reopen, opened, closed };
}

/** Of ports that are there before and after. */
function connectionsOf(running: Plan, next: Plan): DeviceDiff['connections'] {
  const keyOfPort = (device: PlanDevice, port: PlanDevice['ports'][number]) => `${device.name}.connect.${port.name}`;
  const patterns = new Map(running.devices.flatMap((d) => d.ports.map((p) => [keyOfPort(d, p), p.connect ?? null])));
  return next.devices.flatMap((d) =>
    d.ports.flatMap((p) => {
      const target = keyOfPort(d, p);
      const [from, to] = [patterns.get(target), p.connect ?? null];
      return from === undefined || from === to ? [] : [{ target, from, to }];
    }),
  );
}

type Clocks = ReadonlyMap<
  string,
  { readonly clock: string; readonly headroom: string; readonly drift: string; readonly native: string }
>;

function changesOf(was: PlanDevice, is: PlanDevice, [before, after]: readonly [Clocks, Clocks]): DeviceChange[] {
  const device = is.name;
  const changes: DeviceChange[] = [];
  const say = (key: string, from: string, to: string): void => {
    if (from !== to) changes.push({ device, key, from, to });
  };
  const fields = new Set([...Object.keys(was), ...Object.keys(is)]) as ReadonlySet<keyof PlanDevice>;
  for (const field of fields) if (!FREE.has(field)) say(keyOf(field), textOf(was, field), textOf(is, field));
  for (const side of ['inputs', 'outputs'] as const)
    if (is[side] > was[side]) say(side, `${was[side]} channels`, `${is[side]} channels`);
  say('clock domain', before.get(device)!.clock, after.get(device)!.clock);
  say('headroom', before.get(device)!.headroom, after.get(device)!.headroom);
  say('drift', before.get(device)!.drift, after.get(device)!.drift);
  say('native', before.get(device)!.native, after.get(device)!.native);
  return changes;
}

/** By device: its domain, with the device that drives that, and its crossing. */
function clocksOf({ devices, domains, aggregates }: Plan): Clocks {
  const crossings = new Map(aggregates.flatMap((a) => a.members.map((m) => [m.device, m] as const)));
  return new Map(
    devices.map((d, i) => {
      const { name, master } = domains[d.domain]!;
      const driver = master === null ? 'none' : devices[master]!.name;
      const crossing = crossings.get(i);
      const headroom = writeQuantity(crossing?.crossingFrames ?? 0, 'frames');
      const joined = aggregates.find((a) => a.native !== undefined && a.members.some((m) => m.device === i));
      const drift = crossing?.crossingFrames || (joined && d.name !== driver) ? (crossing?.drift ?? 'none') : 'none';
      return [d.name, { clock: `${name}, driven by ${driver}`, headroom, drift, native: nativeText(joined) }];
    }),
  );
}

const nativeText = (joined: PlanAggregate | undefined): string =>
  joined === undefined ? 'no' : joined.native?.publish ? 'published' : 'yes';

const keyOf = (field: string): string => (field === 'rateHz' ? 'rate' : field);

function textOf(device: PlanDevice, field: keyof PlanDevice): string {
  const written: unknown = device[field];
  const value: unknown = Array.isArray(written) && written.length === 1 ? written[0] : written;
  if (field === 'rateHz') return writeQuantity(device.rateHz, 'frequency');
  if (field === 'period') return writeQuantity(device.period, 'frames');
  if (value === null || value === undefined) return 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
