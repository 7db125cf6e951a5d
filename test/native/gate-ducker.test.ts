// gate and ducker: levels at which they switch, depths, times, holds, linking and keys.

import { expect, it } from 'vitest';
import { describeNative } from '../support/addon.ts';
import { difference, fromDb, peak, toDb } from '../support/compare.ts';
import { noise, silence, step } from '../support/signals.ts';
import type { StepParams } from './step-kernel.ts';
import { paramsOf, runKernel, stepKernel } from './step-kernel.ts';
import { expectAdoption, expectAnySplit, expectCleanReset, expectUpdateArrives } from './streams.ts';

const MS = 48;
const run = (type: string, params: StepParams, inputs: readonly Float64Array[], writes = 1) =>
  runKernel(stepKernel(type, params, { reads: inputs.length, writes }), inputs, writes);

/** Levels in dB, each for so many frames. */
const levels = (...parts: readonly (readonly [db: number, frames: number])[]): Float64Array =>
  Float64Array.from(parts.flatMap(([db, frames]) => new Array<number>(frames).fill(fromDb(db))));
const gains = (x: Float64Array, y: Float64Array) => y.map((v, i) => v / x[i]!);

/** No corner: the second difference of a glide by two poles stays far below that of a one-pole step. */
function expectSmooth(trace: Float64Array, height: number, timeMs: number): void {
  let bend = 0;
  for (let i = 2; i < trace.length; i++) bend = Math.max(bend, Math.abs(trace[i]! - 2 * trace[i - 1]! + trace[i - 2]!));
  const rate = 2.1462 / (timeMs * MS);
  expect(bend).toBeLessThan(1.05 * height * rate * rate);
}

describeNative('gate', () => {
  const gate = { threshold: -40, hysteresis: 6, depth: 60, attack: 1, hold: 10, release: 50 };

  it('attenuates by its depth what never reaches the threshold', () => {
    for (const depth of [0, 20, 120]) {
      const x = levels([-40.01, 5000]);
      expect(toDb(gains(x, run('gate', { ...gate, depth }, [x])[0]!)[4999]!)).toBeCloseTo(-depth, 9);
    }
  });

  it('opens at the threshold, stays open within the hysteresis, closes below it', () => {
    const x = levels([-41, 4800], [-39.99, 4800], [-45.9, 48_000], [-46.1, 48_000]);
    const g = gains(x, run('gate', gate, [x])[0]!);
    expect(toDb(g[4799]!)).toBeCloseTo(-60, 9);
    expect(g[9599]).toBe(1);
    expect(g[57_599]).toBe(1);
    expect(toDb(g[105_599]!)).toBeCloseTo(-60, 3);
  });

  it.each([0.1, 1, 20])('opens by 63 % in its attack, without a corner: %s ms', (attack) => {
    const x = levels([-80, 480], [-10, 48_000]);
    const g = gains(x, run('gate', { ...gate, attack }, [x])[0]!).subarray(480);
    const share = (v: number) => (v - fromDb(-60)) / (1 - fromDb(-60));
    expect(Math.abs(g.findIndex((v) => share(v) >= 1 - Math.exp(-1)) - attack * MS)).toBeLessThanOrEqual(1.5);
    expectSmooth(g, 1, attack);
  });

  it.each([
    [0, 50],
    [10, 50],
    [250, 5],
  ])('holds, then closes by 63 % in its release: %s and %s ms', (hold, release) => {
    const x = levels([-10, 9600], [-80, 96_000]);
    const g = gains(x, run('gate', { ...gate, hold, release }, [x])[0]!).subarray(9600);
    expect(g.findIndex((v) => v !== 1)).toBe(hold * MS);
    const share = (v: number) => (1 - v) / (1 - fromDb(-60));
    const closed = g.findIndex((v) => share(v) >= 1 - Math.exp(-1));
    expect(Math.abs(closed - (hold + release) * MS)).toBeLessThanOrEqual(1.5);
    expectSmooth(g, 1, release);
  });

  it('hands open signals on bit for bit', () => {
    const x = noise(20_000, 1, 0.5);
    const y = run('gate', gate, [x])[0]!;
    expect(difference([y.subarray(2000)], [x.subarray(2000)])).toBeUndefined();
  });

  it('opens all channels by the loudest, or by the key', () => {
    const soft = noise(20_000, 1, fromDb(-60));
    const loud = noise(20_000, 2, fromDb(-10));
    const [a, b] = run('gate', gate, [soft, loud], 2);
    expect(
      difference([a!.subarray(2000), b!.subarray(2000)], [soft.subarray(2000), loud.subarray(2000)]),
    ).toBeUndefined();
    const keyed = run('gate', gate, [soft, silence(20_000), loud], 1)[0]!;
    expect(difference([keyed], [a!])).toBeUndefined();
    const shut = run('gate', gate, [loud, silence(20_000)], 1)[0]!;
    expect(peak(shut)).toBeLessThan(fromDb(-69.9));
  });

  it('takes every param live', () => {
    const after = { threshold: -20, hysteresis: 1, depth: 30, attack: 3, hold: 2, release: 20 };
    const x = noise(9000, 1).map((v, i) => v * (i % 3000 < 800 ? 0.5 : 0.001));
    const [updated, made] = [gate, after].map((p) => stepKernel('gate', p));
    expectUpdateArrives(updated!, paramsOf('gate', after), made!, [x], 1);
  });

  it('reads out its attenuation, and recovers from what is not finite', () => {
    const kernel = stepKernel('gate', gate);
    runKernel(kernel, [levels([-80, 100])], 1);
    expect(kernel.readOut(0)[0]).toBeCloseTo(60, 9);
    runKernel(kernel, [levels([-10, 20_000]).with(7, Number.NaN).with(9, Number.NEGATIVE_INFINITY)], 1);
    kernel.readOut(0);
    runKernel(kernel, [levels([-10, 10])], 1);
    expect(kernel.readOut(0)[0]).toBe(0);
  });

  it('does not depend on blocks while params change; state moves and resets', () => {
    const bursts = noise(12_000, 1).map((v, i) => v * (i % 3000 < 800 ? 0.5 : 0.001));
    const stream = {
      make: () => stepKernel('gate', gate, { reads: 2, writes: 2, maxFrames: 1024 }),
      inputs: [bursts, noise(12_000, 2, 0.005)],
      writes: 2,
      changes: [
        { frame: 1501, params: paramsOf('gate', { ...gate, depth: 20, threshold: -50 }) },
        { frame: 2001, params: paramsOf('gate', { ...gate, depth: 90, hold: 3, release: 10 }) },
      ],
    };
    expectAnySplit(stream);
    expectAdoption(stream, [1, 1000, 1777, 2100, 6500]);
    expectCleanReset(stream);
  });
});

