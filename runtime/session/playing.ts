// What plays: a plan, its streams, the values that moved; and how one plan follows another. In: plans that compiled, with
// the devices found for them. Out: the engine and the streams changed, and what was done. Invariants: calls come one
// after the other; a change that is refused leaves everything as it was; only streams that must are closed.

import {
  type Change,
  type CompileResult,
  diffControls,
  diffPlans,
  type MatchedDevice,
  type Plan,
  type PlanDiff,
  type Stage,
  stagesOf,
} from '../../compiler/index.ts';
import { type Comparison, compare } from '../../compiler/transition/compare.ts';
import { warmUpFrames } from '../../compiler/transition.ts';
import { Engine } from '../engine.ts';
import type { NativeLive } from '../native-live.ts';
import type { Problem } from '../render-inputs.ts';
import { DeviceSet, type Failure, type Promote, problemOf } from './device-set.ts';
import type { Told } from './events.ts';
import type { Laps } from './laps.ts';
import { Numbers } from './numbers.ts';
import { bytesOf } from './plan-bytes.ts';
import { Values } from './values.ts';
import { type FilesOf, type WantedStream, wantedStreams } from './wanted-streams.ts';

export interface PlayingFiles extends FilesOf {
  /** Makes files ready for the devices of a plan; says what cannot be. */
  prepare(plan: Plan): readonly Problem[];
}

/** What a compile found beside the plan. */
export type Beside = Pick<CompileResult, 'devices' | 'controls'>;

export interface Refusal {
  readonly of: 'files' | 'devices';
  readonly problems: readonly Problem[];
}

export type Changed =
  | { readonly ok: false; readonly problems: readonly Problem[] }
  | {
      readonly ok: true;
      readonly diff: Pick<PlanDiff, 'kind' | 'tier' | 'changes'>;
      /** The engine's number of the change; undefined: it had nothing to do. */
      readonly number: number | undefined;
      /** From the begin of the change to the begin of its fade. */
      readonly warmUpMs: number;
      readonly gapMs: number | null;
    };

/** Above this share of the quantum old and new do not run side by side. */
const MOST_LOAD = 0.8;

export class Playing {
  readonly numbers = new Numbers();
  readonly engine: Engine;
  readonly devices: DeviceSet;
  readonly values = new Values();
  private beside: Beside = { devices: [], controls: [] };
  private readonly live: NativeLive;
  private readonly files: PlayingFiles;
  private readonly tell: (told: Told) => void;
  private wanted: readonly WantedStream[] = [];

  constructor(live: NativeLive, files: PlayingFiles, tell: (told: Told) => void, promote: Promote) {
    this.live = live;
    this.files = files;
    this.tell = tell;
    this.engine = new Engine(live, this.numbers);
    this.devices = new DeviceSet(live, tell, promote);
  }

  get matched(): readonly MatchedDevice[] {
    return this.beside.devices;
  }

  /** The first plan. What comes back is why it cannot play; then nothing is left open. */
  async begin(plan: Plan, beside: Beside): Promise<Refusal | undefined> {
    const problems = this.files.prepare(plan);
    if (problems.length > 0) return { of: 'files', problems };
    this.take(plan, beside, this.wantedBy(plan, beside.devices));
    // Plan before streams: when a device starts and fades in, there is something to hear.
    await this.engine.change([{ plan, adopt: new Uint32Array(), frames: 0 }], false);
    const failures = await this.devices.open(this.wanted);
    const fatal = failures.filter(isFatal);
    this.devices.plays(plan);
    if (fatal.length === 0) return undefined;
    await this.live.stop();
    return { of: 'devices', problems: fatal.map(problemOf) };
  }

