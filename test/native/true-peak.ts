// The true peak of a finite signal, found a second way: its spectrum, padded with zeros, back in the time domain.
// In: samples that begin and end in silence. Out: the largest magnitude of the band-limited signal through them.

import { fft } from '../../compiler/measure/spectrum.ts';

/** Largest magnitude on a grid `factor` times finer: at 32 a sine at 0.42 of the rate is underrated by 0.008 dB at most. */
export function truePeak(x: Float64Array, factor = 32): number {
  const n = 2 ** Math.ceil(Math.log2(x.length));
  const re = new Float64Array(n);
  const im = new Float64Array(n);
  re.set(x);
  fft(re, im);
  const fineRe = new Float64Array(n * factor);
  const fineIm = new Float64Array(n * factor);
  // Back by the forward transform: the time axis is turned round, which a maximum does not see. Once the negative
  // frequencies are left out, the real part is half the signal.
  for (let k = 1; k < n / 2; k++) {
    fineRe[k] = re[k]!;
    fineIm[k] = im[k]!;
  }
  fineRe[0] = re[0]! / 2;
  fineRe[n / 2] = re[n / 2]! / 2;
  // Conjugated, so that the forward transform goes back.
  for (let k = 0; k <= n / 2; k++) fineIm[k] = -fineIm[k]!;
  fft(fineRe, fineIm);
  let peak = 0;
  for (const v of fineRe) peak = Math.max(peak, Math.abs(v));
  return (2 * peak) / n;
}
