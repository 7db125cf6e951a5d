// The renderer: files to files, every format bit for bit, whatever goes wrong with a disk said by its name.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { encode } from '../../compiler/encode.ts';
import type { NativeRenderer, OutputReport, PcmFile, SampleFormat } from '../../runtime/native.ts';
import { describeNative, native } from '../support/addon.ts';
import { random } from '../support/random.ts';
import { sine } from '../support/signals.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { type HandOp, type HandPlan, handPlan, input, output } from './hand-plan.ts';

const width: Readonly<Record<SampleFormat, number>> = { u8: 1, s16: 2, s24: 4, s24_3: 3, s32: 4, f32: 4, f64: 8 };

const through = (n: number): HandPlan => {
  const signals = Array.from({ length: n }, (_, i) => i);
  return { quantum: 64, ops: [input(...signals), output(...signals)], devices: [{ inputs: n, outputs: n }] };
};

const withGain = (db: number, extra: Partial<HandPlan> = {}): HandPlan => {
  const gain: HandOp = { kernel: 'gain', reads: [0], writes: [1], params: [db, 40] };
  return { quantum: 64, ops: [input(0), gain, output(1)], devices: [{ inputs: 1, outputs: 1 }], ...extra };
};

const file = (path: string, format: SampleFormat, channels: number, frames: number, offset = 0): PcmFile => ({
  device: 0,
  path,
  offset,
  format,
  channels,
  frames,
});

const rendererOf = (hand: HandPlan, inputs: PcmFile[], outputs: PcmFile[]): NativeRenderer =>
  new (native().Renderer)(encode(handPlan(hand)), inputs, outputs);

async function render(
  hand: HandPlan,
  from: PcmFile[],
  to: PcmFile[],
  frames: number,
): Promise<readonly OutputReport[]> {
  for (const f of to) if (!existsSync(f.path)) writeFileSync(f.path, new Uint8Array(f.offset));
  const renderer = rendererOf(hand, from, to);
  await renderer.run(frames);
  return renderer.finish();
}

/** Every value of 8 and 16 bits; of wider formats the ends and others at random, both halves of each byte among them. */
function samplesOf(format: SampleFormat): Uint8Array {
  const next = random(1);
  const bytes = width[format];
  if (format === 'u8') return Uint8Array.from({ length: 256 }, (_, i) => i);
  if (format === 's16') return new Uint8Array(Uint16Array.from({ length: 65536 }, (_, i) => i).buffer);
  if (format === 'f32') return new Uint8Array(Float32Array.from({ length: 4096 }, () => (next() - 0.5) * 8).buffer);
  if (format === 'f64') return new Uint8Array(Float64Array.from({ length: 4096 }, () => (next() - 0.5) * 8).buffer);
  const bits = format === 's32' ? 32 : 24;
  const edges = [0, 1, 2 ** (bits - 1) - 1, 2 ** (bits - 1), 2 ** bits - 1];
  const out = new Uint8Array(20000 * bytes);
  for (let i = 0; i < 20000; i++) {
    let value = edges[i] ?? Math.floor(next() * 2 ** bits);
    // Four-byte s24 is sign-extended.
    if (format === 's24' && value >= 2 ** 23) value += 0xff000000;
    for (let k = 0; k < bytes; k++) out[i * bytes + k] = Math.floor(value / 256 ** k) % 256;
  }
  return out;
}

