// limiter: never above the ceiling, whatever comes in; true peaks judged by padding the spectrum; gain without corners.
// A quiet constant on a second channel shows the linked gain as it is before the last bound.

import { expect, it } from 'vitest';
import { fft } from '../../compiler/measure/spectrum.ts';
import { nodeType } from '../../schema/index.ts';
import { describeNative } from '../support/addon.ts';
import { difference, fromDb, peak, toDb } from '../support/compare.ts';
import { random } from '../support/random.ts';
import { impulse, noise, sine, step, sum } from '../support/signals.ts';
import type { StepParams } from './step-kernel.ts';
import { paramsOf, runKernel, stepKernel } from './step-kernel.ts';
import { expectAdoption, expectAnySplit, expectCleanReset, expectUpdateArrives } from './streams.ts';
import { truePeak } from './true-peak.ts';

const RATE = 48000;
const FRAMES = 24_000;
const PROBE = 1e-6;

const latencyOf = (params: StepParams, rateHz = RATE) =>
  nodeType('limiter')!.latency!({ lookahead: 2, true_peak: false, ...params } as never, rateHz);

function limit(params: StepParams, inputs: readonly Float64Array[], rateHz = RATE): Float64Array[] {
  const kernel = stepKernel('limiter', params, { rateHz, reads: inputs.length, writes: inputs.length });
  return runKernel(kernel, inputs, inputs.length);
}

/** The linked gain, frame by frame as frames leave, and the output of `x`. */
function traced(params: StepParams, x: Float64Array): { y: Float64Array; gain: Float64Array } {
  const [y, probe] = limit(params, [x, new Float64Array(x.length).fill(PROBE)]);
  const latency = latencyOf(params);
  return { y: y!, gain: probe!.map((v, i) => (i < latency ? 1 : v / PROBE)) };
}

/** A sweep from 0 Hz to `hz`. */
const sweep = (frames: number, hz: number, height: number): Float64Array =>
  Float64Array.from({ length: frames }, (_, i) => height * Math.sin((Math.PI * hz * i * i) / (RATE * frames)));

const sparse = random(5);
const hostile: Readonly<Record<string, Float64Array>> = {
  noise: noise(FRAMES, 1, 5),
  'a square': sine(FRAMES, 997, RATE).map((v) => 3 * Math.sign(v)),
  'the highest square': Float64Array.from({ length: FRAMES }, (_, i) => (i % 2 === 0 ? 8 : -8)),
  'a sweep': sweep(FRAMES, RATE / 2, 4),
  'a step': step(FRAMES, 3000, 100),
  impulses: Float64Array.from({ length: FRAMES }, () => (sparse() < 0.002 ? 1000 * (sparse() - 0.5) : 0)),
  'a rising tone': sine(FRAMES, 60, RATE).map((v, i) => (v * i) / 1000),
  'absurd levels': noise(FRAMES, 2, 1e9),
  'peaks between samples': sine(FRAMES, RATE / 4, RATE, 1.4, Math.PI / 4),
};

/** Only what lies up to `hz`, by its spectrum; begins and ends in silence. */
function bandLimited(x: Float64Array, hz: number, rateHz: number): Float64Array {
  const n = 2 ** Math.ceil(Math.log2(x.length));
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  re.set(x);
  fft(re, im);
  for (let k = 0; k < n; k++) {
    const pass = Math.min(k, n - k) * rateHz <= hz * n ? 1 / n : 0;
    re[k] = re[k]! * pass;
    im[k] = -im[k]! * pass;
  }
  fft(re, im);
  return faded(re.subarray(0, x.length));
}
function faded(x: Float64Array): Float64Array {
  const edge = 500;
  return x.map((v, i) => {
    const near = Math.min(i, x.length - 1 - i);
    return near < edge ? v * (0.5 - 0.5 * Math.cos((Math.PI * near) / edge)) : v;
  });
}

