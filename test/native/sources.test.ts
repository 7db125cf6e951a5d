// tone, noise and dither: frequency and level by projection, statistics by moments and averaged spectra.
// Streams are seeded, so every bound is met or missed for good; bounds are five standard errors wide.

import { expect, it } from 'vitest';
import { fft } from '../../compiler/measure/spectrum.ts';
import { describeNative } from '../support/addon.ts';
import { difference, fromDb, peak, rms, toDb } from '../support/compare.ts';
import type { StepParams } from './step-kernel.ts';
import { paramsOf, runKernel, stepKernel } from './step-kernel.ts';

function generate(
  type: string,
  params: StepParams,
  frames: number,
  o: { rateHz?: number; writes?: number; stateKey?: bigint } = {},
) {
  return runKernel(stepKernel(type, params, { ...o, reads: 0 }), [], o.writes ?? 1, frames);
}

const mean = (x: Float64Array) => x.reduce((s, v) => s + v, 0) / x.length;
const moment = (x: Float64Array, n: number) => x.reduce((s, v) => s + v ** n, 0) / x.length;
const correlation = (x: Float64Array, y: Float64Array) =>
  x.reduce((s, v, i) => s + v * y[i]!, 0) / x.length / (rms(x) * rms(y));

/** Power in bins of a spectrum averaged over rectangular windows of `size`. */
function spectrum(x: Float64Array, size: number): Float64Array {
  const power = new Float64Array(size / 2);
  for (let at = 0; at + size <= x.length; at += size) {
    const window = Float64Array.from({ length: size }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / size));
    const re = x.slice(at, at + size).map((v, i) => v * window[i]!);
    const im = new Float64Array(size);
    fft(re, im);
    for (let k = 0; k < size / 2; k++) power[k] = power[k]! + re[k]! ** 2 + im[k]! ** 2;
  }
  return power;
}

const bandPower = (power: Float64Array, size: number, rateHz: number, from: number, to: number) => {
  const first = Math.round((from * size) / rateHz);
  const last = Math.round((to * size) / rateHz);
  return power.subarray(first, last).reduce((s, v) => s + v, 0) / (last - first);
};

describeNative('tone', () => {
  it.each([
    [997, 48000],
    [20, 44100],
    [21000, 44100],
    [1234.5678, 192000],
  ])('%d Hz at %d is the sine of the formula from phase 0, after ten seconds still', (freq, rateHz) => {
    const frames = 10 * rateHz;
    const [y] = generate('tone', { freq, level: -6 }, frames, { rateHz });
    const factor = fromDb(-6);
    let worst = 0;
    for (const from of [0, frames - 5000])
      for (let i = from; i < from + 5000; i++) {
        const turns = (freq * i) / rateHz;
        worst = Math.max(worst, Math.abs(y![i]! - factor * Math.sin(2 * Math.PI * (turns - Math.floor(turns)))));
      }
    expect(worst).toBeLessThan(1e-10);
    expect(Math.abs(toDb(rms(y!) * Math.SQRT2) + 6)).toBeLessThan(0.001);
  });

  it('is the same in every channel', () => {
    const [l, r] = generate('tone', {}, 1000, { writes: 2 });
    expect(difference([l!], [r!])).toBeUndefined();
  });

  it('changes frequency without a break in phase', () => {
    const kernel = stepKernel('tone', { freq: 500, level: 0 }, { reads: 0 });
    const y = new Float64Array(6000);
    kernel.process([], [y], 3000);
    kernel.update(0, paramsOf('tone', { freq: 1000, level: 0 }));
    kernel.process([], [y], 3000, 3000);
    const steepest = 2 * Math.sin((Math.PI * 1000) / 48000);
    for (let i = 1; i < 6000; i++) expect(Math.abs(y[i]! - y[i - 1]!)).toBeLessThan(steepest * 1.001);
    const crossings = (from: number) =>
      y.subarray(from, from + 1920).filter((v, i) => v >= 0 && y[from + i - 1]! < 0).length;
    expect([crossings(1000), crossings(4000)]).toEqual([20, 40]);
  });
});

