// busbar render: which file is which device, how wide, how long and of which format.

import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { WavFormat } from '../../compiler/wav.ts';
import { busbar } from '../cli/run.ts';
import { describeNative } from '../support/addon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readWav, sampleBytes, writeWav } from './wav-file.ts';

const folderWith = (config: string): string => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'busbar.yaml'), config);
  return cwd;
};
const render = async (cwd: string, ...words: string[]) => {
  const ran = await busbar(['render', ...words], { cwd });
  return { ...ran, said: ran.out + ran.err };
};
const ok = async (cwd: string, ...words: string[]) => {
  const ran = await render(cwd, ...words);
  expect(ran.err).not.toContain('error');
  expect(ran.code).toBe(0);
  return ran;
};

const through = `busbar: 1
devices:
  box: { inputs: 2, outputs: 2 }
graph:
  wire: { from: box.in, to: box.out }
`;

/** Every kind of sample: both full scales, zero, small values, and an odd number of frames. */
const samples = (format: WavFormat): readonly Float64Array[] => {
  const step = { u8: 2 ** -7, s16: 2 ** -15, s24_3: 2 ** -23, s32: 2 ** -31, f32: 2 ** -30, f64: 2 ** -60 }[format];
  const values = [-1, 1 - step, 0, step, -step, 0.5, -0.25 + step];
  const wave = Array.from({ length: 1000 }, (_, i) => Math.round((Math.sin(i * i) * 0.9) / step) * step);
  return [Float64Array.from([...values, ...wave]), Float64Array.from([...values, ...wave].reverse())];
};

describeNative('formats', () => {
  const formats: readonly WavFormat[] = ['u8', 's16', 's24_3', 's32', 'f32', 'f64'];

  test.each(formats.filter((f) => f !== 'f32' && f !== 'f64'))('%s through a wire is bit-exact', async (format) => {
    const cwd = folderWith(through);
    writeWav(join(cwd, 'in.wav'), { format, channels: samples(format) });
    await ok(cwd, 'in.wav', 'out.wav');
    expect(readWav(join(cwd, 'out.wav')).header).toMatchObject({ format, channels: 2, rateHz: 48000, frames: 1007 });
    expect(sampleBytes(join(cwd, 'out.wav')).equals(sampleBytes(join(cwd, 'in.wav')))).toBe(true);
  });

  test.each(['f32', 'f64'] as const)('%s keeps samples above full scale', async (format) => {
    const cwd = folderWith(through);
    const [a, b] = samples(format);
    writeWav(join(cwd, 'in.wav'), { format, channels: [a!.map((x) => Math.fround(x * 4)), b!.map(Math.fround)] });
    await ok(cwd, 'in.wav', 'out.wav');
    expect(sampleBytes(join(cwd, 'out.wav')).equals(sampleBytes(join(cwd, 'in.wav')))).toBe(true);
  });

  test.each([
    ['s16', 's16'],
    ['s24', 's24_3'],
    ['s24_3', 's24_3'],
    ['s32', 's32'],
    ['f32', 'f32'],
  ])('a device of %s writes %s', async (format, expected) => {
    const cwd = folderWith(through.replace('{ inputs', `{ format: ${format}, inputs`));
    writeWav(join(cwd, 'in.wav'), { format: 's16', channels: samples('s16') });
    await ok(cwd, 'in.wav', 'out.wav');
    expect(readWav(join(cwd, 'out.wav')).header.format).toBe(expected);
  });

  test('auto is the widest input, and f32 without one', async () => {
    const cwd = folderWith(`busbar: 1
devices:
  a: { backend: file, inputs: 1 }
  b: { backend: file, inputs: 1 }
  out: { backend: file, outputs: 1 }
graph:
  sum: { mix: { a.in: 0 dB, b.in: 0 dB }, to: out.out }
`);
    writeWav(join(cwd, '16.wav'), { format: 's16', channels: [[0.5, 0.25]] });
    writeWav(join(cwd, '24.wav'), { format: 's24_3', channels: [[0.25, 0.25]] });
    await ok(cwd, '--in', 'a=16.wav', '--in', 'b=24.wav', '--out', 'out=sum.wav');
    expect(readWav(join(cwd, 'sum.wav')).header.format).toBe('s24_3');
    expect([...readWav(join(cwd, 'sum.wav')).channels[0]!]).toEqual([0.75, 0.5]);
    await ok(cwd, '--for', '10ms', '--out', 'out=silence.wav');
    expect(readWav(join(cwd, 'silence.wav')).header).toMatchObject({ format: 'f32', frames: 480 });
  });
});

