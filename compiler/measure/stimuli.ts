// Test signals. In: lengths in frames, frequencies in Hz, heights as factors. Out: samples, the same on every machine.

import { rms } from './level.ts';
import { fft } from './spectrum.ts';

export function sine(frames: number, hz: number, rateHz: number, height: number): Float64Array {
  const w = (2 * Math.PI * hz) / rateHz;
  return Float64Array.from({ length: frames }, (_, i) => height * Math.sin(w * i));
}

/** A sine that rises from `fromHz` to `toHz`, as much time for each octave (Farina, AES 108, 2000). */
export function sweep(frames: number, fromHz: number, toHz: number, rateHz: number, height: number): Float64Array {
  const rise = Math.log(toHz / fromHz);
  if (rise === 0) return sine(frames, fromHz, rateHz, height);
  const turns = (2 * Math.PI * fromHz * frames) / (rateHz * rise);
  return Float64Array.from(
    { length: frames },
    (_, i) => height * Math.sin(turns * (Math.exp((rise * i) / frames) - 1)),
  );
}

export function impulse(frames: number, at: number, height: number): Float64Array {
  const x = new Float64Array(frames);
  if (at < frames) x[at] = height;
  return x;
}

/** Numbers in [0, 1) by seed: Weyl steps through a 32-bit mix. */
function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x9e3779b9) >>> 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x85ebca6b);
    z = Math.imul(z ^ (z >>> 13), 0xc2b2ae35);
    return ((z ^ (z >>> 16)) >>> 0) / 2 ** 32;
  };
}

/** Normal density, by Box and Muller. */
function white(frames: number, seed: number): Float64Array {
  const next = random(seed);
  return Float64Array.from({ length: frames }, () => {
    const radius = Math.sqrt(-2 * Math.log(1 - next()));
    return radius * Math.cos(2 * Math.PI * next());
  });
}

const PINK_FROM_HZ = 20;

/** -3 dB per octave from 20 Hz up, level below: white noise with its spectrum shaped. */
function pink(frames: number, seed: number, rateHz: number): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(Math.max(2, frames)));
  const re = white(size, seed);
  const im = new Float64Array(size);
  fft(re, im);
  for (let k = 0; k < size; k++) {
    const hz = (Math.min(k, size - k) * rateHz) / size;
    const gain = Math.sqrt(PINK_FROM_HZ / Math.max(hz, PINK_FROM_HZ)) / size;
    re[k]! *= gain;
    im[k]! *= -gain;
  }
  fft(re, im);
  return re.subarray(0, frames);
}

/** Noise whose RMS over all frames is `height`. */
export function noise(frames: number, colour: string, seed: number, rateHz: number, height: number): Float64Array {
  const x = colour === 'pink' ? pink(frames, seed, rateHz) : white(frames, seed);
  const scale = height / rms(x);
  return x.map((v) => v * scale);
}
