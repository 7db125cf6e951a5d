// Responses, against filters whose taps are known.

import { describe, expect, test } from 'vitest';
import { gainAt, peakOf, signOf, transferOf } from '../../compiler/measure/impulse-response.ts';
import { type MaskEdge, worstPlace } from '../../compiler/measure/mask.ts';
import { dtft, magnitude } from '../../compiler/measure/spectrum.ts';
import { sweep } from '../../compiler/measure/stimuli.ts';
import { noise } from '../support/signals.ts';

const RATE = 48_000;
const PLAYED = sweep(2 ** 14, 1, 0.499 * RATE, RATE, 0.1);

function filtered(taps: readonly number[]): Float64Array {
  const out = new Float64Array(PLAYED.length + 8192);
  for (const [k, tap] of taps.entries()) {
    if (tap !== 0) for (let i = 0; i < PLAYED.length; i++) out[i + k]! += tap * PLAYED[i]!;
  }
  return out;
}

const transfer = (taps: readonly number[]) => transferOf(PLAYED, filtered(taps), RATE);
const delayed = (frames: number, height = 1) => [...new Array<number>(frames).fill(0), height];

describe('gain over frequency', () => {
  const taps = Array.from(noise(40, 3, 0.3));

  test.each([30, 100, 997, 5000, 15_000, 22_000])('%d Hz: that of the taps', (hz) => {
    expect(
      20 * Math.log10(gainAt(transfer(taps), hz) / magnitude(dtft(Float64Array.from(taps), hz, RATE))),
    ).toBeCloseTo(0, 3);
  });

  test('a long delay does not bend it', () => {
    const late = transfer(delayed(5000, 0.5));
    for (const hz of [40, 997, 20_000]) expect(gainAt(late, hz)).toBeCloseTo(0.5, 6);
  });
});

describe('the highest peak', () => {
  test.each([0, 1, 17, 5000])('%d frames late', (frames) => {
    expect(peakOf(transfer(delayed(frames, 0.25)))).toMatchObject({
      at: expect.closeTo(frames, 2),
      height: expect.closeTo(0.25, 3),
    });
  });

  test('upside down', () => {
    expect(peakOf(transfer(delayed(3, -0.5))).height).toBeCloseTo(-0.5, 3);
  });

  test('between frames', () => {
    // The same sweep, taken a third of a frame later.
    const fine = sweep(3 * 2 ** 14, 1, 0.499 * RATE, 3 * RATE, 0.1);
    const heard = new Float64Array(PLAYED.length + 4096);
    for (let i = 1; i < PLAYED.length; i++) heard[i + 9] = fine[3 * i - 1]!;
    expect(peakOf(transferOf(PLAYED, heard, RATE)).at).toBeCloseTo(9 + 1 / 3, 1);
  });
});

describe('polarity', () => {
  test('is that of the beginning, however high what follows', () => {
    expect(signOf(transfer([0, 0.6, -1]))).toBe(1);
    expect(signOf(transfer([0, -0.6, 1]))).toBe(-1);
  });

  test('what rings before it is not the beginning', () => {
    expect(signOf(transfer([0.2, -0.3, 1]))).toBe(1);
  });
});

describe('a mask', () => {
  const flat = transfer([0.5]);
  const edges = (min: number, max: number): readonly MaskEdge[] => [
    { hz: 100, minDb: min, maxDb: max },
    { hz: 10_000, minDb: min, maxDb: max },
  ];

  test('holds what lies in it', () => {
    expect(worstPlace(flat, edges(-6.03, -6.01))).toMatchObject({ gainDb: expect.closeTo(-6.0206, 3) });
    expect(worstPlace(flat, edges(-6.03, -6.01)).outsideDb).toBeLessThan(0);
  });

  test('a hundredth of a dB outside is outside', () => {
    expect(worstPlace(flat, edges(-6.01, 0)).outsideDb).toBeGreaterThan(0.01);
    expect(worstPlace(flat, edges(-9, -6.04)).outsideDb).toBeGreaterThan(0.01);
  });

  test('its edges are straight lines over octaves', () => {
    const slope: readonly MaskEdge[] = [
      { hz: 100, minDb: -20, maxDb: 0 },
      { hz: 1600, minDb: -4, maxDb: 0 },
    ];
    const { hz, minDb } = worstPlace(flat, slope);
    expect(hz).toBe(1600);
    expect(minDb).toBe(-4);
    expect(worstPlace(flat, [...slope.slice(0, 1), { hz: 1600, minDb: -6.1, maxDb: 0 }]).outsideDb).toBeLessThan(0);
  });
});
