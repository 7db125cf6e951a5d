// The measure of a tone measures: rounding, a harmonic, a phase that wanders, each of a size that is known.

import { expect, it } from 'vitest';
import { distortionDb } from '../../compiler/measure/distortion.ts';

const tone = (more: (i: number) => number = () => 0, phase: (i: number) => number = () => 0) =>
  Float64Array.from({ length: 65_536 }, (_, i) => 0.9 * Math.sin(1.9634 * i + phase(i)) + more(i));

it('a pure tone is pure', () => {
  expect(distortionDb(tone())).toBeLessThan(-180);
});

it.each([-60, -120, -150])('what lies at %i dB is found there', (db) => {
  const other = tone((i) => 0.9 * 10 ** (db / 20) * Math.sin(0.3141 * i));
  expect(distortionDb(other)).toBeCloseTo(db, 1);
});

it('a phase that is moved by 0.01 ppm of rate, to and fro at 100 Hz, is not', () => {
  const wobble = (i: number) => 1e-6 * Math.sin((2 * Math.PI * 100 * i) / 48_000);
  expect(distortionDb(tone(undefined, wobble))).toBeCloseTo(20 * Math.log10(1e-6 / Math.SQRT2), 0);
});
