// How clean a tone is. In: samples that hold one sine. Out: all that is not that sine, against it (THD+N), in dB.

import { bessel0, fft } from './spectrum.ts';

/** Of the Kaiser window: side lobes below -200 dB. */
const BETA = 28;
/** Bins on either side that the window makes of one line, and some more. */
const LINE = 16;

/** Over the largest power of two of samples that `x` begins with; what lies below 16 bins is taken for DC. */
export function distortionDb(x: Float64Array): number {
  const size = 2 ** Math.floor(Math.log2(x.length));
  const re = Float64Array.from({ length: size }, (_, i) => {
    const place = (2 * i) / (size - 1) - 1;
    return (x[i]! * bessel0(BETA * Math.sqrt(1 - place * place))) / bessel0(BETA);
  });
  const im = new Float64Array(size);
  fft(re, im);
  const power = Float64Array.from({ length: size / 2 }, (_, i) => re[i]! ** 2 + im[i]! ** 2).fill(0, 0, LINE);
  const top = power.indexOf(power.reduce((a, b) => Math.max(a, b)));
  const line = power.subarray(top - LINE, top + LINE + 1).reduce((a, b) => a + b, 0);
  const rest = power.reduce((a, b, i) => (Math.abs(i - top) <= LINE ? a : a + b), 0);
  return 10 * Math.log10(rest / line);
}
