// WAV containers as they are met: every layout gives the same samples, and every lie is told with its facts.

import { describe, expect, test } from 'vitest';
import { bytesReader, decodeWav, parseWav, type WavHeader } from '../../compiler/wav.ts';
import { ascii, bytes, chunk, dataChunk, format, riff, u16, u32, u64 } from './build.ts';

const header = (file: Uint8Array): WavHeader => {
  const r = parseWav(bytesReader(file));
  if (!r.ok) throw new Error(`${r.problem.kind}: ${r.problem.message}`);
  return r.value;
};
const problem = (file: Uint8Array): string => {
  const r = parseWav(bytesReader(file));
  return r.ok ? 'fine' : `${r.problem.kind}: ${r.problem.message}`;
};

const mono16 = format({ tag: 1, channels: 1, rateHz: 48000, bits: 16 });
const four = u16(1, 2, 3, 0xfffc);

describe('layouts', () => {
  test('plain RIFF', () => {
    expect(header(riff(mono16, dataChunk(four)))).toEqual({
      rateHz: 48000,
      channels: 1,
      format: 's16',
      dataOffset: 44,
      frames: 4,
      declaredFrames: 4,
      length: 'exact',
    });
  });

  test('other chunks, odd ones padded, before and after the samples', () => {
    const file = riff(
      chunk('JUNK', new Uint8Array(27)),
      chunk('bext', new Uint8Array(602)),
      mono16,
      chunk('LIST', ascii('INFOIART\x02\0\0\0me')),
      dataChunk(four),
      chunk('id3 ', ascii('abc')),
    );
    expect(header(file)).toMatchObject({ frames: 4, length: 'exact' });
    expect([...decoded(file)[0]!]).toEqual([1, 2, 3, -4].map((n) => n / 32768));
  });

  test('format after the samples', () => {
    expect(header(riff(dataChunk(four), mono16))).toMatchObject({ dataOffset: 20, frames: 4 });
  });

  test('only the first data chunk counts', () => {
    expect(header(riff(mono16, dataChunk(four), dataChunk(u16(9))))).toMatchObject({ frames: 4 });
  });

  test('extensible, with a speaker mask or none', () => {
    for (const mask of [0, 0x3f]) {
      const fmt = format({ tag: 1, channels: 6, rateHz: 96000, bits: 24, extensible: true, mask });
      expect(header(riff(fmt, dataChunk(new Uint8Array(36))))).toMatchObject({
        channels: 6,
        rateHz: 96000,
        format: 's24_3',
        frames: 2,
      });
    }
  });

  test.each(['RF64', 'BW64'])('%s takes its sizes from ds64', (id) => {
    const ds64 = chunk('ds64', bytes(u64(1000), u64(8), u64(4), u32(0)));
    const file = bytes(ascii(id), u32(0xffffffff), ascii('WAVE'), ds64, mono16, ascii('data'), u32(0xffffffff), four);
    expect(header(file)).toMatchObject({ frames: 4, length: 'exact' });
  });

  test('64-bit sizes are not taken for placeholders', () => {
    const ds64 = chunk('ds64', bytes(u64(6e9), u64(5e9), u64(2.5e9), u32(0)));
    const file = bytes(
      ascii('RF64'),
      u32(0xffffffff),
      ascii('WAVE'),
      ds64,
      mono16,
      ascii('data'),
      u32(0xffffffff),
      four,
    );
    expect(header(file)).toMatchObject({ frames: 4, declaredFrames: 2.5e9, length: 'cut' });
  });

  test('a long file is found by offsets alone', () => {
    const head = bytes(
      ascii('RF64'),
      u32(0xffffffff),
      ascii('WAVE'),
      chunk('ds64', bytes(u64(6e9 + 72), u64(6e9), u64(3e9), u32(0))),
      mono16,
      ascii('data'),
      u32(0xffffffff),
    );
    let most = 0;
    const r = parseWav({
      size: head.length + 6e9,
      read: (offset, length) => {
        most = Math.max(most, offset + length);
        return head.subarray(offset, offset + length);
      },
    });
    expect(r).toMatchObject({ ok: true, value: { frames: 3e9, length: 'exact' } });
    expect(most).toBeLessThanOrEqual(head.length);
  });
});

