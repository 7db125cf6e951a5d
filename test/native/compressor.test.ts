// compressor: its static curve against the formula of Giannoulis, Massberg and Reiss, its times, linking and key.

import { expect, it } from 'vitest';
import { describeNative } from '../support/addon.ts';
import { difference, fromDb, peak, toDb } from '../support/compare.ts';
import { noise, sine, step } from '../support/signals.ts';
import type { StepParams } from './step-kernel.ts';
import { paramsOf, runKernel, stepKernel } from './step-kernel.ts';
import { expectAdoption, expectAnySplit, expectCleanReset, expectUpdateArrives } from './streams.ts';

const RATE = 48000;
const level = (db: number, frames: number) => step(frames, 0, fromDb(db));
const base = { threshold: -20, ratio: 4 };

const compress = (params: StepParams, inputs: readonly Float64Array[], writes = 1) =>
  runKernel(stepKernel('compressor', params, { reads: inputs.length, writes }), inputs, writes);
/** Reduction in dB, frame by frame, of a programme that is nowhere zero. */
const reductions = (x: Float64Array, y: Float64Array) => y.map((v, i) => toDb(x[i]! / v));

/** Output level over input level (eq. 4 of the paper), make-up apart. */
function curve(x: number, { threshold: t, ratio: r, knee: w = 0 }: Record<string, number>): number {
  if (2 * (x - t!) < -w) return x;
  if (w > 0 && 2 * Math.abs(x - t!) <= w) return x + ((1 / r! - 1) * (x - t! + w / 2) ** 2) / (2 * w);
  return t! + (x - t!) / r!;
}