describeNative('limiter', () => {
  it.each(Object.keys(hostile))('lets no sample above the ceiling: %s', (name) => {
    for (const true_peak of [false, true])
      for (const lookahead of true_peak ? [0.5, 2] : [0, 0.05, 2, 20])
        for (const ceiling of [0, -1, 6, -20]) {
          const params = { ceiling, lookahead, release: 20, true_peak };
          const { y, gain } = traced(params, hostile[name]!);
          // 10^0 is 1 in every library; other powers may differ in the last bit.
          expect(peak(y)).toBeLessThanOrEqual(ceiling === 0 ? 1 : fromDb(ceiling) * (1 + 2 ** -52));
          // The gain alone suits, but for rounding: the last bound does not shape the sound.
          if (name === 'absurd levels') continue;
          const latency = latencyOf(params);
          const x = hostile[name]!;
          for (let i = latency; i < x.length; i++)
            if (Math.abs(x[i - latency]!) * gain[i]! > fromDb(ceiling) * (1 + 1e-9))
              expect.fail(`${name}, look-ahead ${lookahead}: frame ${i}: gain ${gain[i]} is too much`);
        }
  });

  it('moves its gain in the shape of a quadratic spline over the look-ahead', () => {
    for (const lookahead of [0.5, 2, 20]) {
      const frames = (lookahead * RATE) / 1000;
      const { gain } = traced({ ceiling: 0, lookahead, release: 0 }, impulse(FRAMES, 5000, 10));
      const bend = gain.map((v, i) => (i < 2 ? 0 : Math.abs(v - 2 * gain[i - 1]! + gain[i - 2]!)));
      // Two corners of a spline of this length, 0.9 high: slope 2.25 / frames, reached in a third of the frames.
      expect(peak(bend)).toBeLessThan((1.1 * 0.9 * 9) / frames ** 2 + 1e-9);
      expect(gain[5000 + frames]).toBeCloseTo(0.1, 9);
      expect(gain[5000 - 1]).toBe(1);
    }
  });

  it('hands what is below the ceiling on bit for bit, as late as it declares', () => {
    for (const rateHz of [44100, 48000, 96000])
      for (const true_peak of [false, true])
        for (const lookahead of [0.5, 1.5, 5, 20]) {
          const params = { ceiling: 0, lookahead, release: 50, true_peak };
          const x = noise(5000, 1, 0.4);
          const late = latencyOf(params, rateHz);
          const y = limit(params, [x], rateHz)[0]!;
          expect(difference([y.subarray(late)], [x.subarray(0, x.length - late)])).toBeUndefined();
          expect(late).toBe(Math.floor((lookahead * rateHz) / 1000 + 0.5) + (true_peak ? 32 : 0));
        }
  });

  it.each([5, 50, 500])('gives back 63 % in its release: %s ms', (release) => {
    const lookahead = 1;
    const x = step(96_000, 0, 4).fill(0.1, 4800);
    const { gain } = traced({ ceiling: 0, lookahead, release }, x);
    // The need lasts a look-ahead longer, and the smoother is half a look-ahead late.
    const start = 4800 + (2 * lookahead * RATE) / 1000 - (lookahead * RATE) / 2000;
    const back = gain.findIndex((v, i) => i >= start && v >= 1 - 0.75 * Math.exp(-1));
    expect(Math.abs(back - start - (release * RATE) / 1000)).toBeLessThanOrEqual(4);
  });

  it('turns all channels by one gain', () => {
    const loud = noise(FRAMES, 1, 5);
    const soft = noise(FRAMES, 2, 1e-3);
    const params = { ceiling: -1 };
    const [a, b] = limit(params, [soft, loud]);
    const { gain } = traced(params, loud);
    const latency = latencyOf(params);
    const off = a!.map((v, i) => (i < latency ? 0 : v - soft[i - latency]! * gain[i]!));
    expect(peak(off)).toBeLessThan(1e-16);
    expect(difference([b!], [limit(params, [loud])[0]!])).toBeUndefined();
  });

  const band = 20_000;
  const programmes: Readonly<Record<string, (rateHz: number) => Float64Array>> = {
    'a quarter of the rate': (r) => faded(sine(4096, r / 4, r, 1.4, Math.PI / 4)),
    '20 kHz': (r) => faded(sine(4096, band, r, 2)),
    '19.9 kHz and 7 kHz': (r) => faded(sum(sine(4096, 19_900, r, 2), sine(4096, 7000, r, 1))),
    noise: (r) => bandLimited(noise(4096, 1, 4), band, r),
    'bursts of noise': (r) =>
      bandLimited(
        noise(4096, 5, 4).map((v, i) => (i % 700 < 40 ? v : v / 10)),
        band,
        r,
      ),
    'a square': (r) =>
      bandLimited(
        sine(4096, 997, r).map((v) => 2 * Math.sign(v)),
        band,
        r,
      ),
    impulses: (r) =>
      bandLimited(
        Float64Array.from({ length: 4096 }, (_, i) => (i % 611 === 300 ? 9 : 0)),
        band,
        r,
      ),
  };
  it.each(Object.keys(programmes))('holds the true peak within 0.1 dB of the ceiling up to 20 kHz: %s', (name) => {
    for (const [rateHz, lookahead] of [
      [48000, 0.5],
      [48000, 2],
      [44100, 1],
    ] as const) {
      const x = new Float64Array(8192);
      x.set(programmes[name]!(rateHz), 2000);
      expect(toDb(truePeak(x))).toBeGreaterThan(2);
      const params = { ceiling: -1, lookahead, release: 50 };
      const held = limit({ ...params, true_peak: true }, [x], rateHz)[0]!;
      expect(Math.abs(toDb(truePeak(held)) + 1), `${lookahead} ms at ${rateHz}`).toBeLessThanOrEqual(0.1);
    }
  });

  it('turns both frames beside a peak between them down by what it needs', () => {
    const x = new Float64Array(400).fill(1, 200, 202);
    const params = { ceiling: 0, lookahead: 0.5, release: 0, true_peak: true };
    const { gain } = traced(params, x);
    const needed = 1 / truePeak(x);
    expect(needed).toBeLessThan(0.8);
    const [before, after] = [200, 201].map((frame) => gain[frame + latencyOf(params)]!);
    expect(before! / needed).toBeCloseTo(1, 2);
    expect(after).toBeCloseTo(before!, 9);
  });

  it('without true_peak lets peaks between samples through: the measure sees them', () => {
    const x = programmes['a quarter of the rate']!(RATE);
    expect(toDb(truePeak(limit({ ceiling: -1 }, [x])[0]!))).toBeGreaterThan(1);
  });

  it('refuses a look-ahead too short for true peaks', () => {
    const refine = nodeType('limiter')!.refine!;
    expect(refine({ lookahead: 0.4, true_peak: true }, RATE).map((r) => r.param)).toEqual(['lookahead']);
    expect(refine({ lookahead: 0.4, true_peak: false }, RATE)).toEqual([]);
  });

  it('keeps under the ceiling that each frame came in under while the ceiling glides', () => {
    const [high, low] = [-1, -13];
    const x = noise(12_000, 3, 6);
    const probe = new Float64Array(12_000).fill(PROBE);
    const set = (ceiling: number) => ({ ceiling, lookahead: 5, release: 1 });
    const kernel = stepKernel('limiter', set(high), { reads: 2, writes: 2 });
    const out = [new Float64Array(12_000), new Float64Array(12_000)];
    for (let at = 0; at < 12_000; at += 100) {
      if (at === 4000) kernel.update(0, paramsOf('limiter', set(low)));
      if (at === 8000) kernel.update(0, paramsOf('limiter', set(high)));
      kernel.process([x, probe], out, 100, at);
    }
    const late = latencyOf(set(high));
    const glide = 0.02 * RATE;
    expect(peak(out[0]!)).toBeLessThanOrEqual(fromDb(high) * (1 + 2 ** -52));
    expect(peak(out[0]!.subarray(4000 + late + glide, 8000 + late))).toBeLessThanOrEqual(fromDb(low) * (1 + 2 ** -52));
    // The gain itself follows, so that the bound need not clip.
    const clipped = out[0]!.findIndex(
      (v, i) => i > late && Math.abs(v) < Math.abs(x[i - late]! * out[1]![i]!) / PROBE - 1e-9,
    );
    expect(clipped).toBe(-1);
  });

  it('takes its ceiling and release live', () => {
    const [updated, made] = [
      { ceiling: -6, release: 100 },
      { ceiling: -2, release: 10 },
    ].map((p) => stepKernel('limiter', p));
    const params = paramsOf('limiter', { ceiling: -2, release: 10 });
    expectUpdateArrives(updated!, params, made!, [noise(9000, 1, 3)], 1);
  });

  it('reads out its largest reduction', () => {
    const kernel = stepKernel('limiter', { ceiling: 0, release: 1 });
    runKernel(kernel, [step(4800, 0, fromDb(12))], 1);
    expect(kernel.readOut(0)[0]).toBeCloseTo(12, 6);
    runKernel(kernel, [new Float64Array(4800)], 1);
    kernel.readOut(0);
    runKernel(kernel, [new Float64Array(100)], 1);
    expect(kernel.readOut(0)[0]).toBe(0);
  });

  it('recovers from samples that are not finite without a reset', () => {
    for (const true_peak of [false, true]) {
      // The last one comes when nothing is limited any more.
      const x = noise(24_000, 1, 0.4)
        .with(100, Number.NaN)
        .with(200, Number.POSITIVE_INFINITY)
        .with(300, 1e300)
        .with(10_000, Number.POSITIVE_INFINITY);
      const params = { ceiling: 0, release: 5, true_peak };
      const y = limit(params, [x])[0]!;
      const late = latencyOf(params);
      expect(difference([y.subarray(12_000 + late)], [x.subarray(12_000, 24_000 - late)])).toBeUndefined();
      expect(y.every((v, i) => Math.abs(v) <= 1 || i === 100 + late)).toBe(true);
    }
  });

  it('does not depend on blocks while params glide; state moves and resets', () => {
    for (const true_peak of [false, true]) {
      const first = { ceiling: -6, lookahead: 1.5, release: 20, true_peak };
      const stream = {
        make: () => stepKernel('limiter', first, { reads: 2, writes: 2, maxFrames: 1024 }),
        inputs: [noise(12_000, 1, 2), noise(12_000, 2, 2)],
        writes: 2,
        changes: [
          { frame: 1501, params: paramsOf('limiter', { ...first, ceiling: -12, release: 100 }) },
          { frame: 2001, params: paramsOf('limiter', { ...first, ceiling: 3 }) },
        ],
      };
      expectAnySplit(stream);
      expectAdoption(stream, [1, 1777, 2100, 2961, 6500]);
      expectCleanReset(stream);
    }
  });

  it('passes a pause bit for bit, and its ends are the same however blocks are cut', () => {
    const params = { ceiling: -6, lookahead: 1, release: 5 };
    const x = noise(24_000, 6).map((v, i) => (i < 2000 || i >= 16_000 ? 5 * v : v / 100));
    const make = () => stepKernel('limiter', params, { maxFrames: 1024 });
    const stream = { make, inputs: [x], writes: 1 };
    expectAnySplit(stream);
    expectAdoption(stream, [8000, 15_980]);
    // The gains of before are within 1e-10 of 1, and then 1, some 5,500 frames after the last of them.
    const y = limit(params, [x])[0]!;
    const late = latencyOf(params);
    expect(difference([y.subarray(8000 + late, 15_900 + late)], [x.subarray(8000, 15_900)])).toBeUndefined();
  });
});
