// The writer of headers: what it frames is read back the same by us, and by SoX where that is installed.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { bytesPerSample, bytesReader, frameWav, parseWav, type WavFormat } from '../../compiler/wav.ts';

const formats = Object.keys(bytesPerSample) as WavFormat[];
const shapes = formats.flatMap((format) =>
  [1, 2, 3, 16].flatMap((channels) => [0, 1, 7].map((frames) => ({ format, channels, frames, rateHz: 44100 }))),
);

function whole(shape: (typeof shapes)[number]): Uint8Array {
  const { header, trailer } = frameWav(shape);
  const samples = new Uint8Array(shape.frames * shape.channels * bytesPerSample[shape.format]);
  return new Uint8Array(Buffer.concat([header, samples, trailer]));
}

describe('frameWav', () => {
  test.each(shapes)('$format, $channels channels, $frames frames', (shape) => {
    const file = whole(shape);
    expect(parseWav(bytesReader(file))).toEqual({
      ok: true,
      value: { ...shape, dataOffset: frameWav(shape).header.length, declaredFrames: shape.frames, length: 'exact' },
    });
    expect(new DataView(file.buffer).getUint32(4, true)).toBe(file.length - 8);
    expect(file.length % 2).toBe(0);
  });

  test('the plain form where it is not ambiguous, else the extensible one', () => {
    const tag = (format: WavFormat, channels: number) =>
      new DataView(frameWav({ format, channels, frames: 1, rateHz: 48000 }).header.buffer).getUint16(20, true);
    expect(formats.map((f) => tag(f, 2))).toEqual([1, 1, 0xfffe, 0xfffe, 3, 3]);
    expect(formats.map((f) => tag(f, 3))).toEqual([0xfffe, 0xfffe, 0xfffe, 0xfffe, 0xfffe, 0xfffe]);
  });

  test('RF64 from the first byte that RIFF cannot count', () => {
    const channels = 2;
    const id = (frames: number) => {
      const { header } = frameWav({ format: 's16', channels, frames, rateHz: 48000 });
      const r = parseWav({ size: header.length + frames * 4, read: (o, n) => header.subarray(o, o + n) });
      expect(r).toMatchObject({ ok: true, value: { frames, length: 'exact', dataOffset: header.length } });
      return String.fromCharCode(...header.subarray(0, 4));
    };
    const largest = Math.floor((0xffff_fffe - 36) / 4);
    expect(id(largest)).toBe('RIFF');
    expect(id(largest + 1)).toBe('RF64');
    expect(id(12e9)).toBe('RF64');
  });

  test('SoX reads it', (context) => {
    if (spawnSync('soxi', ['-V0', '--version']).error) context.skip('soxi is not installed (Debian package sox)');
    const folder = mkdtempSync(join(tmpdir(), 'busbar-wav-'));
    try {
      for (const shape of shapes.filter((s) => s.frames > 0)) {
        const path = join(folder, 'x.wav');
        writeFileSync(path, whole(shape));
        const said = (flag: string) => execFileSync('soxi', ['-V1', flag, path], { encoding: 'utf8' }).trim();
        expect([said('-r'), said('-c'), said('-s')]).toEqual(['44100', `${shape.channels}`, `${shape.frames}`]);
        expect(said('-b')).toBe(`${bytesPerSample[shape.format] * 8}`);
      }
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
