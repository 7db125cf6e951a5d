// Isolation, against matrices of known gains.

import { describe, expect, test } from 'vitest';
import { analyser, tonesFor, tonesOf } from '../../compiler/measure/isolation.ts';

const RATE = 48_000;
const HEIGHT = 0.1;

/** What an output hears of inputs with these gains. */
function mixed(gains: readonly number[], inputs: number, rateHz = RATE) {
  const tones = { ...tonesFor(inputs, RATE), playedHz: rateHz };
  const frames = Math.round((tones.size * rateHz) / RATE);
  const x = new Float64Array(frames);
  for (const [i, gain] of gains.entries()) {
    const own = tonesOf(tones, i, frames, HEIGHT);
    for (let n = 0; n < frames; n++) x[n]! += gain * own[n]!;
  }
  return analyser(tones, HEIGHT)(x);
}

const db = (x: number) => 20 * Math.log10(x);

describe('every input in one run', () => {
  test('each gain is found, and -120 dB beside 0 dB too', () => {
    const [a, b, c, d] = mixed([1, 10 ** (-120 / 20), 0, 0.5], 4) as [number, number, number, number];
    expect(db(a)).toBeCloseTo(0, 2);
    expect(db(b)).toBeCloseTo(-120, 1);
    expect(db(c)).toBeLessThan(-180);
    expect(db(d)).toBeCloseTo(-6.02, 2);
  });

  test('forty inputs', () => {
    const gains = Array.from({ length: 40 }, (_, i) => (i % 3 === 0 ? 0.3 : 0));
    for (const [i, gain] of mixed(gains, 40).entries()) {
      if (gain === undefined) continue;
      expect(db(gain)).toBeLessThan(i % 3 === 0 ? db(0.301) : -170);
      if (i % 3 === 0) expect(db(gain)).toBeGreaterThan(db(0.299));
    }
  });

  test('an output at another rate', () => {
    const [a, b] = mixed([0.25, 0], 2, 44_100) as [number, number];
    expect(db(a)).toBeCloseTo(db(0.25), 1);
    expect(db(b)).toBeLessThan(-150);
  });

  test('the peaks of an input stay below its level', () => {
    const tones = { ...tonesFor(3, RATE), playedHz: RATE };
    const most = tonesOf(tones, 1, 20_000, HEIGHT).reduce((m, v) => Math.max(m, Math.abs(v)), 0);
    expect(most).toBeLessThanOrEqual(HEIGHT);
  });
});
