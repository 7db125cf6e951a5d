// A run: START HERE for everything live. In: a config that is compiled again and again, devices that come and go, values
// that move. Out: sound, and events that say what happened. Invariants: what plays is always a whole plan that compiled;
// a save, a value or a device that cannot be had changes nothing else; changes of streams and plans come one at a time.
//
//   save ── compile ── wait for the last change ── what differs ── close streams ── stages to the engine ── open streams
//             └─ refused: said so, the old plan plays on            └──────── only those that must ────────────┘
//   device lost ── a virtual clock in its place ── looked for again ── reopened, faded in

import { isDeepStrictEqual } from 'node:util';
import { renderJson } from '../compiler/diagnostics/render/json.ts';
import { type Plan, targetText } from '../compiler/index.ts';
import type { CompileResult } from '../compiler/request.ts';
import { partsOf } from '../compiler/transition/pairing.ts';
import type { Inventory } from '../schema/inventory.ts';
import type { LiveEvent, NativeLive } from './native-live.ts';
import { Arrival } from './session/arrival.ts';
import { changeText } from './session/change-text.ts';
import type { Answer, ControlValue, LiveValue, SessionControl, SessionStatus } from './session/control.ts';
import { defaultsOf, followedBy, withHeldDefaults } from './session/defaults.ts';
import type { Promote } from './session/device-set.ts';
import type { DeviceLevels, Load, RunEvent, RunEventOf, Told } from './session/events.ts';
import { Laps } from './session/laps.ts';
import { Latest } from './session/latest.ts';
import { Lookout } from './session/lookout.ts';
import { Playing, type PlayingFiles, type Refusal } from './session/playing.ts';
import { isThere, withKnown } from './session/presence.ts';
import { deviceLevels, framesOf, latenciesOf, loadOf, xrunsOf } from './session/readings.ts';
import type { FileChange, FileWatch } from './watch.ts';

export interface SessionParts {
  readonly live: NativeLive;
  /** Path of the processor that kernels take. */
  readonly instructionSet: string;
  /** The config, as messages call it. */
  readonly config: string;
  /** Reads and compiles the config anew. */
  compile(inventory: Inventory | undefined): Promise<CompileResult>;
  /** Devices present now; undefined where that is not known. */
  inventory(): Promise<Inventory | undefined>;
  readonly files: PlayingFiles & { finish(): Promise<void> };
  /** For threads to which the kernel refused real-time priority. */
  readonly promote: Promote;
  /** Undefined: saves are not looked at. */
  readonly watch: FileWatch | undefined;
}

export interface StartResult {
  readonly result: CompileResult;
  /** Why a plan does not play; where there is none, the diagnostics of `result` say it. */
  readonly refusal: Refusal | undefined;
}

const POLL_MS = 15;
const METER_MS = 100;

export class Session implements SessionControl {
  private readonly parts: SessionParts;
  private readonly live: NativeLive;
  private readonly playing: Playing;
  private readonly saves = new Latest<FileChange | undefined>((save) => this.reload(save));
  private readonly lookout = new Lookout(() => this.lookForDevices());
  private readonly listeners = new Set<(event: RunEvent) => void>();
  private readonly ending = new AbortController();
  private readonly startedMs = performance.now();
  private timers: NodeJS.Timeout[] = [];
  private inventory: Inventory | undefined;
  private lastLevels: readonly DeviceLevels[] = [];
  private load: Load = { mean: 0, p99: 0, worst: 0 };
  private xruns = 0;
  private reloads = 0;
  private stale = false;
  private arrival: Arrival | undefined;
  private turn: Promise<unknown> = Promise.resolve();
  private stopping: Promise<void> | undefined;

  constructor(parts: SessionParts) {
    this.parts = parts;
    this.live = parts.live;
    this.playing = new Playing(parts.live, parts.files, (told) => this.tell(told), parts.promote);
  }

  /**
   * Compiles, waits for devices that are to be waited for, opens them, plays. Where it does not, or is stopped before,
   * nothing is left open.
   */
  async start(): Promise<StartResult> {
    const since = Date.now();
    this.inventory = await this.parts.inventory();
    this.arrival = new Arrival(await this.parts.compile(this.inventory), {
      compile: async () => {
        this.inventory = await this.parts.inventory();
        return this.parts.compile(this.inventory);
      },
      tell: (told) => this.tell(told),
      reject: (broken) => this.reject('the config does not compile', broken),
      ending: this.ending.signal,
    });
    const result = await this.arrival.all();
    this.arrival = undefined;
    this.stale = false;
    const { plan } = result;
    if (this.ended) return { result, refusal: undefined };
    const refusal = plan && (await this.playing.begin(plan, result));
    if (plan === undefined || refusal !== undefined) return { result, refusal };
    this.timers = [setInterval(() => this.poll(), POLL_MS), setInterval(() => this.meter(), METER_MS)];
    const { config, devices, latencies, realtime } = this.status();
    this.tell({ event: 'started', config, devices, latencies, realtime });
    if (this.looksOut) this.lookout.notice();
    await this.parts.watch?.update(result.tried, since);
    return { result, refusal };
  }