describeNative('noise', () => {
  const frames = 2 ** 20;

  it('white: normal, at its level, flat', () => {
    const [x] = generate('noise', { colour: 'white', level: -20 }, frames);
    const sigma = rms(x!);
    expect(Math.abs(toDb(sigma) + 20)).toBeLessThan(0.03); // 5 x 8.7 dB / sqrt(2 n)
    expect(Math.abs(mean(x!)) / sigma).toBeLessThan(5 / 2 ** 10);
    expect(Math.abs(moment(x!, 3)) / sigma ** 3).toBeLessThan((5 * Math.sqrt(15)) / 2 ** 10);
    expect(Math.abs(moment(x!, 4) / sigma ** 4 - 3)).toBeLessThan((5 * Math.sqrt(96)) / 2 ** 10);
    const power = spectrum(x!, 4096);
    const all = bandPower(power, 4096, 48000, 100, 23900);
    for (let hz = 0; hz < 24000; hz += 2000)
      expect(Math.abs(10 * Math.log10(bandPower(power, 4096, 48000, hz + 50, hz + 1950) / all))).toBeLessThan(0.25);
  });

  it.each([44100, 48000, 96000, 192000])('pink at %d: at its level, 3 dB per octave', (rateHz) => {
    const [x] = generate('noise', { colour: 'pink', level: -20 }, 4 * frames, { rateHz });
    expect(Math.abs(toDb(rms(x!)) + 20)).toBeLessThan(0.3);
    const size = 2 ** 15;
    const power = spectrum(x!, size);
    const slope = (hz: number) => 10 * Math.log10(bandPower(power, size, rateHz, hz / 2 ** 0.25, hz * 2 ** 0.25) * hz);
    const middle = slope(0.02 * rateHz);
    for (let hz = 60; hz * 2 ** 0.25 < 0.45 * rateHz; hz *= 2)
      expect(Math.abs(slope(hz) - middle), `${hz} Hz`).toBeLessThan(hz < 200 ? 1 : 0.4);
  });

  it('gives every channel and every step its own stream, the same in every run', () => {
    const [a, b] = generate('noise', {}, frames, { writes: 2 });
    const [again] = generate('noise', {}, frames);
    const [other] = generate('noise', {}, frames, { stateKey: 7n });
    expect(difference([a!], [again!])).toBeUndefined();
    for (const x of [b!, other!]) expect(Math.abs(correlation(a!, x))).toBeLessThan(5 / 2 ** 10);
  });

  it('starts anew on reset', () => {
    const kernel = stepKernel('noise', { colour: 'pink' }, { reads: 0 });
    const first = runKernel(kernel, [], 1, 4096);
    kernel.reset();
    expect(difference(runKernel(kernel, [], 1, 4096), first)).toBeUndefined();
  });
});

describeNative('dither', () => {
  const frames = 2 ** 20;

  it.each([16, 24, 8])('of %d bits is triangular, two steps wide, white and of mean 0', (bits) => {
    const step = 2 ** (1 - bits);
    const zero = new Float64Array(frames);
    const [x, y] = runKernel(stepKernel('dither', { bits }, { reads: 2, writes: 2 }), [zero, zero], 2) as [
      Float64Array,
      Float64Array,
    ];
    expect(peak(x)).toBeLessThan(step);
    expect(peak(x)).toBeGreaterThan(0.99 * step);
    expect(Math.abs(mean(x)) / step).toBeLessThan((5 * Math.sqrt(1 / 6)) / 2 ** 10);
    expect(Math.abs((rms(x) / step) ** 2 - 1 / 6)).toBeLessThan((5 * Math.sqrt(1 / 15 - 1 / 36)) / 2 ** 10);
    for (const [at, share] of [
      [-0.5, 1 / 8],
      [0, 1 / 2],
      [0.5, 7 / 8],
    ] as const)
      expect(Math.abs(x.filter((v) => v < at * step).length / frames - share)).toBeLessThan(2.5 / 2 ** 10);
    expect(Math.abs(correlation(x.subarray(1), x.subarray(0, -1)))).toBeLessThan(5 / 2 ** 10);
    expect(Math.abs(correlation(x, y))).toBeLessThan(5 / 2 ** 10);
  });

  it('makes the rounding that follows independent of the signal: a tone below half a step comes through', () => {
    const step = 2 ** -15;
    const tone = Float64Array.from(
      { length: frames },
      (_, i) => 0.25 * step * Math.sin((2 * Math.PI * 1000 * i) / 48000),
    );
    const [x] = runKernel(stepKernel('dither', { bits: 16 }), [tone], 1);
    const rounded = x!.map((v) => Math.round(v / step) * step);
    const got = (2 * tone.reduce((s, v, i) => s + v * rounded[i]!, 0)) / frames / (0.25 * step) ** 2;
    expect(Math.abs(got - 1)).toBeLessThan(0.03);
  });

  it('adds and does nothing else', () => {
    const x = new Float64Array(1000).fill(0.25);
    const [y] = runKernel(stepKernel('dither', {}), [x], 1);
    const [d] = runKernel(stepKernel('dither', {}), [new Float64Array(1000)], 1);
    for (const [i, v] of y!.entries()) expect(v).toBe(0.25 + d![i]!);
  });
});