describeNative('renderer', () => {
  it.each(Object.keys(width) as SampleFormat[])('every %s value survives a round trip', async (format) => {
    const folder = temporaryFolder();
    const from = join(folder, 'in');
    const to = join(folder, 'out');
    const samples = samplesOf(format);
    writeFileSync(from, samples);
    for (const channels of [1, 2]) {
      const frames = samples.length / width[format] / channels;
      const [report] = await render(
        through(channels),
        [file(from, format, channels, frames)],
        [file(to, format, channels, frames)],
        frames,
      );
      expect(readFileSync(to).equals(samples)).toBe(true);
      expect(report!.frames).toBe(frames);
      expect([...report!.clipped]).toEqual(new Array(channels).fill(0));
    }
  });

  it('clips, then rounds half to even, and counts what it clipped', async () => {
    const folder = temporaryFolder();
    const lsb = 1 / 32768;
    const values = [0.5, 1.5, 2.5, -0.5, -1.5, 32766.5, 32767, 32767.49, 32767.5, 40000, -32768, -32768.5, -32769];
    const expected = [0, 2, 2, 0, -2, 32766, 32767, 32767, 32767, 32767, -32768, -32768, -32768];
    writeFileSync(join(folder, 'in'), new Uint8Array(Float64Array.from(values, (v) => v * lsb).buffer));
    const [report] = await render(
      through(1),
      [file(join(folder, 'in'), 'f64', 1, values.length)],
      [file(join(folder, 'out'), 's16', 1, values.length)],
      values.length,
    );
    const out = readFileSync(join(folder, 'out'));
    expect(Array.from(values, (_, i) => out.readInt16LE(2 * i))).toEqual(expected);
    expect([...report!.clipped]).toEqual([3]);
    expect(report!.peaks[0]).toBe(40000 * lsb);
  });

  it('writes silence for what is not finite, and counts it', async () => {
    const folder = temporaryFolder();
    const values = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.25];
    writeFileSync(join(folder, 'in'), new Uint8Array(Float32Array.from(values).buffer));
    for (const format of ['s24_3', 'f32'] as const) {
      const [report] = await render(
        through(1),
        [file(join(folder, 'in'), 'f32', 1, 4)],
        [file(join(folder, 'out'), format, 1, 4)],
        4,
      );
      expect(report!.notFinite).toBe(3);
      expect(report!.peaks[0]).toBe(0.25);
      expect(
        readFileSync(join(folder, 'out'))
          .subarray(0, 3 * width[format])
          .every((x) => x === 0),
      ).toBe(true);
    }
  });

  it('starts at the offsets, leaves headers alone, and goes on as silence after the input', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'in'), new Uint8Array([9, 9, 9, ...new Uint8Array(Int16Array.of(1, 2, 3).buffer), 7]));
    writeFileSync(join(folder, 'out'), 'header');
    // Says 100 frames, has 3: what is missing is silence, and a stray byte is no sample.
    await render(
      through(1),
      [file(join(folder, 'in'), 's16', 1, 100, 3)],
      [file(join(folder, 'out'), 's16', 1, 5, 6)],
      200,
    );
    const out = readFileSync(join(folder, 'out'));
    expect(out.subarray(0, 6).toString()).toBe('header');
    expect([...new Int16Array(out.buffer.slice(out.byteOffset + 6, out.byteOffset + 16))]).toEqual([1, 2, 3, 0, 0]);
    expect(out.length).toBe(16);
  });

  it('runs in pieces as in one go, with fewer or more channels in the files than in the devices', async () => {
    const folder = temporaryFolder();
    const x = sine(1000, 997, 48000, 0.5);
    writeFileSync(join(folder, 'in'), new Uint8Array(x.buffer));
    const to = (name: string) => file(join(folder, name), 'f64', 3, 1000);
    const from = file(join(folder, 'in'), 'f64', 1, 1000);
    await render(through(2), [from], [to('whole')], 1000);
    writeFileSync(join(folder, 'pieces'), '');
    const renderer = rendererOf(through(2), [from], [to('pieces')]);
    for (const n of [1, 63, 500, 436]) await renderer.run(n);
    renderer.finish();
    const whole = readFileSync(join(folder, 'whole'));
    expect(readFileSync(join(folder, 'pieces')).equals(whole)).toBe(true);
    expect(Array.from({ length: 3 }, (_, c) => whole.readDoubleLE(8 * (3 * 100 + c)))).toEqual([x[100], 0, 0]);
  });

  it('runs without any file', async () => {
    const renderer = rendererOf(through(1), [], []);
    await renderer.run(100);
    expect(renderer.finish()).toEqual([]);
  });

  it('keeps JavaScript running, refuses to do two things at once, and stops when closed', async () => {
    const renderer = rendererOf(through(8), [], []);
    const run = renderer.run(1e12);
    await expect(async () => renderer.run(1)).rejects.toMatchObject({ code: 'busy' });
    expect(() => renderer.finish()).toThrow('under way');
    await new Promise((resolve) => setTimeout(resolve, 5));
    renderer.close();
    await expect(run).rejects.toMatchObject({ code: 'closed' });
    expect(() => renderer.readOut(0)).toThrow('closed');
  });

  it('lets a process exit at once, whatever is left to render', () => {
    const script = fileURLToPath(new URL('render-exit.ts', import.meta.url));
    const { status } = spawnSync(process.execPath, ['--import', 'jiti/register', script], { timeout: 60_000 });
    expect(status).toBe(3);
  });

  it('reads meters out by part', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'in'), new Uint8Array(Float64Array.of(0.5, -0.75, 0.25).buffer));
    const hand = { ...through(1), ops: [input(0), { kernel: 'meter', reads: [0], params: [] }, output(0)] };
    const renderer = rendererOf(hand, [file(join(folder, 'in'), 'f64', 1, 3)], []);
    await renderer.run(3);
    expect(renderer.readOut(1)[0]).toBe(0.75);
    expect(renderer.readOut(0).length).toBe(0);
    renderer.close();
  });

  it('says which file it could not open', () => {
    const folder = temporaryFolder();
    const missing = join(folder, 'none');
    expect(() => rendererOf(through(1), [file(missing, 's16', 1, 1)], [])).toThrow(
      expect.objectContaining({ code: 'ENOENT', path: missing }),
    );
    expect(() => rendererOf(through(1), [], [file(missing, 's16', 1, 1)])).toThrow(
      expect.objectContaining({ code: 'ENOENT', path: missing }),
    );
  });

  it.skipIf(!existsSync('/dev/full'))('says when the disk is full, while it runs or at the end', async () => {
    const full = file('/dev/full', 'f64', 1, 1e9);
    const long = rendererOf(through(1), [], [full]);
    await expect(long.run(1e6)).rejects.toMatchObject({ code: 'ENOSPC', path: '/dev/full' });
    long.close();
    const short = rendererOf(through(1), [], [full]);
    await short.run(10);
    expect(() => short.finish()).toThrow(expect.objectContaining({ code: 'ENOSPC', path: '/dev/full' }));
  });

  it('says when an input cannot be read', async () => {
    const folder = temporaryFolder();
    expect(
      await rendererOf(through(1), [file(folder, 's16', 1, 100)], [])
        .run(10)
        .then(
          () => 'read',
          (e: { code: string }) => e.code,
        ),
    ).toBe('EISDIR');
  });

  it.each([
    ['a device that does not exist', { device: 1 }, 'no device 1'],
    ['a format that does not exist', { format: 's12' as SampleFormat }, 'not a sample format'],
    ['a negative offset', { offset: -1 }, 'offset'],
    ['half a frame', { frames: 0.5 }, 'frames'],
  ])('refuses %s', (_, change, message) => {
    expect(() => rendererOf(through(1), [{ ...file('x', 's16', 1, 1), ...change }], [])).toThrow(message);
  });

  it('refuses two files for one device', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'a'), '');
    const a = file(join(folder, 'a'), 's16', 1, 1);
    expect(() => rendererOf(through(1), [], [a, a])).toThrow('two files');
  });
});

