// What the tests in the guest share. In: nothing. Out: a suite that is skipped with its reason where there can be no
// guest; random samples of a format; where they lie in what came back.

import { readFileSync } from 'node:fs';
import { describe } from 'vitest';
import { random } from '../../support/random.ts';
import { noGuest } from './kernel.ts';

const reason = noGuest();

export function describeGuest(name: string, tests: () => void): void {
  if (reason !== undefined) console.warn(`skipped: ${name}: ${reason}`);
  describe.skipIf(reason !== undefined)(name, tests);
}

/** ALSA's names of the config's formats. */
export const alsaFormat = { s16: 'S16_LE', s24_3: 'S24_3LE', s32: 'S32_LE', f32: 'FLOAT_LE' } as const;
export type Format = keyof typeof alsaFormat;
export const bytesPerSample: Readonly<Record<Format, number>> = { s16: 2, s24_3: 3, s32: 4, f32: 4 };

/** Random samples over all of a format's range, interleaved. */
export function noise(format: Format, channels: number, frames: number, seed: number): Buffer {
  const next = random(seed);
  const samples = frames * channels;
  if (format === 'f32') return Buffer.from(Float32Array.from({ length: samples }, () => 2 * next() - 1).buffer);
  return Buffer.from(Uint8Array.from({ length: samples * bytesPerSample[format] }, () => 256 * next()).buffer);
}

/** The frame at which `played` begins in `heard`, without a sample changed; -1: nowhere. */
export function framesBefore(played: Buffer, heard: Buffer, frameBytes: number): number {
  const at = heard.indexOf(played);
  return at < 0 || at % frameBytes !== 0 ? -1 : at / frameBytes;
}

/** Samples of a WAV file that QEMU wrote: its header is the shortest, and its sizes are right only at its end. */
export const wavSamples = (path: string): Buffer => readFileSync(path).subarray(44);
