// What a WAV sounds like, in numbers. In: samples of one channel. Out: peak, loudness, short levels.
// Loudness: ITU-R BS.1770-4 (K-weighting for 48 kHz, blocks of 400 ms, two gates). Written apart from the engine, so
// that the demo measures what was rendered instead of believing it.

import { readFileSync } from 'node:fs';
import { decodeWav } from '../compiler/wav.ts';

export interface Recording {
  readonly rateHz: number;
  readonly samples: Float64Array;
}

/** The first channel of a file. Throws where it is no WAV. */
export function readRecording(path: string): Recording {
  const wav = decodeWav(readFileSync(path));
  if (!wav.ok) throw new Error(`${path}: ${wav.problem.message}`);
  const [samples] = wav.value.channels;
  if (!samples) throw new Error(`${path} has no channels`);
  return { rateHz: wav.value.header.rateHz, samples };
}

export const decibels = (power: number): number => 10 * Math.log10(Math.max(power, 1e-20));

export const peakDbfs = ({ samples }: Recording): number =>
  decibels(samples.reduce((max, x) => Math.max(max, x * x), 0));

/** Direct form I: b0 b1 b2 a1 a2. */
function filter(
  x: Float64Array,
  [b0, b1, b2, a1, a2]: readonly [number, number, number, number, number],
): Float64Array {
  let [x1, x2, y1, y2] = [0, 0, 0, 0];
  return x.map((v) => {
    const y = b0 * v + b1 * x1 + b2 * x2 - a1 * y1 - a2 * y2;
    [x2, x1, y2, y1] = [x1, v, y1, y];
    return y;
  });
}

/** Tables 1 and 2 of BS.1770-4: the head, then the high-pass. */
const weighted = (x: Float64Array): Float64Array =>
  filter(
    filter(x, [1.53512485958697, -2.69169618940638, 1.19839281085285, -1.69065929318241, 0.73248077421585]),
    [1, -2, 1, -1.99004745483398, 0.99007225036621],
  );

/** Mean square of each stretch of `length` samples, one every `step`. */
function powers(x: Float64Array, length: number, step: number): number[] {
  const out: number[] = [];
  for (let at = 0; at + length <= x.length; at += step) {
    let sum = 0;
    for (let i = at; i < at + length; i++) sum += (x[i] as number) ** 2;
    out.push(sum / length);
  }
  return out;
}

const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;

/** Integrated loudness in LUFS; the recording must have 48 kHz. */
export function loudness({ samples, rateHz }: Recording): number {
  if (rateHz !== 48000) throw new Error('the weighting is for 48 kHz');
  const lufs = (power: number) => -0.691 + decibels(power);
  const blocks = powers(weighted(samples), 0.4 * rateHz, 0.1 * rateHz);
  const loud = blocks.filter((p) => lufs(p) > -70);
  const gate = lufs(mean(loud)) - 10;
  return lufs(mean(loud.filter((p) => lufs(p) > gate)));
}

/** Level in dBFS of each 50 ms, weighted as the ear does, `skip` samples left out at the start. */
export const shortLevels = ({ samples, rateHz }: Recording, skip = 0): number[] =>
  powers(weighted(samples).subarray(skip), 0.05 * rateHz, 0.05 * rateHz).map(decibels);

/** The value that a share of all values lies below. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