describeNative('loudness of a render', () => {
  /** EBU Tech 3341 (2016), table 1, cases 1 to 5: stereo sines of 1 kHz, [dBFS, seconds] in a row. */
  const cases: readonly [lufs: number, pieces: readonly (readonly [db: number, seconds: number])[]][] = [
    [-23, [[-23, 20]]],
    [-33, [[-33, 20]]],
    [
      -23,
      [
        [-36, 10],
        [-23, 60],
        [-36, 10],
      ],
    ],
    [
      -23,
      [
        [-72, 10],
        [-36, 10],
        [-23, 60],
        [-36, 10],
        [-72, 10],
      ],
    ],
    [
      -23,
      [
        [-26, 20],
        [-20, 20.1],
        [-26, 20],
      ],
    ],
  ];

  it.each([...cases.map((c) => [...c, 48000] as const), ...[44100, 192000].map((hz) => [...cases[0]!, hz] as const)])(
    '%d LUFS of %j at %d Hz',
    async (lufs, pieces, rateHz) => {
      const folder = temporaryFolder();
      const mono = pieces.flatMap(([db, s]) => [...sine(Math.round(s * rateHz), 1000, rateHz, 10 ** (db / 20))]);
      writeFileSync(join(folder, 'in'), new Uint8Array(Float32Array.from(mono).buffer));
      const both: HandPlan = {
        quantum: 512,
        rateHz,
        ops: [
          input(0),
          {
            kernel: 'device_write',
            reads: [0, 0],
            parts: [0, 1].map((c) => ({ params: [0, c], reads: [c, 1] as const, writes: [0, 0] as const })),
          },
        ],
        devices: [{ inputs: 1, outputs: 2 }],
      };
      const frames = mono.length;
      const [report] = await render(
        both,
        [file(join(folder, 'in'), 'f32', 1, frames)],
        [file(join(folder, 'out'), 'f32', 2, frames)],
        frames,
      );
      expect(Math.abs(report!.loudness - lufs)).toBeLessThan(0.1);
    },
  );

  it('is minus infinity for silence and for less than a block', async () => {
    const folder = temporaryFolder();
    const [silent] = await render(through(1), [], [file(join(folder, 'out'), 's16', 1, 96000)], 96000);
    expect(silent!.loudness).toBe(Number.NEGATIVE_INFINITY);
    writeFileSync(join(folder, 'in'), new Uint8Array(sine(19000, 1000, 48000).buffer));
    const [short] = await render(
      through(1),
      [file(join(folder, 'in'), 'f64', 1, 19000)],
      [file(join(folder, 'b'), 's16', 1, 19000)],
      19000,
    );
    expect(short!.loudness).toBe(Number.NEGATIVE_INFINITY);
  });

  it('is that of what was written: clipped samples count as clipped', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, 'in'),
      new Uint8Array(Float64Array.from({ length: 48000 }, (_, i) => (i % 48 < 24 ? 1 : -1)).buffer),
    );
    const of = async (db: number) => {
      const frames = 48000;
      const [r] = await render(
        withGain(db),
        [file(join(folder, 'in'), 'f64', 1, frames)],
        [file(join(folder, `out${db}`), 's16', 1, frames)],
        frames,
      );
      return r!;
    };
    const [plain, boosted] = [await of(0), await of(20)];
    expect(boosted.loudness).toBeCloseTo(plain.loudness, 3);
    expect(boosted.peaks[0]).toBeCloseTo(10, 10);
    expect(boosted.clipped[0]).toBe(48000);
  });
});

describeNative('a long render', () => {
  it('needs no more memory than a short one', () => {
    const script = fileURLToPath(new URL('render-memory.ts', import.meta.url));
    const grown = execFileSync(process.execPath, ['--import', 'jiti/register', script], { encoding: 'utf8' });
    expect(Number.parseInt(grown, 10)).toBeLessThan(2048);
  });
});