describeNative('compressor', () => {
  const curves = [1, 2, 4, 1000].flatMap((ratio) => [0, 6, 24].map((knee) => ({ ratio, knee })));
  it.each(curves)('keeps to the static curve within 0.05 dB: ratio $ratio, knee $knee dB', ({ ratio, knee }) => {
    const params = { threshold: -24, ratio, knee, attack: 1, release: 1000, makeup: 3 };
    for (let db = -60; db <= 6; db += 3) {
      const steady = compress(params, [level(db, 4000)])[0]!;
      expect(toDb(steady[3999]!)).toBeCloseTo(curve(db, params) + 3, 6);
      const tone = compress(params, [sine(24_000, 997, RATE, fromDb(db))])[0]!;
      expect(Math.abs(toDb(peak(tone.subarray(12_000))) - curve(db, params) - 3)).toBeLessThan(0.05);
    }
  });

  it.each([0.5, 8, 100])('covers 63 % of a reduction in its attack: %s ms', (attack) => {
    const x = level(-8, 24_000);
    const r = reductions(x, compress({ ...base, attack }, [x])[0]!);
    const frames = r.findIndex((db) => db >= 9 * (1 - Math.exp(-1)));
    expect(Math.abs(frames - (attack * RATE) / 1000)).toBeLessThanOrEqual(1);
  });

  it('takes no time where the attack is 0', () => {
    const x = level(-8, 10);
    expect(reductions(x, compress({ ...base, attack: 0 }, [x])[0]!)[0]).toBeCloseTo(9, 9);
  });

  it.each([
    [1, 20],
    [8, 80],
    [10, 400],
  ])('gives back after both times: attack %s, release %s ms', (attack, release) => {
    const x = step(96_000, 0, fromDb(-8)).fill(fromDb(-40), 24_000);
    const r = reductions(x, compress({ ...base, attack, release }, [x])[0]!).subarray(24_000);
    const start = r[0]!;
    for (const ms of [1, 5, 20, 80, 300]) {
      const decay = (tau: number) => tau * Math.exp(-ms / tau);
      const expected = (start * (decay(release) - decay(attack))) / (release - attack);
      expect(Math.abs(r[(ms * RATE) / 1000]! - expected)).toBeLessThan(0.02);
    }
  });

  it('passes what is below the threshold bit for bit, also after a loud passage', () => {
    const quiet = noise(200_000, 1, fromDb(-21));
    expect(difference(compress(base, [quiet]), [quiet])).toBeUndefined();
    const x = quiet.map((v, i) => (i < 100 ? 8 * v : v));
    const y = compress({ ...base, release: 20 }, [x])[0]!;
    expect(difference([y.subarray(150_000)], [x.subarray(150_000)])).toBeUndefined();
  });

  it('turns all channels by one gain, that of the loudest', () => {
    const loud = noise(20_000, 1);
    const soft = noise(20_000, 2, 0.01);
    const [a, b, c] = compress(base, [soft, loud, soft], 3);
    const alone = compress(base, [loud])[0]!;
    expect(difference([b!], [alone])).toBeUndefined();
    expect(difference([a!], [c!])).toBeUndefined();
    const gain = alone.map((v, i) => v / loud[i]!);
    const off = a!.map((v, i) => Math.abs(v - soft[i]! * gain[i]!));
    expect(peak(off)).toBeLessThan(1e-16);
  });

  it('listens to the key instead, over all its channels', () => {
    const programme = noise(20_000, 1);
    const still = new Float64Array(20_000);
    const key = noise(20_000, 2);
    expect(difference(compress(base, [programme, still, still], 1), [programme])).toBeUndefined();
    const byKey = compress(base, [programme, still, key], 1)[0]!;
    const keyItself = compress(base, [key])[0]!;
    const off = byKey.map((v, i) => Math.abs(v - (programme[i]! * keyItself[i]!) / key[i]!));
    expect(peak(off)).toBeLessThan(1e-15);
    const mono = stepKernel('compressor', base, { reads: 5, writes: 2 });
    const y = runKernel(mono, [programme, programme, still, key, still], 2);
    expect(difference(y, [byKey, byKey])).toBeUndefined();
  });

  it('reads out the largest reduction since the last reading', () => {
    const kernel = stepKernel('compressor', { ...base, attack: 1, release: 5 });
    runKernel(kernel, [level(-8, 4800)], 1);
    runKernel(kernel, [level(-60, 48_000)], 1);
    expect(kernel.readOut(0)[0]).toBeCloseTo(9, 6);
    expect(kernel.readOut(0)[0]).toBe(0);
    runKernel(kernel, [level(-60, 100)], 1);
    expect(kernel.readOut(0)[0]).toBe(0);
  });

  it('takes every param live', () => {
    const before = { ...base, knee: 6, attack: 2, release: 30, makeup: 1 };
    const after = { threshold: -30, ratio: 2, knee: 3, attack: 7, release: 70, makeup: -2 };
    const [updated, made] = [before, after].map((p) => stepKernel('compressor', p));
    expectUpdateArrives(updated!, paramsOf('compressor', after), made!, [noise(5000, 1)], 1);
  });

  it('recovers from samples that are not finite without a reset', () => {
    const x = noise(96_000, 1, 0.05).with(100, Number.NaN).with(200, Number.POSITIVE_INFINITY).with(300, 1e300);
    const y = compress({ ...base, release: 50 }, [x])[0]!;
    expect(difference([y.subarray(72_000)], [x.subarray(72_000)])).toBeUndefined();
    expect(y.every((v, i) => Number.isFinite(v) || i === 100 || i === 200)).toBe(true);
  });

  it('does not depend on blocks while params glide; state moves and resets', () => {
    const first = { ...base, knee: 6, attack: 2, release: 30 };
    const stream = {
      make: () => stepKernel('compressor', first, { reads: 3, writes: 2, maxFrames: 1024 }),
      inputs: [noise(12_000, 1), noise(12_000, 2), noise(12_000, 3)],
      writes: 2,
      changes: [
        { frame: 1501, params: paramsOf('compressor', { ...first, threshold: -32, ratio: 9, attack: 5 }) },
        { frame: 2001, params: paramsOf('compressor', { ...first, makeup: 6, knee: 0, release: 200 }) },
        { frame: 6000, params: paramsOf('compressor', first) },
      ],
    };
    expectAnySplit(stream);
    expectAdoption(stream, [1, 1777, 2100, 2961, 6500]);
    expectCleanReset(stream);
  });
});