const decoded = (file: Uint8Array): readonly Float64Array[] => {
  const r = decodeWav(file);
  if (!r.ok) throw new Error(r.problem.message);
  return r.value.channels;
};

describe('samples', () => {
  const decode = (tag: number, bits: number, data: Uint8Array) => [
    ...decoded(riff(format({ tag, channels: 1, rateHz: 8000, bits }), dataChunk(data)))[0]!,
  ];
  const float = (...n: number[]) => new Uint8Array(Float32Array.from(n).buffer);
  const double = (...n: number[]) => new Uint8Array(Float64Array.from(n).buffer);

  test('full scale of every format', () => {
    expect(decode(1, 8, Uint8Array.of(0, 128, 255))).toEqual([-1, 0, 127 / 128]);
    expect(decode(1, 16, u16(0x8000, 0, 0x7fff))).toEqual([-1, 0, 32767 / 32768]);
    expect(decode(1, 24, Uint8Array.of(0, 0, 0x80, 0, 0, 0, 1, 0, 0, 0xff, 0xff, 0x7f))).toEqual([
      -1,
      0,
      2 ** -23,
      1 - 2 ** -23,
    ]);
    expect(decode(1, 32, u32(0x80000000, 0, 1, 0x7fffffff))).toEqual([-1, 0, 2 ** -31, 1 - 2 ** -31]);
    expect(decode(3, 32, float(-1, 0.25, 4))).toEqual([-1, 0.25, 4]);
    expect(decode(3, 64, double(-1, 1 / 3, 4))).toEqual([-1, 1 / 3, 4]);
  });

  test('12 bits stand at the top of 16, 20 at the top of 24', () => {
    expect(
      header(riff(format({ tag: 1, channels: 1, rateHz: 8000, bits: 12, container: 2 }), dataChunk(four))),
    ).toMatchObject({
      format: 's16',
    });
    expect(
      header(riff(format({ tag: 1, channels: 1, rateHz: 8000, bits: 20, container: 3 }), dataChunk(new Uint8Array(6)))),
    ).toMatchObject({ format: 's24_3', frames: 2 });
  });

  test('channels are taken apart', () => {
    const file = riff(format({ tag: 1, channels: 3, rateHz: 8000, bits: 16 }), dataChunk(u16(1, 2, 3, 4, 5, 6)));
    expect(decoded(file).map((c) => [...c].map((x) => x * 32768))).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ]);
  });

  test('a file at an odd place in memory', () => {
    const file = riff(format({ tag: 3, channels: 1, rateHz: 8000, bits: 64 }), dataChunk(double(0.5)));
    const shifted = new Uint8Array(file.length + 3);
    shifted.set(file, 3);
    expect([...decoded(shifted.subarray(3))[0]!]).toEqual([0.5]);
  });
});

