// Peaks of sections by formula against a search over frequencies.

import { describe, expect, it } from 'vitest';
import { nodeType } from '../../schema/index.ts';
import { resonanceDb, sectionPeakDb, shelfPeakDb } from '../../schema/section-peak.ts';

type Polynomial = readonly [number, number, number];

function searched(n: Polynomial, d: Polynomial): number {
  const power = ([a, b, c]: Polynomial, w: number) => (c - a * w * w) ** 2 + (b * w) ** 2;
  let most = 0;
  for (let i = -60_000; i <= 60_000; i++) {
    const w = 10 ** (i / 10_000);
    most = Math.max(most, power(n, w) / power(d, w));
  }
  return 10 * Math.log10(most);
}

describe('the peak of a section', () => {
  it.each<[Polynomial, Polynomial]>([
    [
      [0, 0, 1],
      [1, 0.1, 1],
    ],
    [
      [1, 0, 0],
      [1, 1.9, 1],
    ],
    [
      [0.2, -3, 0.7],
      [1, 0.6, 4],
    ],
    [
      [1, -0.5, 1],
      [1, 0.5, 1],
    ],
    [
      [1, 0, 1],
      [1, 0.3, 1],
    ],
    [
      [1, 0.2, 9],
      [1, 2, 1],
    ],
    [
      [3, 0, 0],
      [1, 0, 1e-9],
    ],
  ])('of %j over %j', (n, d) => expect(sectionPeakDb(n, d)).toBeCloseTo(searched(n, d), 4));

  it('of resonances and shelves', () => {
    expect(resonanceDb(Math.SQRT1_2)).toBeCloseTo(0, 12);
    expect(resonanceDb(0.3)).toBe(0);
    expect(resonanceDb(10)).toBeCloseTo(20.011, 3);
    expect(shelfPeakDb(6, 0.7)).toBeCloseTo(6, 2);
    expect(shelfPeakDb(-6, 0.7)).toBeCloseTo(0, 2);
    expect(shelfPeakDb(6, 3)).toBeGreaterThan(8);
    expect(shelfPeakDb(-6, 3)).toBeGreaterThan(2);
  });

  it('is what steps state', () => {
    const peak = (type: string, params: Parameters<NonNullable<ReturnType<typeof nodeType>>['peak'] & object>[0]) =>
      nodeType(type)!.peak!(params, -10);
    expect(peak('gain', { gain: 6, max: 3 })).toBe(-7);
    expect(peak('peaking', { freq: 100, gain: -4, q: 1 })).toBe(-10);
    expect(peak('peaking', { freq: 100, gain: 4, q: 1 })).toBe(-6);
    expect(peak('highpass', { freq: 100, kind: 'BW8', q: null })).toBe(-10);
    expect(peak('highpass', { freq: 100, kind: 'BW2', q: 10 })).toBeCloseTo(10.011, 3);
    expect(peak('pan', { pan: 0 })).toBeCloseTo(-10, 12);
    expect(peak('pan', { pan: -100 })).toBeCloseTo(-6.9897, 4);
    expect(
      peak('matrix', {
        gains: [
          [0, null],
          [0, 0],
        ],
      }),
    ).toBeCloseTo(-3.9794, 4);
    expect(peak('biquad', { b0: 2, b1: 0, b2: 0, a1: 0, a2: 0 })).toBeCloseTo(-3.9794, 4);
    expect(peak('tone', { freq: 1000, level: -20 })).toBe(-20);
  });
});
