// Which streams a plan wants. In: a plan, what its devices are on this machine, files of virtual ones. Out: a stream per
// device, or per set of devices that come in one; and what keeps its place where it is not there. Pure.
// Invariants: every domain has one driver, its master where it has one; a stream that is not to be reopened is equal
// in two answers, whatever else changed.

import type { MatchedDevice } from '../../compiler/ir/config.ts';
import type { DeviceId, DomainId, Plan, PlanAggregate, PlanDevice } from '../../schema/plan.ts';
import type { PcmSource, StreamAggregate, StreamCrossing, StreamSpec } from '../native-live.ts';
import { jackPorts } from './jack-ports.ts';
import type { Numbers } from './numbers.ts';

export interface WantedStream {
  /** The same for the same devices as long as the session lives. */
  readonly key: string;
  readonly devices: readonly PlanDevice[];
  /** Null: nothing to open, the devices are not there. */
  readonly spec: StreamSpec | null;
  /** A virtual clock in its place; null: none is needed, since another stream drives the domain. */
  readonly standIn: StreamSpec | null;
  /** Frames of its own, each way, by which it is later than the plan says: it waits for the stream that drives. */
  readonly waits: number;
  /** What is worth knowing of it: why it is not there, or what it is instead. */
  readonly note: string;
}

export interface FilesOf {
  reads(device: PlanDevice): Omit<PcmSource, 'slot'> | undefined;
  writes(device: PlanDevice): Omit<PcmSource, 'slot'> | undefined;
  /** The user gave it a file: it is virtual in this run, whatever it is in the config. */
  isGiven(device: PlanDevice): boolean;
}

/** Of SCHED_FIFO: below the interrupt threads of sound cards. */
const PRIORITY = 60;

export function wantedStreams(
  plan: Plan,
  matched: ReadonlyMap<string, MatchedDevice>,
  numbers: Numbers,
  files: FilesOf,
): readonly WantedStream[] {
  const ids = plan.devices.map((_, id) => id);
  return plan.domains.flatMap((domain, d) => {
    const groups = groupsOf(
      plan,
      ids.filter((id) => plan.devices[id]?.domain === d),
      matched,
      files,
    );
    if (groups.length === 0) return [clockOnly(plan, d, numbers)];
    const driver = groups.find((g) => domain.master !== null && g.includes(domain.master)) ?? groups[0];
    const goesBySystem = (ids: readonly DeviceId[]) =>
      ids.every((id) => isClockless(plan.devices[id] as PlanDevice, matched, files));
    return groups.map((group) => {
      const devices = group.map((id) => plan.devices[id] as PlanDevice);
      if (group === driver) return streamOf({ plan, devices, meeting: undefined, matched, numbers, files });
      const isSteered = goesBySystem(group) && !goesBySystem(driver as readonly DeviceId[]);
      const meeting = meetingOf(plan, group, driver as readonly DeviceId[], isSteered);
      return streamOf({ plan, devices, meeting, matched, numbers, files });
    });
  });
}

/** Devices by stream: JACK's of one server share a client, CoreAudio joins those of a native aggregate; all others stand alone. */
function groupsOf(
  plan: Plan,
  ids: readonly DeviceId[],
  matched: ReadonlyMap<string, MatchedDevice>,
  files: FilesOf,
): readonly (readonly DeviceId[])[] {
  const deviceOf = (id: DeviceId) => plan.devices[id] as PlanDevice;
  const jack = ids.filter((id) => deviceOf(id).backend === 'jack' && !files.isGiven(deviceOf(id)));
  const joined = plan.aggregates
    .filter(({ native }) => native !== undefined)
    .map(({ members }) => members.map((m) => m.device))
    .filter((members) => members.every((id) => ids.includes(id) && isReal(deviceOf(id), matched, files)));
  const groups = [...joined, jack].filter((group) => group.length > 0);
  const others = ids.filter((id) => !groups.some((group) => group.includes(id))).map((id) => [id]);
  return [...others, ...groups];
}

/** A domain without devices still runs: what it computes may be metered. */
function clockOnly(plan: Plan, domain: DomainId, numbers: Numbers): WantedStream {
  const { name, rateHz } = plan.domains[domain] as Plan['domains'][number];
  const spec: StreamSpec = {
    ...bare(numbers.runner(name), rateHz, plan.quantum),
    id: name,
    drives: true,
    slots: [],
  };
  return { key: `clock ${name}`, devices: [], spec, standIn: spec, waits: 0, note: '' };
}