describeNative('devices and files', () => {
  test('channel i of a file is hardware channel i; the output is as wide as the highest channel', async () => {
    const cwd = folderWith(`busbar: 1
devices:
  box: { inputs: { a: 2, b: 4 }, outputs: { near: 3, far: 6 } }
graph:
  a: { from: box.a, to: box.far }
  b: { from: box.b, to: box.near }
`);
    writeWav(join(cwd, 'in.wav'), { channels: [[0.125], [0.25], [0.375], [0.5], [0.625]] });
    await ok(cwd, 'in.wav', 'out.wav');
    expect(readWav(join(cwd, 'out.wav')).channels.map((c) => c[0])).toEqual([0, 0, 0.5, 0, 0, 0.25]);
  });

  test('read and write keys stand for options, relative to the config', async () => {
    const cwd = temporaryFolder();
    mkdirSync(join(cwd, 'studio'));
    writeFileSync(
      join(cwd, 'studio/busbar.yaml'),
      `busbar: 1
devices:
  tape: { backend: file, read: in.wav, inputs: 1 }
  disk: { backend: virtual, write: out.wav, outputs: 1 }
aggregates:
  both: { clock: disk, members: [disk, tape] }
graph:
  wire: { from: tape.in, to: disk.out }
`,
    );
    writeWav(join(cwd, 'studio/in.wav'), { channels: [[0.5]] });
    writeWav(join(cwd, 'other.wav'), { channels: [[0.25]] });
    await ok(cwd, 'studio/busbar.yaml');
    expect(readWav(join(cwd, 'studio/out.wav')).channels[0]![0]).toBe(0.5);
    await ok(cwd, 'studio/busbar.yaml', '--in', 'tape=other.wav');
    expect(readWav(join(cwd, 'studio/out.wav')).channels[0]![0]).toBe(0.25);
  });

  test('silent inputs and lost outputs get a note', async () => {
    const cwd = folderWith(through);
    const { err } = await ok(cwd, '--for', '1 ms');
    expect(err).toContain('note: box has no input file and is silent (--in box=FILE.wav)');
    expect(err).toContain('note: what box plays is not kept (--out box=FILE.wav keeps it)');
    expect(readdirSync(cwd)).toEqual(['busbar.yaml']);
  });

  test('options and positionals that do not fit the devices', async () => {
    const cwd = folderWith(`busbar: 1
devices:
  mic: { backend: file, inputs: 1 }
  line: { backend: file, inputs: 1 }
  out: { backend: file, outputs: 1 }
graph:
  sum: { mix: { mic.in: 0 dB, line.in: 0 dB }, to: out.out }
`);
    const refused = async (...words: string[]) => {
      const { code, err } = await render(cwd, ...words);
      expect(code).toBe(64);
      return err;
    };
    expect(await refused('in.wav', 'out.wav')).toContain(
      'need exactly one input device; the config has 2 (line, mic).',
    );
    expect(await refused('--in', 'mik=a.wav')).toContain('no device mik.\n  Did you mean --in mic=…?');
    expect(await refused('--in', 'out=a.wav')).toContain('Device out has no inputs.');
    expect(await refused('--in', 'a.wav')).toContain('--in a.wav names no device.');
    expect(await refused('--in', 'mic=a.wav', '--in', 'mic=b.wav')).toContain('--in names mic twice.');
    expect(await refused('busbar.yaml', 'a.wav')).toContain('a.wav alone does not say');
    expect(await refused('--for', '10')).toContain('Add a unit');
  });
});

describeNative('length', () => {
  const tailed = (steps: string) => through.replace('from: box.in,', `from: box.in, do: [${steps}],`);
  const frames = async (config: string, ...words: string[]) => {
    const cwd = folderWith(config);
    writeWav(join(cwd, 'in.wav'), { channels: [new Float64Array(100), new Float64Array(100)] });
    await ok(cwd, 'in.wav', 'out.wav', ...words);
    return readWav(join(cwd, 'out.wav')).header.frames;
  };

  test('is that of the longest input, plus latency, plus the tail of delays and FIRs', async () => {
    expect(await frames(through)).toBe(100);
    expect(await frames(tailed('{ delay: 10 frames }'))).toBe(110);
    expect(await frames(tailed('{ fir: { taps: [1, 0, 0, 0.5] } }'))).toBe(103);
    expect(await frames(tailed('{ limiter: { ceiling: 0 dBFS, lookahead: 1 ms } }'))).toBe(148);
  });

  test('or what --for says', async () => {
    expect(await frames(tailed('{ delay: 10 frames }'), '--for', '2 ms')).toBe(96);
  });

  test('a feedback loop adds no tail', async () => {
    const loop = `busbar: 1
devices:
  box: { inputs: 2, outputs: 2 }
graph:
  sum: { mix: { box.in: 0 dB, back: -6 dB }, to: box.out }
  back: { from: sum, do: [{ delay: 50 frames }] }
`;
    expect(await frames(loop)).toBe(100);
  });

  test('without input and --for: an error that says both ways', async () => {
    const cwd = folderWith(through);
    const { code, err } = await render(cwd, '--out', 'box=out.wav');
    expect([code, err]).toEqual([
      1,
      'error: Nothing says how long to render: no input has a file.\n  Give an input (--in DEVICE=FILE.wav) or a length (--for 10 s).\n',
    ]);
    expect(readdirSync(cwd)).toEqual(['busbar.yaml']);
  });
});

describeNative('names that differ only in spelling', () => {
  test('two outputs that are one file', async () => {
    const cwd = folderWith(`busbar: 1
devices:
  a: { backend: file, outputs: 1 }
  b: { backend: file, outputs: 1 }
graph:
  hum: { do: [{ tone: { freq: 50 Hz, level: -20 dBFS } }], to: [a.out, b.out] }
`);
    const { code, err } = await render(cwd, '--for', '1ms', '--out', 'a=x.wav', '--out', 'b=./x.wav');
    expect([code, err]).toEqual([
      74,
      'error: x.wav and ./x.wav are one file.\n  Give each device a file of its own.\n',
    ]);
    expect(readdirSync(cwd)).toEqual(['busbar.yaml']);
  });
});
