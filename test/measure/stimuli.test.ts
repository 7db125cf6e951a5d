// What tests play has the level and the spectrum that it says.

import { describe, expect, test } from 'vitest';
import { fft } from '../../compiler/measure/spectrum.ts';
import { impulse, noise, sine, sweep } from '../../compiler/measure/stimuli.ts';
import { peak, rms } from '../support/compare.ts';

const RATE = 48_000;
const SIZE = 2 ** 16;

/** Mean power per bin of an octave, in dB. */
function octaveDb(x: Float64Array, fromHz: number): number {
  const re = Float64Array.from(x);
  const im = new Float64Array(x.length);
  fft(re, im);
  const bin = (hz: number) => Math.round((hz * x.length) / RATE);
  let power = 0;
  for (let k = bin(fromHz); k < bin(2 * fromHz); k++) power += re[k]! ** 2 + im[k]! ** 2;
  return 10 * Math.log10(power / (bin(2 * fromHz) - bin(fromHz)));
}

describe('levels', () => {
  test('a sine and a sweep by their peak', () => {
    expect(peak(sine(RATE, 997, RATE, 0.1))).toBeCloseTo(0.1, 6);
    expect(peak(sweep(RATE, 20, 20_000, RATE, 0.1))).toBeCloseTo(0.1, 4);
  });

  test.each(['white', 'pink'])('%s noise by its RMS', (colour) => {
    expect(rms(noise(RATE, colour, 1, RATE, 0.1))).toBeCloseTo(0.1, 12);
  });

  test('an impulse is one frame', () => {
    const x = impulse(10, 3, 0.5);
    expect(x[3]).toBe(0.5);
    expect(x.reduce((a, b) => a + b, 0)).toBe(0.5);
  });
});

describe('spectra', () => {
  test('white noise is as strong in every octave per Hz, pink loses 3 dB', () => {
    const [white, pink] = ['white', 'pink'].map((colour) => noise(SIZE, colour, 5, RATE, 0.1));
    for (const hz of [200, 800, 3200]) {
      expect(Math.abs(octaveDb(white!, hz) - octaveDb(white!, 4 * hz))).toBeLessThan(1);
      expect(Math.abs(octaveDb(pink!, hz) - octaveDb(pink!, 4 * hz) - 6.02)).toBeLessThan(1);
    }
  });

  test('the same seed is the same noise, another is another', () => {
    expect(noise(100, 'white', 1, RATE, 1)).toEqual(noise(100, 'white', 1, RATE, 1));
    expect(noise(100, 'white', 1, RATE, 1)).not.toEqual(noise(100, 'white', 2, RATE, 1));
  });

  test('a sweep takes as long for each octave', () => {
    const x = sweep(RATE, 100, 1600, RATE, 1);
    const crossings = (from: number, to: number) =>
      x.subarray(from, to).reduce((n, v, i, all) => (i > 0 && v >= 0 !== all[i - 1]! >= 0 ? n + 1 : n), 0);
    const [first, last] = [crossings(0, RATE / 4), crossings((3 * RATE) / 4, RATE)];
    expect(last / first).toBeGreaterThan(7.5);
    expect(last / first).toBeLessThan(8.5);
  });
});
