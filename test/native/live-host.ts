// The live engine under test: virtual streams in real time. In: plans, files. Out: an engine, waits for its events.
// Invariant: nothing here waits for a time to pass, only for something to be told.

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';
import { encode } from '../../compiler/encode.ts';
import type {
  LiveEvent,
  LiveStage,
  NativeLive,
  PcmSource,
  StreamCrossing,
  StreamSpec,
} from '../../runtime/native-live.ts';
import type { Plan } from '../../schema/plan.ts';
import { native } from '../support/addon.ts';

/** Between looks at the engine. */
const LOOK_MS = 5;

export class LiveHost {
  readonly live: NativeLive = new (native().Live)();
  readonly heard: LiveEvent[] = [];

  constructor() {
    onTestFinished(() => this.live.stop());
  }

  /** Polls until `found` gives something. */
  async until<T>(found: () => T | undefined | false): Promise<T> {
    for (;;) {
      this.heard.push(...this.live.poll());
      const value = found();
      if (value !== undefined && value !== false) return value;
      await sleep(LOOK_MS);
    }
  }

  event<K extends LiveEvent['kind']>(kind: K, matches: (e: Extract<LiveEvent, { kind: K }>) => boolean = () => true) {
    const is = (e: LiveEvent): e is Extract<LiveEvent, { kind: K }> =>
      e.kind === kind && matches(e as Extract<LiveEvent, { kind: K }>);
    return this.until(() => this.heard.find(is));
  }

  frames(runner = 0): number {
    return this.live.stats().find((s) => s.runner === runner)?.frames ?? 0;
  }

  /** Until a runner has played so many more frames. */
  async played(frames: number, runner = 0): Promise<void> {
    const end = this.frames(runner) + frames;
    await this.until(() => this.frames(runner) >= end);
  }

  /** Posts a change and waits until it has settled. */
  async change(...stages: readonly LiveStage[]): Promise<number> {
    const number = await this.live.change(stages, false);
    await this.event('settled', (e) => e.change === number);
    return number;
  }
}

export const stageOf = (plan: Plan, more: Partial<LiveStage> = {}): LiveStage => ({
  plan: encode(plan),
  adopt: new Uint32Array(),
  frames: 0,
  runners: plan.domains.map((_, i) => i),
  slots: plan.devices.map((_, i) => i),
  ...more,
});

/** Every part to itself: the plan again. */
export const sameParts = (plan: Plan): Uint32Array =>
  Uint32Array.from({ length: 2 * plan.ops.reduce((n, op) => n + op.parts.length, 0) }, (_, i) => i >> 1);

export const virtual = (more: Partial<StreamSpec> = {}): StreamSpec => ({
  backend: 'virtual',
  runner: 0,
  drives: true,
  slots: [{ slot: 0, inputs: 2, outputs: 2 }],
  id: 'test',
  rateHz: 48000,
  period: 256,
  periods: 4,
  format: 'auto',
  priority: 60,
  ...more,
});

/** Of a member whose master has periods of 256. */
export const crossing = (frames: number, drift: StreamCrossing['drift'] = 'locked'): Partial<StreamSpec> => ({
  drives: false,
  crossing: { frames, drift, masterHz: 48000, masterPeriod: 256 },
});

/** Raw f64 files of interleaved channels, in a folder of the test's. */
export class RawFiles {
  private readonly folder = mkdtempSync(join(tmpdir(), 'busbar-live-'));

  constructor() {
    onTestFinished(() => rmSync(this.folder, { recursive: true, force: true }));
  }

  source(name: string, channels: readonly Float64Array[], slot = 0): PcmSource {
    const frames = channels[0]?.length ?? 0;
    const samples = new Float64Array(frames * channels.length);
    for (const [c, channel] of channels.entries())
      for (let i = 0; i < frames; i++) samples[i * channels.length + c] = channel[i]!;
    writeFileSync(this.path(name), samples);
    return { slot, path: this.path(name), offset: 0, format: 'f64', channels: channels.length, frames };
  }

  sink(name: string, channels: number, slot = 0): PcmSource {
    writeFileSync(this.path(name), '');
    return { slot, path: this.path(name), offset: 0, format: 'f64', channels, frames: -1 };
  }

  read(source: PcmSource): Float64Array[] {
    const bytes = readFileSync(source.path);
    const frames = Math.floor(bytes.length / 8 / source.channels);
    const samples = new Float64Array(new Uint8Array(bytes).buffer, 0, frames * source.channels);
    return Array.from({ length: source.channels }, (_, c) =>
      Float64Array.from({ length: frames }, (_, i) => samples[i * source.channels + c]!),
    );
  }

  path(name: string): string {
    return join(this.folder, name);
  }
}
