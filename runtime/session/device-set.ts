// The streams of a session. In: what a plan wants, and what the engine says of streams. Out: every wanted stream open, or
// a virtual clock in its place. Invariants: calls come one after the other; a device that goes or fails touches no other;
// the outside hears of every device that is lost or back, once.

import { isDeepStrictEqual } from 'node:util';
import type { Plan, PlanDevice } from '../../schema/plan.ts';
import type { DeviceFault, NativeLive, StreamInfo, StreamSpec } from '../native-live.ts';
import type { Problem } from '../render-inputs.ts';
import { deviceHelp } from './device-help.ts';
import { Drifts } from './drifts.ts';
import type { DeviceState, Realtime, RunDevice, Told } from './events.ts';
import { jackPaths } from './jack-ports.ts';
import { serves, type WantedStream } from './wanted-streams.ts';

interface Entry {
  readonly want: WantedStream;
  readonly state: DeviceState;
  /** Null: nothing is open. */
  readonly info: StreamInfo | null;
  readonly note: string;
}

/** Asks somebody else for real-time priority, by the kernel's number of a thread; whether that was answered. */
export type Promote = (thread: number) => Promise<boolean>;

export class DeviceSet {
  readonly drifts = new Drifts();
  private readonly live: NativeLive;
  private readonly tell: (told: Told) => void;
  private readonly promote: Promote;
  private readonly entries = new Map<string, Entry>();
  private plan: Plan | undefined;

  constructor(live: NativeLive, tell: (told: Told) => void, promote: Promote) {
    this.live = live;
    this.tell = tell;
    this.promote = promote;
  }

  /** Whether going over to `wanted` takes streams to be closed or opened; those of the devices `anew` must be. */
  differs(wanted: readonly WantedStream[], anew: ReadonlySet<string>): boolean {
    return wanted.length !== this.entries.size || wanted.some((w) => !this.stays(w, anew));
  }

  /** Ports, what they are connected to, and policies as `wanted` has them, for what stays open. */
  update(wanted: readonly WantedStream[]): void {
    for (const { key, devices, spec: next } of wanted) {
      const entry = this.entries.get(key);
      if (entry === undefined) continue;
      const { want, info, state } = entry;
      const { inputPorts = [], outputPorts = [] } = next ?? {};
      const spec =
        next?.backend === 'jack' && want.spec !== null ? { ...want.spec, inputPorts, outputPorts } : want.spec;
      const isMoved = !isDeepStrictEqual(spec, want.spec);
      if (isMoved && info !== null && state === 'open') this.live.setWishes(info.stream, inputPorts, outputPorts);
      this.entries.set(key, { ...entry, want: { ...want, devices, spec: isMoved ? spec : want.spec } });
    }
  }

  /** The plan that plays: what its devices' other users are told. */
  plays(plan: Plan): void {
    this.plan = plan;
    for (const entry of this.entries.values()) this.tellPaths(entry);
  }

  private tellPaths({ want, info, state }: Entry): void {
    if (info === null || state !== 'open' || want.spec?.backend !== 'jack' || this.plan === undefined) return;
    this.live.setPaths(info.stream, jackPaths(this.plan, want.devices));
  }

  /** Closes what is not wanted as it is: outputs fade out first. Whether anything was open. */
  async close(wanted: readonly WantedStream[], anew: ReadonlySet<string>): Promise<boolean> {
    const kept = new Set(wanted.filter((w) => this.stays(w, anew)).map((w) => w.key));
    const going = [...this.entries].filter(([key]) => !kept.has(key));
    for (const [key] of going) this.entries.delete(key);
    await Promise.all(going.map(([, entry]) => this.closeStream(entry)));
    return going.some(([, entry]) => entry.info !== null);
  }

  /** Opens what is not open yet, drivers first. What cannot be opened is replaced; the reasons come back. */
  async open(wanted: readonly WantedStream[]): Promise<readonly Failure[]> {
    const failures: Failure[] = [];
    const isDriver = (w: WantedStream) => Number((w.spec ?? w.standIn)?.drives ?? false);
    for (const want of [...wanted].sort((a, b) => isDriver(b) - isDriver(a))) {
      if (this.entries.has(want.key)) continue;
      const opened = want.spec === null ? undefined : await this.tryOpen(want.spec);
      if (opened !== undefined && 'info' in opened) {
        this.entries.set(want.key, { want, state: 'open', info: opened.info, note: want.note });
      } else {
        if (opened !== undefined) failures.push({ devices: want.devices, ...opened });
        await this.standIn(want, opened?.why ?? want.note);
      }
    }
    return failures;
  }

  /** The engine lost a stream: something else keeps its place. */
  async lost(stream: number, fault: DeviceFault, why: string): Promise<void> {
    const entry = this.entryOf(stream);
    if (entry === undefined) return;
    await this.standIn(entry.want, why, stream);
    if (entry.state !== 'open') return;
    for (const { name } of entry.want.devices) this.tell({ event: 'device', name, state: 'lost', fault, why });
  }

  /** Streams whose device is known but not open: their keys, and what would be opened. */
  get absent(): readonly { readonly key: string; readonly spec: StreamSpec }[] {
    return [...this.entries].flatMap(
      ([
        key,
        {
          state,
          want: { spec },
        },
      ]) => (state === 'open' || spec === null ? [] : [{ key, spec }]),
    );
  }

