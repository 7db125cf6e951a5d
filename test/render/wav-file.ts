// WAV files for the render tests. In: samples by channel. Out: a file; and back.

import { readFileSync, writeFileSync } from 'node:fs';
import { bytesPerSample, decodeWav, frameWav, type WavFormat, type WavHeader } from '../../compiler/wav.ts';

export interface Take {
  readonly rateHz?: number;
  readonly format?: WavFormat;
  readonly channels: readonly ArrayLike<number>[];
}

const writers: Readonly<Record<WavFormat, (v: DataView, at: number, x: number) => void>> = {
  u8: (v, at, x) => v.setUint8(at, x * 2 ** 7 + 128),
  s16: (v, at, x) => v.setInt16(at, x * 2 ** 15, true),
  s24_3: (v, at, x) => {
    const n = x * 2 ** 23;
    v.setUint16(at, n & 0xffff, true);
    v.setInt8(at + 2, n >> 16);
  },
  s32: (v, at, x) => v.setInt32(at, x * 2 ** 31, true),
  f32: (v, at, x) => v.setFloat32(at, x, true),
  f64: (v, at, x) => v.setFloat64(at, x, true),
};

/** Values must be exact in the format: nothing is rounded or clipped here. */
export function writeWav(path: string, { rateHz = 48000, format = 's16', channels }: Take): void {
  const frames = channels[0]?.length ?? 0;
  const { header, trailer } = frameWav({ rateHz, channels: channels.length, format, frames });
  const data = new DataView(new ArrayBuffer(frames * channels.length * bytesPerSample[format]));
  for (let i = 0; i < frames; i++) {
    channels.forEach((c, k) => {
      writers[format](data, (i * channels.length + k) * bytesPerSample[format], c[i] as number);
    });
  }
  writeFileSync(path, Buffer.concat([header, new Uint8Array(data.buffer), trailer]));
}

export function readWav(path: string): { header: WavHeader; channels: readonly Float64Array[] } {
  const r = decodeWav(readFileSync(path));
  if (!r.ok) throw new Error(r.problem.message);
  return r.value;
}

/** Just the samples, as they are stored. */
export function sampleBytes(path: string): Buffer {
  const { header } = readWav(path);
  const length = header.frames * header.channels * bytesPerSample[header.format];
  return readFileSync(path).subarray(header.dataOffset, header.dataOffset + length);
}