describeNative('ducker', () => {
  const ducker = { depth: 18, threshold: -40, attack: 5, hold: 100, release: 250 };
  const quiet = (frames: number) => new Float64Array(frames).fill(1);
  /** Gain in dB by frame, of a key with these levels. */
  const ducked = (key: Float64Array, params: StepParams = ducker) =>
    run('ducker', params, [quiet(key.length), key])[0]!.map(toDb);

  it('goes down by its depth while the key is above the threshold, and comes back bit for bit', () => {
    expect(ducked(levels([-39.9, 48_000]))[47_999]).toBeCloseTo(-18, 9);
    expect(ducked(levels([-40.1, 48_000])).every((db) => db === 0)).toBe(true);
    expect(ducked(levels([-10, 4800], [-80, 960_000]))[964_799]).toBe(0);
  });

  it('keeps its times in dB, without a corner', () => {
    const db = ducked(levels([-80, 100], [-10, 24_000], [-80, 240_000]));
    const down = db.subarray(100);
    expect(Math.abs(down.findIndex((v) => v <= -18 * (1 - Math.exp(-1))) - 5 * MS)).toBeLessThanOrEqual(1.5);
    const up = db.subarray(24_100);
    const settled = up[0]!;
    expect(up.findIndex((v) => v !== settled)).toBe(100 * MS);
    expect(Math.abs(up.findIndex((v) => v >= -18 * Math.exp(-1)) - 350 * MS)).toBeLessThanOrEqual(1.5);
    expectSmooth(down.subarray(0, 24_000), 18, 5);
    expectSmooth(up, 18, 250);
  });

  it('stays down over the zeros of a tone in the key', () => {
    const key = Float64Array.from({ length: 48_000 }, (_, i) => Math.sin(i / 100));
    const db = ducked(key);
    expect(Math.max(...db.subarray(4800))).toBeLessThan(-17.99);
  });

  it('turns all channels by one gain, whichever channel of the key speaks', () => {
    const key = noise(9600, 1);
    const still = silence(9600);
    const a = noise(9600, 2);
    const b = noise(9600, 3);
    const alone = [run('ducker', ducker, [a, key])[0]!, run('ducker', ducker, [b, key])[0]!];
    expect(difference(run('ducker', ducker, [a, b, still, key], 2), alone)).toBeUndefined();
  });

  it('takes every param live', () => {
    const after = { depth: 7, threshold: -20, attack: 50, hold: 3, release: 20 };
    const key = noise(9000, 1).map((v, i) => v * (i % 3000 < 800 ? 0.5 : 0.001));
    const [updated, made] = [ducker, after].map((p) => stepKernel('ducker', p, { reads: 2 }));
    expectUpdateArrives(updated!, paramsOf('ducker', after), made!, [noise(9000, 2), key], 1);
  });

  it('reads out its reduction, and recovers from a key that is not finite', () => {
    const kernel = stepKernel('ducker', { ...ducker, hold: 0, release: 5 }, { reads: 2 });
    runKernel(kernel, [quiet(9600), levels([-10, 9600]).with(50, Number.NaN)], 1);
    expect(kernel.readOut(0)[0]).toBeCloseTo(18, 6);
    runKernel(kernel, [quiet(48_000), silence(48_000).with(5, Number.POSITIVE_INFINITY)], 1);
    kernel.readOut(0);
    const y = runKernel(kernel, [quiet(10), silence(10)], 1)[0]!;
    expect(y.every((v) => v === 1)).toBe(true);
    expect(kernel.readOut(0)[0]).toBe(0);
  });

  it('does not depend on blocks while params change; state moves and resets', () => {
    const stream = {
      make: () => stepKernel('ducker', { ...ducker, hold: 5 }, { reads: 3, writes: 2, maxFrames: 1024 }),
      inputs: [noise(12_000, 1), noise(12_000, 2), step(12_000, 300, 0.5).fill(0, 1600, 5000)],
      writes: 2,
      changes: [
        { frame: 1501, params: paramsOf('ducker', { ...ducker, depth: 6, attack: 50 }) },
        { frame: 2001, params: paramsOf('ducker', { ...ducker, depth: 30, release: 20 }) },
      ],
    };
    expectAnySplit(stream);
    expectAdoption(stream, [1, 1000, 1777, 2100, 6500]);
    expectCleanReset(stream);
  });
});
