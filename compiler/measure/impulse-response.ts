// Impulse response by division of spectra. In: what was played, and what came out of it. Out: the response over frequency
// and over time. Holds for what is linear and has died away by the end; exact to rounding where the stimulus has energy.

import { fft } from './spectrum.ts';

export interface Transfer {
  readonly rateHz: number;
  /** |H| by bin, from 0 to half the rate. */
  readonly gains: Float64Array;
  /** By frame; the second half is what came before time 0. */
  readonly impulse: Float64Array;
}

/** Below this share of its strongest bin the stimulus has no energy to divide by. */
const LEAST = 1e-8;

export function transferOf(played: Float64Array, heard: Float64Array, rateHz: number): Transfer {
  const size = 2 ** Math.ceil(Math.log2(2 * Math.max(played.length, heard.length, 1)));
  const [xr, xi] = spectrumOf(played, size);
  const [yr, yi] = spectrumOf(heard, size);
  let top = 0;
  for (let k = 0; k < size; k++) top = Math.max(top, xr[k]! ** 2 + xi[k]! ** 2);
  const floor = top * LEAST ** 2;
  const gains = new Float64Array(size / 2 + 1);
  for (let k = 0; k < size; k++) {
    const power = xr[k]! ** 2 + xi[k]! ** 2 + floor;
    const re = (yr[k]! * xr[k]! + yi[k]! * xi[k]!) / power;
    const im = (yi[k]! * xr[k]! - yr[k]! * xi[k]!) / power;
    if (k < gains.length) gains[k] = Math.hypot(re, im);
    // The inverse transform is the transform of the conjugate.
    yr[k] = re / size;
    yi[k] = -im / size;
  }
  fft(yr, yi);
  return { rateHz, gains, impulse: yr };
}

function spectrumOf(x: Float64Array, size: number): readonly [Float64Array, Float64Array] {
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  re.set(x);
  fft(re, im);
  return [re, im];
}

/** Gain at a frequency: magnitudes between bins, for a delay turns phases fast. */
export function gainAt({ gains, rateHz }: Transfer, hz: number): number {
  const place = (hz / rateHz) * 2 * (gains.length - 1);
  const low = Math.min(gains.length - 2, Math.floor(place));
  return gains[low]! + (gains[low + 1]! - gains[low]!) * (place - low);
}

export interface Peak {
  /** Frames from time 0, in fractions. */
  readonly at: number;
  readonly height: number;
}

/** The highest peak of the impulse response, its sign kept. */
export function peakOf({ impulse }: Transfer): Peak {
  let top = 0;
  for (let i = 0; i < impulse.length; i++) if (Math.abs(impulse[i]!) > Math.abs(impulse[top]!)) top = i;
  let best: Peak = { at: top, height: impulse[top]! };
  for (let step = 0.25; step > 1e-3; step /= 2) {
    for (const at of [best.at - step, best.at + step]) {
      const height = between(impulse, at);
      if (Math.abs(height) > Math.abs(best.height)) best = { at, height };
    }
  }
  const half = impulse.length / 2;
  return best.at > half ? { ...best, at: best.at - impulse.length } : best;
}

/** The sign with which the response begins: that of its first frame that is half as high as the highest. */
export function signOf({ impulse }: Transfer): number {
  const half = impulse.reduce((most, v) => Math.max(most, Math.abs(v)), 0) / 2;
  const size = impulse.length;
  // In order of time: what came before time 0 stands in the second half.
  for (let i = 0; i < size; i++) {
    const v = impulse[(i + size / 2) % size]!;
    if (Math.abs(v) >= half) return Math.sign(v);
  }
  return 0;
}

/** Frames of the response on either side that an interpolated one is made of. */
const REACH = 256;

/** The band-limited response between frames, windowed by a raised cosine. */
function between(x: Float64Array, at: number): number {
  const first = Math.floor(at) - REACH;
  let sum = 0;
  for (let i = first; i <= first + 2 * REACH; i++) {
    const t = at - i;
    const sinc = t === 0 ? 1 : Math.sin(Math.PI * t) / (Math.PI * t);
    const window = 0.5 + 0.5 * Math.cos((Math.PI * t) / (REACH + 1));
    sum += x[(i + x.length) % x.length]! * sinc * window;
  }
  return sum;
}