  /** Whether some device was never found. */
  get isLooking(): boolean {
    return [...this.entries.values()].some((e) => e.want.spec === null && e.want.devices.length > 0);
  }

  /** Tries a device again that is there once more; the stand-in goes on until it is open, and where it is not. */
  async reopen(want: WantedStream): Promise<void> {
    const entry = this.entries.get(want.key);
    if (entry === undefined || entry.state === 'open' || want.spec === null) return;
    const opened = await this.tryOpen(want.spec, entry.info?.stream);
    if (!('info' in opened)) {
      if (entry.info === null || this.isOpen(entry.info.stream))
        this.entries.set(want.key, { ...entry, note: opened.why });
      else await this.standIn(want, opened.why);
      return;
    }
    const back: Entry = { want, state: 'open', info: opened.info, note: want.note };
    this.entries.set(want.key, back);
    this.tellPaths(back);
    for (const { name } of want.devices) this.tell({ event: 'device', name, state: 'back', fault: null, why: '' });
  }

  /** In order of name. */
  status(): readonly RunDevice[] {
    return [...this.entries.values()]
      .flatMap((entry) => entry.want.devices.map((device) => statusOf(device, entry, this.drifts)))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  /** False while it is being opened. */
  knows(stream: number): boolean {
    return this.entryOf(stream) !== undefined;
  }

  /** Names of a stream's devices. */
  devicesOf(stream: number): readonly string[] {
    return this.entryOf(stream)?.want.devices.map((d) => d.name) ?? [];
  }

  /** The same for messages. */
  namesOf(stream: number): string {
    return this.devicesOf(stream).join(', ') || (this.entryOf(stream)?.want.key ?? '');
  }

  /** Whether a stream is its device, or a clock in its place. */
  stateOf(stream: number): 'device' | 'clock' {
    return this.entryOf(stream)?.state === 'open' ? 'device' : 'clock';
  }

  private entryOf(stream: number): Entry | undefined {
    return [...this.entries.values()].find((e) => e.info?.stream === stream);
  }

  /** What the threads got: the first that got less stands for all. */
  get realtime(): Realtime {
    const infos = [...this.entries.values()].flatMap((e) => (e.info === null ? [] : [e.info]));
    const info = infos.find((i) => !i.realtime) ?? infos[0];
    return { granted: info?.realtime ?? false, detail: info?.scheduling ?? 'no stream is open' };
  }

  private stays({ key, devices, spec, standIn }: WantedStream, anew: ReadonlySet<string>): boolean {
    const entry = this.entries.get(key);
    if (entry === undefined || devices.some((d) => anew.has(d.name))) return false;
    return serves(entry.want.spec, spec) && serves(entry.want.standIn, standIn);
  }

  /** `replaces`: a stream that is closed when the new one is ready. */
  private async tryOpen(spec: StreamSpec, replaces?: number): Promise<{ readonly info: StreamInfo } | Reason> {
    try {
      const info = await this.live.open(spec, replaces);
      if (info.realtime || info.thread === 0 || !(await this.promote(info.thread))) return { info };
      return { info: { ...info, ...this.live.scheduling(info.stream) } };
    } catch (e) {
      const fault = (e as { readonly fault?: DeviceFault }).fault;
      if (fault === undefined) throw e;
      return { fault, why: (e as Error).message };
    }
  }

  private isOpen(stream: number): boolean {
    try {
      this.live.scheduling(stream);
      return true;
    } catch {
      return false;
    }
  }

  private async standIn(want: WantedStream, note: string, replaces?: number): Promise<void> {
    const opened = want.standIn === null ? undefined : await this.tryOpen(want.standIn, replaces);
    if (opened === undefined && replaces !== undefined) await this.live.close(replaces);
    const info = opened !== undefined && 'info' in opened ? opened.info : null;
    this.entries.set(want.key, { want, state: info === null ? 'away' : 'stand-in', info, note });
  }

  private async closeStream({ info }: Entry): Promise<void> {
    if (info !== null) await this.live.close(info.stream);
  }
}

interface Reason {
  readonly fault: DeviceFault;
  readonly why: string;
}

export interface Failure extends Reason {
  readonly devices: readonly PlanDevice[];
}

/** A device that its config cannot do without. */
export const problemOf = ({ devices, fault, why }: Failure): Problem => ({
  message: `Device ${devices.map((d) => d.name).join(', ')} cannot be opened: ${why}.`,
  help: deviceHelp(fault),
});

function statusOf(device: PlanDevice, { want, state, info, note }: Entry, drifts: Drifts): RunDevice {
  const spec = want.spec ?? want.standIn;
  return {
    name: device.name,
    backend: (state === 'open' ? want.spec?.backend : 'virtual') ?? device.backend,
    id: state === 'open' ? (want.spec?.id ?? '') : '',
    ports: device.ports.map(({ name, direction, channels }) => ({ name, direction, channels })),
    state,
    note,
    rateHz: info?.rateHz ?? device.rateHz,
    period: info?.period ?? spec?.period ?? device.period,
    periods: info?.periods ?? device.periods,
    format: info?.format ?? device.format,
    inputLatencyFrames: device.inputs > 0 && info !== null ? info.inputLatency + want.waits : 0,
    outputLatencyFrames: device.outputs > 0 && info !== null ? info.outputLatency + want.waits : 0,
    drift: drifts.shown(device.name),
    realtime: { granted: info?.realtime ?? false, detail: info?.scheduling ?? 'not open' },
  };
}
