// True peaks, against sines whose samples miss their tops.

import { describe, expect, test } from 'vitest';
import { truePeak } from '../../compiler/measure/true-peak.ts';
import { peak } from '../support/compare.ts';
import { sine } from '../support/signals.ts';

const RATE = 48_000;
const db = (x: number) => 20 * Math.log10(x);
/** Faded at both ends: a sine that begins at once has its own peaks there. */
const faded = (x: Float64Array) => x.map((v, i) => v * Math.min(1, i / 500, (x.length - 1 - i) / 500));

describe('true peak', () => {
  test('a quarter of the rate, half-way between the samples: 3 dB above them', () => {
    const x = faded(sine(4000, RATE / 4, RATE, 1, Math.PI / 4));
    expect(db(peak(x))).toBeCloseTo(-3.01, 2);
    expect(db(truePeak(x))).toBeCloseTo(0, 2);
  });

  test.each([0.05, 0.13, 0.21, 0.25])('at %d of the rate it misses no more than four times the rate does', (share) => {
    const bound = db(Math.cos((Math.PI * share) / 4));
    for (const phase of [0, 0.3, 0.6, 0.9, 1.2]) {
      const found = db(truePeak(faded(sine(4000, share * RATE, RATE, 0.5, phase)))) - db(0.5);
      expect(found).toBeGreaterThan(bound - 0.01);
      expect(found).toBeLessThan(0.01);
    }
  });

  test('what is no number is none', () => {
    expect(truePeak(Float64Array.of(0, Number.NaN, 0))).toBeNaN();
  });
});
