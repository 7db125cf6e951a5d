// Test signals: one channel each, as doubles. In: length in frames, levels as factors, frequencies in Hz.

import { random } from './random.ts';

export const silence = (frames: number): Float64Array => new Float64Array(frames);

export function impulse(frames: number, at = 0, height = 1): Float64Array {
  const x = new Float64Array(frames);
  x[at] = height;
  return x;
}

/** `height` from frame `at` on. */
export const step = (frames: number, at = 0, height = 1): Float64Array => new Float64Array(frames).fill(height, at);

export function sine(frames: number, hz: number, rateHz: number, height = 1, phase = 0): Float64Array {
  const w = (2 * Math.PI * hz) / rateHz;
  return Float64Array.from({ length: frames }, (_, i) => height * Math.sin(w * i + phase));
}

/** Uniform white noise in [-height, height). */
export function noise(frames: number, seed: number, height = 1): Float64Array {
  const next = random(seed);
  return Float64Array.from({ length: frames }, () => height * (2 * next() - 1));
}

export function sum(...signals: readonly Float64Array[]): Float64Array {
  const out = new Float64Array(Math.max(0, ...signals.map((s) => s.length)));
  for (const s of signals) for (let i = 0; i < s.length; i++) out[i] = out[i]! + s[i]!;
  return out;
}

/** The programme of engine.md's click table: 997 + 60 + 311 Hz. */
export const programme = (frames: number, rateHz: number, height = 0.25): Float64Array =>
  sum(sine(frames, 997, rateHz, height), sine(frames, 60, rateHz, height, 0.7), sine(frames, 311, rateHz, height, 1.9));
