// The most that a parametric list adds. In: its rows and the rate. Out: dB at the loudest frequency, preamp included.
// Prototypes: R. Bristow-Johnson, "Audio EQ cookbook", under the bilinear transform.

import type { ParametricType } from '../../../schema/parametric-types.ts';
import { parametricTypes } from '../../../schema/parametric-types.ts';
import type { Rows } from './fir.ts';

type Quadratic = readonly [s2: number, s1: number, s0: number];
type Transfer = readonly [numerator: Quadratic, denominator: Quadratic];

/** Frequencies looked at besides the bands' own: 48 to the octave down from half the rate. */
const PER_OCTAVE = 48;
const OCTAVES = 11;

export function parametricPeakDb({ rows, columns, data }: Rows, rateHz: number): number {
  const at = (row: number, column: number): number => data[row * columns + column] ?? 0;
  const warped = (hz: number): number => Math.tan((Math.PI * hz) / rateHz);
  const bands = Array.from({ length: rows - 1 }, (_, i) => ({
    centre: warped(at(i + 1, 1)),
    transfer: prototype(parametricTypes[at(i + 1, 0)] ?? 'preamp', at(i + 1, 2), at(i + 1, 3)),
  }));
  const totalDb = (w: number): number =>
    bands.reduce((sum, { centre, transfer }) => sum + magnitudeDb(transfer, w / centre), 0);
  let peak = Math.max(totalDb(0), totalDb(1e9), ...bands.map((b) => totalDb(b.centre)));
  for (let i = 1; i <= PER_OCTAVE * OCTAVES; i++) {
    peak = Math.max(peak, totalDb(warped((rateHz / 2) * 2 ** (-i / PER_OCTAVE))));
  }
  return at(0, 2) + peak;
}

function prototype(type: ParametricType, db: number, q: number): Transfer {
  const a = 10 ** (db / 40);
  const k = 1 / q;
  const slope = Math.sqrt(a) / q;
  switch (type) {
    case 'preamp':
      return [FLAT, FLAT];
    case 'peaking':
      return [
        [1, a * k, 1],
        [1, k / a, 1],
      ];
    case 'lowshelf':
      return [
        [a, a * slope, a * a],
        [a, slope, 1],
      ];
    case 'highshelf':
      return [
        [a * a, a * slope, a],
        [1, slope, a],
      ];
    case 'lowpass':
      return [
        [0, 0, 1],
        [1, k, 1],
      ];
    case 'highpass':
      return [
        [1, 0, 0],
        [1, k, 1],
      ];
    case 'bandpass':
      return [
        [0, k, 0],
        [1, k, 1],
      ];
    case 'notch':
      return [
        [1, 0, 1],
        [1, k, 1],
      ];
    case 'allpass':
      return [FLAT, FLAT];
  }
}

const FLAT: Quadratic = [0, 0, 1];

const magnitudeDb = ([n, d]: Transfer, w: number): number => 10 * Math.log10(power(n, w) / power(d, w));

/** |a s^2 + b s + c|^2 at s = jw. */
const power = ([a, b, c]: Quadratic, w: number): number => (c - a * w * w) ** 2 + (b * w) ** 2;