  /** A watched file was saved. */
  saved(change: FileChange): void {
    if (!this.ended) this.saves.add(change);
  }

  /** Something was plugged or unplugged. */
  plugged(): void {
    this.arrival?.notice();
    if (this.looksOut) this.lookout.notice();
  }

  /** Fades out, closes everything, and says what there was; once, however often it is called. */
  stop(reason: RunEventOf<'stopped'>['reason']): Promise<void> {
    this.stopping ??= this.end(reason);
    return this.stopping;
  }

  status(): SessionStatus {
    const { plan } = this;
    const devices = this.playing.devices.status();
    return {
      config: this.parts.config,
      name: plan.name,
      time: this.time,
      rateHz: plan.rateHz,
      quantum: plan.quantum,
      instructionSet: this.parts.instructionSet,
      devices,
      latencies: latenciesOf(plan, devices, this.playing.devices.drifts),
      realtime: this.playing.devices.realtime,
      load: this.load,
      xruns: this.xruns,
      reloads: this.reloads,
      moved: this.playing.values.divergent(plan),
      stale: this.stale,
    };
  }

  levels(): readonly DeviceLevels[] {
    return this.lastLevels;
  }

  values(): readonly LiveValue[] {
    return this.playing.values.all(this.plan);
  }

  controls(): readonly ControlValue[] {
    return this.playing.values.controls(this.plan);
  }

  get(target: string): Answer<LiveValue> {
    return this.playing.values.get(this.plan, target);
  }

  set(target: string, text: string): Answer<LiveValue> {
    const moved = this.playing.values.move(this.plan, target, text);
    if (!moved.ok) return moved;
    try {
      this.playing.engine.move(moved.value);
    } catch (e) {
      return { ok: false, problem: { message: `${target} cannot be moved now: ${(e as Error).message}.`, help: '' } };
    }
    const of = targetText(moved.value.target);
    const answer = this.playing.values.get(this.plan, of);
    if (answer.ok) this.tell({ event: 'set', target: of, value: answer.value.value });
    return this.playing.values.get(this.plan, target);
  }

  subscribe(listener: (event: RunEvent) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private async end(reason: RunEventOf<'stopped'>['reason']): Promise<void> {
    this.ending.abort();
    this.playing.engine.wake();
    this.lookout.stop();
    await this.turn;
    for (const timer of this.timers) clearInterval(timer);
    const hasBegun = this.timers.length > 0;
    if (hasBegun) this.poll();
    const frames = hasBegun ? framesOf(this.read()) : 0;
    await this.live.stop();
    await this.parts.watch?.close();
    await this.parts.files.finish();
    await this.turn;
    this.tell({ event: 'stopped', frames, xruns: this.xruns, load: this.load, reason });
  }

  private get ended(): boolean {
    return this.ending.signal.aborted;
  }

  private get time(): number {
    return (performance.now() - this.startedMs) / 1000;
  }

  private get plan(): Plan {
    const { plan } = this.playing.engine;
    if (plan === undefined) throw new Error('the session has not started');
    return plan;
  }

  /** Something is missing, or follows what may change. */
  private get looksOut(): boolean {
    const { devices } = this.playing;
    return devices.absent.length > 0 || devices.isLooking || this.followed.size > 0;
  }

  private get followed(): ReturnType<typeof followedBy> {
    return followedBy(this.playing.engine.plan?.devices ?? []);
  }

  private tell(told: Told): void {
    const event: RunEvent = Object.assign({ event: told.event, time: this.time }, told);
    for (const listener of this.listeners) listener(event);
  }

  /** Streams and plans change in turn. */
  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.turn.then(work);
    this.turn = done.catch(() => {});
    return done;
  }

  /** At once, or when the turn is over in which the stream is being opened: it has a name then. */
  private whenKnown(stream: number, tell: () => void): void {
    if (this.playing.devices.knows(stream)) tell();
    else void this.inTurn(async () => tell());
  }

  private poll(): void {
    for (const event of this.live.poll()) this.hear(event);
  }

  private hear(event: LiveEvent): void {
    const { devices, engine } = this.playing;
    switch (event.kind) {
      case 'xrun': {
        const { stream, side: kind, frames } = event;
        this.whenKnown(stream, () => this.tell({ event: 'xrun', device: devices.namesOf(stream), kind, frames }));
        break;
      }
      case 'remark': {
        const { stream, what: text } = event;
        this.whenKnown(stream, () => this.tell({ event: 'remark', device: devices.namesOf(stream), text }));
        break;
      }
      case 'widened': {
        const { stream, frames } = event;
        this.whenKnown(stream, () => {
          for (const device of devices.devicesOf(stream)) this.tell({ event: 'widened', device, frames });
        });
        break;
      }
      case 'handed-over': {
        const { stream, gapMs } = event;
        this.whenKnown(stream, () => {
          const to = devices.stateOf(stream);
          this.tell({ event: 'handover', device: devices.namesOf(stream), to, gapMs });
        });
        break;
      }
      case 'lost': {
        const { stream, fault, why } = event;
        this.inTurn(() => devices.lost(stream, fault, why)).then(() => this.lookout.notice());
        break;
      }
      case 'not-finite': {
        const { node, step } = partsOf(this.plan)[event.part] ?? { node: '', step: '' };
        this.tell({ event: 'not-finite', node, step });
        break;
      }
      case 'demoted':
        this.tell({ event: 'realtime', granted: false, detail: 'they used all of the time that the system allows' });
        break;
      default:
        engine.hear(event);
    }
  }

