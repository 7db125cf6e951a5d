// True peak after ITU-R BS.1770-4, Annex 2: the highest sample at four times the rate. In: samples. Out: a factor.
// The interpolator is a Kaiser-windowed sinc, longer than the filter that the Annex gives as an example: within 0.001 dB
// up to 0.4 of the rate. What four times the rate itself can miss is a factor of cos(pi f / 4): 0.17 dB at f = 0.25.

import { bessel0 } from './spectrum.ts';

const TIMES = 4;
/** Input samples on either side. */
const HALF = 32;
const BETA = 9;

/** Taps by phase: phase p gives the signal p quarters of a frame behind a sample. */
const phases: readonly Float64Array[] = Array.from({ length: TIMES }, (_, p) =>
  Float64Array.from({ length: 2 * HALF }, (_, k) => {
    const t = k - HALF + 1 - p / TIMES;
    const place = t / HALF;
    if (Math.abs(place) >= 1) return 0;
    const window = bessel0(BETA * Math.sqrt(1 - place * place)) / bessel0(BETA);
    return (t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t)) * window;
  }),
);

export function truePeak(x: Float64Array): number {
  let peak = 0;
  for (let i = -HALF; i < x.length + HALF; i++) {
    for (const taps of phases) {
      let s = 0;
      for (let k = 0; k < taps.length; k++) s += taps[k]! * (x[i + k - HALF + 1] ?? 0);
      peak = Number.isNaN(s) ? Number.NaN : Math.max(peak, Math.abs(s));
    }
  }
  return peak;
}
