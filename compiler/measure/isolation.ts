// Every input against every output in one run. In: how many inputs. Out: tones of its own for each input, spread over the
// band so that filters let some of them through; then, of an output, how much of each input is in it.
// Invariant: tones stand on bins that are further apart than the window makes a line wide.

import { bessel0, dtft, fft, magnitude } from './spectrum.ts';

const BETA = 24;
/** Bins between lines; a line is 16 bins wide on either side at most, where the window falls below -180 dB. */
const APART = 34;
const TARGETS_HZ = [60, 200, 600, 2000, 6000, 14_000];
/** Bins of half the rate that stay free. */
const EDGE = 0.46;

export interface Tones {
  readonly rateHz: number;
  /** Frames that are analysed, a power of two. */
  readonly size: number;
  /** Bins by input. */
  readonly bins: readonly (readonly number[])[];
}

export function tonesFor(inputs: number, rateHz: number): Tones {
  for (let size = 2 ** 16; ; size *= 2) {
    const bins = place(inputs, rateHz, size);
    if (bins !== undefined) return { rateHz, size, bins };
  }
}

function place(inputs: number, rateHz: number, size: number): readonly (readonly number[])[] | undefined {
  const bins: number[][] = Array.from({ length: inputs }, () => []);
  let free = APART;
  for (const target of TARGETS_HZ.filter((hz) => hz < EDGE * rateHz)) {
    const first = Math.max(free, Math.round((target * size) / rateHz));
    for (let i = 0; i < inputs; i++) bins[i]!.push(first + i * APART);
    free = first + inputs * APART;
  }
  return free > EDGE * size ? undefined : bins;
}

/** Tones as they are at the rate of a device, which may be another one. */
export interface TonesAt extends Tones {
  readonly playedHz: number;
}

/** What is played into an input: its tones, whose peaks together are `height` at most. */
export function tonesOf(
  { rateHz, size, bins, playedHz }: TonesAt,
  input: number,
  frames: number,
  height: number,
): Float64Array {
  const own = bins[input] ?? [];
  const x = new Float64Array(frames);
  for (const [n, bin] of own.entries()) {
    const w = (2 * Math.PI * ((bin * rateHz) / size)) / playedHz;
    for (let i = 0; i < frames; i++) x[i]! += (height / own.length) * Math.sin(w * i + n);
  }
  return x;
}

/**
 * Gives the gain from each input to an output, as factors: that of its loudest tone. For outputs of one rate, whose samples
 * begin when everything has settled.
 */
export function analyser(tones: TonesAt, height: number): (x: Float64Array) => readonly number[] {
  const { size, bins, rateHz, playedHz } = tones;
  const window = windowOf(Math.round((size * playedHz) / rateHz));
  const total = window.reduce((a, b) => a + b, 0);
  return (x) => {
    const shaped = window.map((w, i) => w * (x[i] ?? 0));
    const at = window.length === size ? linesByBin(shaped) : linesByFrequency(shaped, rateHz / size / playedHz);
    return bins.map((own) => own.reduce((most, k) => Math.max(most, (2 * at(k) * own.length) / (height * total)), 0));
  };
}

/** Where the rate is that of the tones every line stands on a bin. */
function linesByBin(x: Float64Array): (bin: number) => number {
  const re = Float64Array.from(x);
  const im = new Float64Array(x.length);
  fft(re, im);
  return (k) => Math.hypot(re[k]!, im[k]!);
}

const linesByFrequency = (x: Float64Array, turnsPerBin: number) => (k: number) =>
  magnitude(dtft(x, k * turnsPerBin, 1));

/** Kaiser. */
const windowOf = (frames: number): Float64Array =>
  Float64Array.from({ length: frames }, (_, i) => {
    const at = (2 * i) / frames - 1;
    return bessel0(BETA * Math.sqrt(1 - at * at)) / bessel0(BETA);
  });
