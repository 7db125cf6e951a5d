// Height of a sine in a signal. In: samples, the sine's frequency. Out: its peak as a factor, by least squares over sine,
// cosine and a constant, so that hum, noise and an offset beside it do not count.

import { magnitude } from './spectrum.ts';

/** Peak of the sine at `hz`; exact for whatever number of periods there is, one or more. */
export function sineHeight(x: Float64Array, hz: number, rateHz: number): number {
  const w = (2 * Math.PI * hz) / rateHz;
  // Sums of 1, c, s, cc, cs, ss and of x with each: the normal equations of x = a c + b s + d.
  const sums = new Float64Array(9);
  for (let i = 0; i < x.length; i++) {
    const [c, s, v] = [Math.cos(w * i), Math.sin(w * i), x[i]!];
    sums[0]! += 1;
    sums[1]! += c;
    sums[2]! += s;
    sums[3]! += c * c;
    sums[4]! += c * s;
    sums[5]! += s * s;
    sums[6]! += v;
    sums[7]! += v * c;
    sums[8]! += v * s;
  }
  const [n, c, s, cc, cs, ss, v, vc, vs] = sums as unknown as readonly number[] as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  // The constant is taken out of the other two equations first.
  const [a11, a12, a22] = [cc - (c * c) / n, cs - (c * s) / n, ss - (s * s) / n];
  const [b1, b2] = [vc - (v * c) / n, vs - (v * s) / n];
  const det = a11 * a22 - a12 * a12;
  return magnitude({ re: (b1 * a22 - b2 * a12) / det, im: (b2 * a11 - b1 * a12) / det });
}

/** As `sineHeight`, of the frequency within `ppm` of `hz` that fits best: a simulated clock has moved it. */
export function sineHeightNear(x: Float64Array, hz: number, rateHz: number, ppm: number): number {
  const reach = hz * ppm * 1e-6;
  // A quarter of the width of a line: none is stepped over.
  const step = Math.min(reach, rateHz / x.length / 4);
  const heightAt = (f: number) => sineHeight(x, f, rateHz);
  let best = hz;
  let most = heightAt(hz);
  for (let f = hz - reach; f <= hz + reach; f += step) {
    const height = heightAt(f);
    if (height > most) [best, most] = [f, height];
  }
  for (let half = step; half > step / 200; half /= 2) {
    for (const f of [best - half / 2, best + half / 2]) {
      const height = heightAt(f);
      if (height > most) [best, most] = [f, height];
    }
  }
  return most;
}