const bare = (runner: number, rateHz: number, period: number) =>
  ({ backend: 'virtual', runner, rateHz, period, periods: 2, format: 'auto', priority: PRIORITY }) as const;

interface Meeting {
  readonly crossing: StreamCrossing;
  /** Whether the plan's latencies know of it. */
  readonly isPlanned: boolean;
}

interface Group {
  readonly plan: Plan;
  readonly devices: readonly PlanDevice[];
  /** Undefined: it drives. */
  readonly meeting: Meeting | undefined;
  readonly matched: ReadonlyMap<string, MatchedDevice>;
  readonly numbers: Numbers;
  readonly files: FilesOf;
}

function streamOf({ plan, devices, meeting, matched, numbers, files }: Group): WantedStream {
  const drives = meeting === undefined;
  const [device] = devices as readonly [PlanDevice];
  const domain = plan.domains[device.domain] as Plan['domains'][number];
  const match = matched.get(device.name);
  const opensVirtual = isVirtual(device, files);
  const aggregate = devices.length > 1 ? nativeAggregate(plan, device) : undefined;
  const key = keyOf(device, domain.name, opensVirtual, aggregate);
  const common = {
    ...bare(numbers.runner(domain.name), device.rateHz, device.period),
    id: device.name,
    drives,
    slots: devices.map((d) => ({ slot: numbers.slot(d.name), inputs: d.inputs, outputs: d.outputs })),
    ...(meeting === undefined ? {} : { crossing: meeting.crossing }),
  };
  const waits =
    meeting === undefined || meeting.isPlanned
      ? 0
      : Math.round((meeting.crossing.frames * device.rateHz) / meeting.crossing.masterHz);
  const standIn = drives ? { ...common, keepsClock: true } : null;
  if (opensVirtual) {
    const given = files.isGiven(device) && device.backend !== 'virtual' && device.backend !== 'file';
    const note = given ? 'virtual in this run, since it has a file' : '';
    return { key, devices, waits, spec: virtualSpec(common, device, numbers, files), standIn, note };
  }
  if (match?.state === 'stand-in') {
    return {
      key,
      devices,
      waits,
      spec: null,
      standIn: common,
      note: 'there is no sound hardware: a virtual device plays',
    };
  }
  if (devices.some((d) => matched.get(d.name)?.state === 'missing'))
    return { key, devices, waits, spec: null, standIn, note: 'not there: it is silent, and looked for until it comes' };
  const backend = match?.facts?.backend ?? device.backend;
  if (backend === 'jack')
    return { key, devices, waits, spec: jackSpec(plan, common, devices, match), standIn, note: '' };
  const { periods, format } = device;
  const spec: StreamSpec = {
    ...common,
    backend: backend === 'alsa' || backend === 'coreaudio' ? backend : 'default',
    id: match?.id ?? 'default',
    periods,
    format,
    ...(device.exclusive ? { exclusive: true } : {}),
  };
  const joins = aggregate && { aggregate: joinedBy(plan, aggregate, devices, matched) };
  return { key, devices, waits, spec: { ...spec, ...joins }, standIn, note: '' };
}

const keyOf = (device: PlanDevice, domain: string, opensVirtual: boolean, aggregate: PlanAggregate | undefined) => {
  if (aggregate !== undefined) return `aggregate ${aggregate.name}`;
  return device.backend === 'jack' && !opensVirtual ? `jack in ${domain}` : device.name;
};

const nativeAggregate = (plan: Plan, device: PlanDevice): PlanAggregate | undefined =>
  plan.aggregates.find((a) => a.native !== undefined && a.members.some((m) => plan.devices[m.device] === device));

/** What CoreAudio is told of its members: which one leads, and whose clock it is to make up for. */
function joinedBy(
  plan: Plan,
  { name, clock, native, members }: PlanAggregate,
  devices: readonly PlanDevice[],
  matched: ReadonlyMap<string, MatchedDevice>,
): StreamAggregate {
  const driftOf = (device: PlanDevice) => members.find((m) => plan.devices[m.device] === device)?.drift;
  return {
    name: `${plan.name} ${name}`,
    leader: devices.indexOf(plan.devices[clock] as PlanDevice),
    publish: native?.publish ?? false,
    members: devices.map((device) => ({
      id: matched.get(device.name)?.id ?? 'default',
      compensated: driftOf(device) === 'resample',
      exclusive: device.exclusive ?? false,
    })),
  };
}

