// mute, polarity, pan, balance, matrix, downmix, exchange: laws by their formulas, exact where samples only move.

import { expect, it } from 'vitest';
import { describeNative } from '../support/addon.ts';
import { difference, fromDb, toDb } from '../support/compare.ts';
import { noise, sine } from '../support/signals.ts';
import type { StepParams } from './step-kernel.ts';
import { paramsOf, runKernel, stepKernel, table } from './step-kernel.ts';

const a = noise(1000, 1);
const b = noise(1000, 2);
const c = noise(1000, 3);
const negative = (x: Float64Array) => x.map((v) => -v);
const silent = new Float64Array(1000);

function out(type: string, params: StepParams, inputs: readonly Float64Array[], writes: number): Float64Array[] {
  return runKernel(stepKernel(type, params, { reads: inputs.length, writes }), inputs, writes);
}

/** Factors that a step applies to a constant 1. */
const factors = (type: string, params: StepParams, reads: number): number[] =>
  out(
    type,
    params,
    Array.from({ length: reads }, () => new Float64Array(1000).fill(1)),
    2,
  ).map((y) => y[999]!);

describeNative('routing', () => {
  it('mute silences, whatever comes in, or hands samples on', () => {
    const hostile = a.with(10, Number.NaN).with(20, Number.POSITIVE_INFINITY);
    expect(difference(out('mute', { muted: true }, [hostile, b], 2), [silent, silent])).toBeUndefined();
    expect(difference(out('mute', { muted: false }, [a, b], 2), [a, b])).toBeUndefined();
    expect(difference(out('mute', {}, [a], 1), [silent])).toBeUndefined();
  });

  it('polarity inverts exactly', () => {
    expect(difference(out('polarity', {}, [a, b], 2), [negative(a), negative(b)])).toBeUndefined();
    expect(difference(out('polarity', { invert: false }, [a], 1), [a])).toBeUndefined();
  });

  it('pan keeps power constant, with 0 dB at the centre', () => {
    expect(difference(out('pan', { pan: 0 }, [a], 2), [a, a])).toBeUndefined();
    expect(factors('pan', { pan: -100 }, 1)).toEqual([Math.SQRT2, 0]);
    expect(factors('pan', { pan: 100 }, 1)).toEqual([0, Math.SQRT2]);
    for (const pan of [-90, -30, 10, 50, 77]) {
      const [left, right] = factors('pan', { pan }, 1) as [number, number];
      expect(left ** 2 + right ** 2).toBeCloseTo(2, 14);
      expect(Math.atan2(right, left)).toBeCloseTo(((pan / 100 + 1) * Math.PI) / 4, 14);
    }
  });

  it('pan keeps power constant on its way, too', () => {
    const kernel = stepKernel('pan', { pan: -100 }, { writes: 2 });
    kernel.update(0, paramsOf('pan', { pan: 100 }));
    const [left, right] = runKernel(kernel, [new Float64Array(1200).fill(1)], 2) as [Float64Array, Float64Array];
    for (const [i, l] of left.entries()) expect(l ** 2 + right[i]! ** 2).toBeCloseTo(2, 13);
    expect(left[480]).toBeCloseTo(1, 12);
    expect([left[960], right[960]]).toEqual([0, Math.SQRT2]);
  });

  it('balance lowers the side turned away from', () => {
    expect(difference(out('balance', {}, [a, b], 2), [a, b])).toBeUndefined();
    expect(factors('balance', { balance: -100 }, 2)).toEqual([1, 0]);
    expect(factors('balance', { balance: 100 }, 2)).toEqual([0, 1]);
    expect(factors('balance', { balance: 25 }, 2)).toEqual([0.75, 1]);
    expect(factors('balance', { balance: -50 }, 2)).toEqual([1, 0.5]);
  });

  it('matrix sums weighted inputs into every output', () => {
    const gains = [
      [1, 0, 0],
      [0, 0, 0],
      [fromDb(-3), fromDb(6), -0.5],
      [0, 0, 1],
    ];
    const [first, second, third, fourth] = out('matrix', { gains: table(gains) }, [a, b, c], 4);
    expect(difference([first!, second!, fourth!], [a, silent, c])).toBeUndefined();
    const expected = a.map((v, i) => v * fromDb(-3) + b[i]! * fromDb(6) + c[i]! * -0.5);
    for (const [i, v] of expected.entries()) expect(third![i]).toBeCloseTo(v, 14);
  });

  it('an unconnected input cannot be heard, not even a broken one', () => {
    const [y] = out('matrix', { gains: table([[0, 1]]) }, [a.map(() => Number.NaN), b], 1);
    expect(difference([y!], [b])).toBeUndefined();
  });

  it('downmix is the mean', () => {
    const [y] = out('downmix', {}, [a, b, c], 1);
    for (const [i, v] of y!.entries()) expect(v).toBeCloseTo((a[i]! + b[i]! + c[i]!) / 3, 15);
    expect(difference(out('downmix', {}, [a, a], 1), [a])).toBeUndefined();
  });

  it('exchange swaps, in place too', () => {
    expect(difference(out('exchange', {}, [a, b], 2), [b, a])).toBeUndefined();
    const [x, y] = [Float64Array.from(a), Float64Array.from(b)];
    stepKernel('exchange', {}, { reads: 2, writes: 2 }).process([x, y], [x, y], 1000);
    expect(difference([x, y], [b, a])).toBeUndefined();
  });

  it('a mute in flight is smooth: nothing new above 6 kHz louder than -95 dB', () => {
    const rateHz = 48000;
    const kernel = stepKernel('mute', { muted: false });
    const x = sine(12000, 997, rateHz);
    const y = new Float64Array(12000);
    kernel.process([x], [y], 4000);
    kernel.update(0, paramsOf('mute', { muted: true }));
    for (const at of [4000, 8000]) kernel.process([x], [y], 4000, at);
    expect(y.subarray(4960).every((v) => v === 0)).toBe(true);
    const high = stepKernel('highpass', { freq: 6000, kind: 'BW8' }, { maxFrames: 12000 });
    const click = new Float64Array(12000);
    high.process([y], [click], 12000);
    const peak = click.subarray(3000).reduce((m, v) => Math.max(m, Math.abs(v)), 0);
    expect(toDb(peak)).toBeLessThan(-95);
  });
});