describe('sizes that are not true', () => {
  const declared = (dataSize: number, riffSize: number, ...after: Uint8Array[]) =>
    bytes(ascii('RIFF'), u32(riffSize), ascii('WAVE'), mono16, ascii('data'), u32(dataSize), ...after);

  test.each([0xffffffff, 0xffffff00, 0x7ffff000, 0x7fffffff, 0x80000000])(
    '%d is a stream: it ends with the file',
    (n) => {
      expect(header(declared(n, n, four))).toMatchObject({ frames: 4, declaredFrames: 4, length: 'unknown' });
    },
  );

  test('0 with samples behind it is a recording that was never finished', () => {
    for (const riffSize of [0, 36, 0xffffffff]) {
      expect(header(declared(0, riffSize, four))).toMatchObject({ frames: 4, length: 'unknown' });
    }
  });

  test('0 with another chunk behind it, or nothing, is an empty file', () => {
    expect(header(declared(0, 36))).toMatchObject({ frames: 0, length: 'exact' });
    const list = chunk('LIST', ascii('INFO'));
    expect(header(declared(0, 36 + list.length, list))).toMatchObject({ frames: 0, length: 'exact' });
  });

  test('larger than the file', () => {
    expect(header(declared(1000, 1036, four))).toMatchObject({ frames: 4, declaredFrames: 500, length: 'cut' });
    expect(header(declared(1000, 1036))).toMatchObject({ frames: 0, declaredFrames: 500, length: 'cut' });
  });

  test('half a frame at the end is left', () => {
    expect(header(declared(7, 43, four))).toMatchObject({ frames: 3, length: 'exact' });
    expect(header(declared(8, 44, four.subarray(0, 7)))).toMatchObject({ frames: 3, declaredFrames: 4, length: 'cut' });
  });
});

describe('what is not a WAV that can be read', () => {
  const fmt = (o: Partial<Parameters<typeof format>[0]>) =>
    riff(format({ tag: 1, channels: 1, rateHz: 48000, bits: 16, ...o }), dataChunk(four));
  const cases: readonly [string, Uint8Array, string][] = [
    ['nothing', new Uint8Array(0), 'foreign: it is empty'],
    ['text', ascii('busbar: 1\n'), 'foreign: it is not a WAV file'],
    ['FLAC', ascii('fLaC\0\0\0\0\0\0\0\0'), 'foreign: it is a FLAC file, not a WAV file'],
    ['AVI', bytes(ascii('RIFF'), u32(4), ascii('AVI ')), 'foreign: it is a RIFF file of another kind (AVI )'],
    ['cut in the header', ascii('RIFF\0\0'), 'cut: it ends after 6 bytes, inside its header'],
    ['no chunks', riff(), 'cut: it has no format chunk'],
    ['no samples', riff(mono16), 'cut: it has no samples (no data chunk)'],
    ['no format', riff(dataChunk(four)), 'invalid: it has no format chunk'],
    [
      'short format',
      riff(chunk('fmt ', new Uint8Array(14)), dataChunk(four)),
      'invalid: its format chunk has 14 bytes (16 or more expected)',
    ],
    ['format cut', riff(mono16).subarray(0, 30), 'cut: it ends inside its header (chunk fmt)'],
    ['MP3 inside', fmt({ tag: 85 }), 'unsupported: its samples are MP3, not plain PCM'],
    ['odd format', fmt({ tag: 0x1234 }), 'unsupported: its samples are coded as format 4660, not plain PCM'],
    ['no channels', fmt({ channels: 0 }), 'invalid: it has no channels'],
    ['no rate', fmt({ rateHz: 0 }), 'invalid: its sample rate is 0 Hz'],
    ['16-bit float', fmt({ tag: 3 }), 'unsupported: its samples are 16-bit floats'],
    ['64-bit integer', fmt({ bits: 64 }), 'unsupported: its samples are 64-bit integers'],
    ['frame size', fmt({ bits: 24, container: 4 }), 'invalid: a frame of 1 x 24 bits cannot be 4 bytes (3 expected)'],
    [
      'many empty chunks',
      riff(...Array.from({ length: 5000 }, () => chunk('JUNK', new Uint8Array(0)))),
      'invalid: no samples within its first 4096 chunks',
    ],
  ];
  test.each(cases)('%s', (_, file, expected) => {
    expect(problem(file)).toBe(expected);
  });

  test('a sub-format that is not ours', () => {
    const file = fmt({ extensible: true });
    file[12 + 8 + 30] = 0xee;
    expect(problem(file)).toBe('unsupported: its sub-format is not known');
  });

  test('any prefix of a file gives a value, never an exception', () => {
    const file = riff(chunk('JUNK', new Uint8Array(5)), mono16, dataChunk(four));
    for (let n = 0; n <= file.length; n++) decodeWav(file.subarray(0, n));
  });
});