/** How a group meets the one that drives. Devices that cross nothing share the driver's clock: they get two periods. */
function meetingOf(plan: Plan, group: readonly DeviceId[], driver: readonly DeviceId[], isSteered: boolean): Meeting {
  const periodOf = (ids: readonly DeviceId[]) =>
    Math.max(plan.quantum, ...ids.map((id) => plan.devices[id]?.period ?? 0));
  const members = plan.aggregates.flatMap((a) => a.members.filter((m) => group.includes(m.device)));
  const [planned] = members.filter((m) => m.crossingFrames > 0).sort((a, b) => b.crossingFrames - a.crossingFrames);
  const drift = (planned?.drift ?? 'locked') as StreamCrossing['drift'];
  const domain = plan.domains[plan.devices[driver[0] as DeviceId]?.domain as DomainId];
  const crossing = {
    frames: planned?.crossingFrames ?? 2 * periodOf([...group, ...driver]),
    drift: drift === 'locked' && isSteered ? 'steer' : drift,
    masterHz: (domain as Plan['domains'][number]).rateHz,
    masterPeriod: periodOf(driver),
  } as const;
  return { crossing, isPlanned: planned !== undefined };
}

const isVirtual = (device: PlanDevice, files: FilesOf): boolean =>
  device.backend === 'virtual' || device.backend === 'file' || files.isGiven(device);

/** Whether hardware is to be opened for it, there or not. */
const isReal = (device: PlanDevice, matched: ReadonlyMap<string, MatchedDevice>, files: FilesOf): boolean =>
  !isVirtual(device, files) && matched.get(device.name)?.state !== 'stand-in';

/** Whether a device has no clock in this run, nor one that is simulated: the system's has to be moved to follow another. */
function isClockless(device: PlanDevice, matched: ReadonlyMap<string, MatchedDevice>, files: FilesOf): boolean {
  return isVirtual(device, files) ? device.clock === null : matched.get(device.name)?.state === 'stand-in';
}

function virtualSpec(common: StreamSpec, device: PlanDevice, numbers: Numbers, files: FilesOf): StreamSpec {
  const slot = numbers.slot(device.name);
  const reads = files.reads(device);
  const writes = files.writes(device);
  return {
    ...common,
    ...(device.clock === null ? {} : { clock: device.clock }),
    ...(reads === undefined ? {} : { reads: [{ slot, ...reads }] }),
    ...(writes === undefined ? {} : { writes: [{ slot, ...writes }] }),
  };
}

/** One client with the ports of all devices, named as the config addresses them: `daw.stems.1`. */
function jackSpec(
  plan: Plan,
  common: StreamSpec,
  devices: readonly PlanDevice[],
  match: MatchedDevice | undefined,
): StreamSpec {
  return {
    ...common,
    backend: 'jack',
    id: match?.id ?? '',
    client: plan.name,
    inputPorts: devices.flatMap((d) => jackPorts(d, 'in')),
    outputPorts: devices.flatMap((d) => jackPorts(d, 'out')),
  };
}

/** True where what is open as `spec` serves `next` as well: a recording goes on, and channels that are spare stay open. */
export function serves(spec: StreamSpec | null, next: StreamSpec | null): boolean {
  if (spec === null || next === null) return spec === next;
  const isWide = next.slots.every((slot, i) => {
    const open = spec.slots[i];
    return open?.slot === slot.slot && open.inputs >= slot.inputs && open.outputs >= slot.outputs;
  });
  return isWide && spec.slots.length === next.slots.length && shapeOf(spec) === shapeOf(next);
}

const shapeOf = (spec: StreamSpec): string =>
  JSON.stringify({ ...spec, slots: [] }, (key, value: unknown) => (MOVABLE.has(key) ? undefined : value));

/** Of files how far they have grown; of JACK's ports what they are to be connected to. */
const MOVABLE: ReadonlySet<string> = new Set(['offset', 'connect', 'nth']);