  /** `load`: of the running plan, as a share of the quantum. */
  async change(next: Plan, beside: Beside, load: number, laps: Laps): Promise<Changed> {
    const running = this.engine.plan as Plan;
    const problems = this.files.prepare(next);
    if (problems.length > 0) return { ok: false, problems };
    const { devices: matched, controls } = beside;
    const plan = this.values.over(next);
    const wanted = this.wantedBy(plan, matched);
    const comparison = compare(running, plan);
    const ofPlans = diffPlans(running, plan, comparison);
    const diff = { ...ofPlans, changes: [...ofPlans.changes, ...diffControls(this.beside.controls, controls)] };
    const anew = new Set(diff.reopen);
    const reopens = this.devices.differs(wanted, anew);
    if (!reopens && diff.kind === 'none' && isSame(running, plan)) {
      this.engine.rename(plan);
      this.take(next, beside, wanted);
      laps.end('compare');
      return { ok: true, diff, number: undefined, warmUpMs: 0, gapMs: null };
    }
    const { stages, silently } = stagesFor(comparison, diff, load);
    laps.end('compare');
    const before = this.devices.status();
    const beganMs = performance.now();
    const closed = reopens && (await this.devices.close(wanted, anew));
    let number: number;
    try {
      number = await this.engine.change(stages, silently);
    } catch (e) {
      // What was closed for it plays on as before.
      if (reopens) await this.devices.open(this.wanted);
      throw e;
    }
    const away = new Set(before.filter((d) => d.state !== 'open').map((d) => d.name));
    // Asked for again: a recording has grown until its stream was closed.
    if (reopens) this.tellFailures(await this.devices.open(this.wantedBy(plan, matched)));
    for (const { name, state } of this.devices.status())
      if (away.has(name) && state === 'open') this.tell({ event: 'device', name, state: 'back', fault: null, why: '' });
    this.devices.plays(plan);
    const gapMs = closed ? performance.now() - beganMs : null;
    const moves = movedMatches(this.matched, matched);
    this.take(next, beside, wanted);
    const told = reopens ? { kind: 'reopen' as const, tier: 3 as const, changes: [...diff.changes, ...moves] } : diff;
    return { ok: true, diff: told, number, warmUpMs: (1000 * warmUpFrames(stages)) / plan.rateHz, gapMs };
  }

  /** A device that was away may be there again. */
  async reopen(key: string): Promise<void> {
    const { plan } = this.engine;
    // Asked for anew: a recording has grown.
    const want = plan && this.wantedBy(plan, this.matched).find((w) => w.key === key);
    if (want !== undefined) await this.devices.reopen(want);
  }

  private wantedBy(plan: Plan, matched: readonly MatchedDevice[]): readonly WantedStream[] {
    return wantedStreams(plan, new Map(matched.map((m) => [m.name, m])), this.numbers, this.files);
  }

  private take(plan: Plan, beside: Beside, wanted: readonly WantedStream[]): void {
    this.values.take(plan, beside.controls);
    this.devices.update(wanted);
    this.beside = beside;
    this.wanted = wanted;
  }

  private tellFailures(failures: readonly Failure[]): void {
    for (const { devices, fault, why } of failures)
      for (const { name } of devices) this.tell({ event: 'device', name, state: 'lost', fault, why });
  }
}

/** A device that was not found may be replaced by silence, or by a virtual one, where the config allows it. */
function isFatal({ devices, fault }: Failure): boolean {
  const isAbsent = fault === 'missing' || fault === 'library' || fault === 'gone';
  return devices.some(
    ({ match, missing, backend }) => missing === 'fail' && !(isAbsent && backend === 'default' && wantsDefault(match)),
  );
}

const wantsDefault = (match: unknown): boolean =>
  !Array.isArray(match) || match.some((selector: object) => 'default' in selector);

/** Devices of the config that are others of the system now: the default changed, or another selector fits. */
function movedMatches(before: readonly MatchedDevice[], after: readonly MatchedDevice[]): readonly Change[] {
  const ids = new Map(before.map((m) => [m.name, m.id]));
  return after.flatMap(({ name, id }): readonly Change[] => {
    const from = ids.get(name) ?? null;
    return from === null || id === null || from === id
      ? []
      : [{ target: `${name}.match`, from, to: id, kind: 'reopen' }];
  });
}

/** The engine would run the very same. */
const isSame = (a: Plan, b: Plan): boolean => Buffer.compare(bytesOf(a), bytesOf(b)) === 0;

/** Side by side where that fits into the quantum; else through silence. */
function stagesFor(
  comparison: Comparison,
  { changes }: PlanDiff,
  load: number,
): { readonly stages: readonly Stage[]; readonly silently: boolean } {
  const { plan: running } = comparison.running;
  const { plan } = comparison.next;
  const stages = stagesOf(running, plan, {}, comparison);
  const [first] = stages as readonly [Stage];
  const isHeavy = stages.length > 1 && (load * first.plan.ops.length) / Math.max(1, running.ops.length) > MOST_LOAD;
  if (isHeavy) return { stages: stagesOf(running, plan, { silently: true }, comparison), silently: true };
  return { stages, silently: stages.length === 1 && changes.some((c) => c.kind === 'fade') };
}
