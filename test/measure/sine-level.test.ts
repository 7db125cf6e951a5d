// The height of a sine, against sines of known height beside everything else.

import { describe, expect, test } from 'vitest';
import { sineHeight, sineHeightNear } from '../../compiler/measure/sine-level.ts';
import { noise, sine, sum } from '../support/signals.ts';

const RATE = 48_000;
const FRAMES = 36_000;

describe('the height of a sine', () => {
  test.each([20, 59.7, 997, 7919.3, 21_000])('%d Hz: exact at any phase, whatever the number of periods', (hz) => {
    for (const phase of [0, 0.4, 1.7, 3.1]) {
      expect(sineHeight(sine(FRAMES, hz, RATE, 0.1, phase), hz, RATE)).toBeCloseTo(0.1, 12);
    }
  });

  test('hum, noise and an offset beside it do not count', () => {
    const x = sum(sine(FRAMES, 997, RATE, 0.1), sine(FRAMES, 50, RATE, 0.1), noise(FRAMES, 1, 0.01)).map(
      (v) => v + 0.2,
    );
    expect(20 * Math.log10(sineHeight(x, 997, RATE) / 0.1)).toBeCloseTo(0, 2);
  });

  test('another frequency is not it', () => {
    expect(sineHeight(sine(FRAMES, 1200, RATE, 1), 997, RATE)).toBeLessThan(1e-2);
  });

  test('a tenth of a dB is seen', () => {
    expect(sineHeight(sine(FRAMES, 997, RATE, 10 ** (-0.1 / 20)), 997, RATE)).toBeLessThan(0.989);
  });

  test('one that a clock has moved is found; without looking for it, it is missed', () => {
    for (const ppm of [-2000, -50, 300, 2000]) {
      const x = sine(FRAMES, 9000 * (1 + ppm * 1e-6), RATE, 0.5);
      expect(sineHeightNear(x, 9000, RATE, 4000), `${ppm} ppm`).toBeCloseTo(0.5, 6);
    }
    expect(sineHeight(sine(FRAMES, 9000 * 1.002, RATE, 0.5), 9000, RATE)).toBeLessThan(0.1);
  });
});
