// How far the clocks of a run are apart. In: what the engine measured at each crossing. Out: figures by device, and which of
// them are worth an event now. Invariant: a figure that moves is told once a second, one that stays every five seconds.

import type { RunnerStats } from '../native-live.ts';
import type { RunDrift } from './events.ts';

const MOVING_MS = 1000;
const STILL_MS = 5000;
/** Less is no movement. */
const STEP_PPM = 0.1;

interface CrossedDevice extends RunDrift {
  /** Frames that the delay is longer than the plan says, by direction. */
  readonly widenedIn: number;
  readonly widenedOut: number;
}

const hundredths = (x: number): number => Math.round(100 * x) / 100;

export class Drifts {
  private devices: ReadonlyMap<string, CrossedDevice> = new Map();
  private readonly told = new Map<string, { readonly ppm: number; readonly atMs: number }>();

  /** `namesOf`: the devices of a stream. */
  read(stats: readonly RunnerStats[], namesOf: (stream: number) => readonly string[]): void {
    const members = stats.flatMap((s) => s.members);
    this.devices = new Map(
      members
        .filter((m) => m.running || m.lost > 0)
        .flatMap((m) => {
          const { widenedIn, widenedOut, lost, restarts } = m;
          const drift = {
            ppm: hundredths(m.driftPpm),
            fillFrames: hundredths(m.errorFrames),
            latencyFrames: m.crossingFrames + Math.max(widenedIn, widenedOut),
            lost,
            restarts,
          };
          return namesOf(m.stream).map((name) => [name, { ...drift, widenedIn, widenedOut }] as const);
        }),
    );
  }

  of(device: string): CrossedDevice | undefined {
    return this.devices.get(device);
  }

  /** For people and programs; null for a device that drives its domain, or of which nothing is known yet. */
  shown(device: string): RunDrift | null {
    const found = this.devices.get(device);
    if (found === undefined) return null;
    const { ppm, fillFrames, latencyFrames, lost, restarts } = found;
    return { ppm, fillFrames, latencyFrames, lost, restarts };
  }

  /** Devices whose figures are to be told. */
  due(nowMs: number): readonly string[] {
    return [...this.devices].flatMap(([name, { ppm }]) => {
      const last = this.told.get(name);
      const wait = last === undefined ? 0 : Math.abs(ppm - last.ppm) >= STEP_PPM ? MOVING_MS : STILL_MS;
      if (last !== undefined && nowMs - last.atMs < wait) return [];
      this.told.set(name, { ppm, atMs: nowMs });
      return [name];
    });
  }
}