  private meter(): void {
    this.read();
    const { drifts } = this.playing.devices;
    for (const device of drifts.due(performance.now())) {
      const drift = drifts.shown(device);
      if (drift !== null) this.tell({ event: 'drift', device, ...drift });
    }
    this.tell({ event: 'meter', devices: this.lastLevels, load: this.load, xruns: this.xruns });
  }

  private read() {
    const stats = this.live.stats();
    this.load = loadOf(stats);
    this.xruns = xrunsOf(stats);
    const { devices, numbers } = this.playing;
    devices.drifts.read(stats, (stream) => devices.devicesOf(stream));
    this.lastLevels = deviceLevels(this.plan, this.live.levels(), numbers, devices.drifts);
    return stats;
  }

  /** Tries what is missing again, and goes along with defaults; resolves to whether to look once more. */
  private async lookForDevices(): Promise<boolean> {
    const { devices } = this.playing;
    const inventory = await this.lookAround();
    for (const { key, spec } of devices.absent)
      if (isThere(spec, inventory)) await this.inTurn(async () => this.ended || this.playing.reopen(key));
    const { followed } = this;
    const isNew = devices.isLooking
      ? !isDeepStrictEqual(inventory, this.inventory)
      : !isDeepStrictEqual(defaultsOf(inventory, followed), defaultsOf(this.inventory, followed));
    if (isNew && !this.ended) {
      this.inventory = inventory;
      this.saves.add(undefined);
      await this.saves.done();
    }
    return this.looksOut;
  }

  private async lookAround(): Promise<Inventory | undefined> {
    const now = await this.parts.inventory();
    return now && withHeldDefaults(now, this.inventory, this.followed);
  }

  /** `save` undefined: the file is as it was, the devices are not. Whatever goes wrong, the old plan plays on. */
  private async reload(save: FileChange | undefined): Promise<void> {
    const laps = new Laps(save === undefined ? performance.now() : save.atMs + save.debounceMs);
    laps.end('notice');
    const since = Date.now();
    try {
      const result = await this.compile();
      laps.end('compile');
      const watching = this.parts.watch?.update(result.tried, since);
      if (result.plan === undefined) this.reject('the config does not compile', result);
      else await this.follow(result.plan, result, laps);
      await watching;
    } catch (e) {
      this.reject(`busbar failed: ${(e as Error).message}`, { diagnostics: [], sources: [] });
    }
  }

  private async compile(): Promise<CompileResult> {
    const known = () => this.inventory && withKnown(this.inventory, this.playing.matched);
    const result = await this.parts.compile(known());
    if (!result.diagnostics.some((d) => d.code === 'device/not-found')) return result;
    // It may have been plugged in since the system was asked.
    this.inventory = await this.lookAround();
    return this.parts.compile(known());
  }

  /** The running plan goes over to `plan`, unless a later save is there by then. */
  private async follow(plan: Plan, result: CompileResult, laps: Laps): Promise<void> {
    await this.playing.engine.idle(this.ending.signal);
    laps.end('notice');
    if (this.saves.isOvertaken || this.ended) return;
    const changed = await this.inTurn(() => this.playing.change(plan, result, this.load.mean, laps));
    if (!changed.ok) {
      this.reject(changed.problems.map((p) => p.message).join(' '), result);
      return;
    }
    const { number, warmUpMs, gapMs, diff } = changed;
    if (number !== undefined) {
      const begun = await this.playing.engine.begun(number, this.ending.signal);
      if (begun === undefined) return;
      laps.end('load', begun - this.live.now() + performance.now());
    }
    this.reloads++;
    this.stale = false;
    if (this.looksOut) this.lookout.notice();
    const { tier, kind } = diff;
    const changes = diff.changes.map(changeText);
    const { totalMs: ms, phases } = laps;
    this.tell({ event: 'reloaded', tier, kind, changes, ms, phases, warmUpMs, gapMs });
  }

  private reject(reason: string, { diagnostics, sources }: Pick<CompileResult, 'diagnostics' | 'sources'>): void {
    if (this.ended) return;
    this.stale = true;
    this.tell({ event: 'rejected', reason, diagnostics: renderJson(diagnostics, sources).diagnostics });
  }
}
