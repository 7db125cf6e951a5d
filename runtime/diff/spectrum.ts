// Magnitudes of an impulse response. In: as many samples as a power of two. Out: dB per bin, from 0 Hz to half the rate.

import { fft } from '../../compiler/measure/spectrum.ts';

/** Nothing is quieter. */
export const FLOOR_DB = -120;

export function magnitudesDb(response: Float64Array, gain: number): Float64Array {
  const n = response.length;
  const re = Float64Array.from(response);
  const im = new Float64Array(n);
  fft(re, im);
  return Float64Array.from({ length: n / 2 + 1 }, (_, k) =>
    Math.max(FLOOR_DB, 20 * Math.log10((Math.hypot(re[k]!, im[k]!) || 1e-300) / gain)),
  );
}
