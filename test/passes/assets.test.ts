// Files and tables that steps name: what they become, and what is said of those that cannot serve.

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import type { Asset } from '../../compiler/ir/graph.ts';
import { parseFirText } from '../../compiler/passes/assets/fir-text.ts';
import { frameWav, type WavFormat } from '../../compiler/wav.ts';
import type { Files } from '../support/memory-host.ts';
import { type Compiled, compiled, DEVICES } from './middle.ts';

/** A WAV of 32-bit floats; `channels[c][frame]`. */
function wav(channels: readonly (readonly number[])[], rateHz = 48000, format: WavFormat = 'f32'): Uint8Array {
  const frames = channels[0]?.length ?? 0;
  const { header, trailer } = frameWav({ rateHz, channels: channels.length, format, frames });
  const samples = new Float32Array(frames * channels.length);
  for (const [c, line] of channels.entries()) for (const [i, v] of line.entries()) samples[i * channels.length + c] = v;
  return Uint8Array.from([...header, ...new Uint8Array(samples.buffer), ...trailer]);
}

const withStep = (step: string, files: Files = {}, source = 'main.pair', head = ''): Promise<Compiled> =>
  compiled(`${head}${DEVICES}graph:\n  a: { from: ${source}, do: [ ${step} ], to: main.mon }\n`, { files });

const only = (c: Compiled): Asset => {
  expect(c.said()).toEqual([]);
  const [asset, ...more] = c.after('assets').assets.values();
  expect(more).toEqual([]);
  return asset!;
};
const table = ({ rows, columns, data }: Asset) => [rows, columns, [...data]];

describe('FIRs', () => {
  test.each<[string, string, Files, readonly unknown[]]>([
    ['inline', '{ fir: { taps: [1, 0.5] } }', {}, [1, 2, [1, 0.5]]],
    ['a mono WAV', '{ fir: a.wav }', { 'a.wav': wav([[1, 0.5, 0.25]]) }, [1, 3, [1, 0.5, 0.25]]],
    [
      'a stereo WAV',
      '{ fir: a.wav }',
      {
        'a.wav': wav([
          [1, 0.5],
          [0, 0.25],
        ]),
      },
      [2, 2, [1, 0.5, 0, 0.25]],
    ],
    ['text', '{ fir: a.txt }', { 'a.txt': '# taps\n1\n\n  0.5 # half\r\n-2.5e-1\n' }, [1, 3, [1, 0.5, -0.25]]],
    [
      'a file per channel and rate, padded to one length',
      '{ fir: "fir/$channel-$rate.wav" }',
      { 'fir/1-48000.wav': wav([[1, 0.5]]), 'fir/2-48000.wav': wav([[0.25]]) },
      [2, 2, [1, 0.5, 0.25, 0]],
    ],
  ])('%s', async (_, step, files, expected) => {
    expect(table(only(await withStep(step, files)))).toEqual(expected);
  });

  it('are relative to the config that names them', async () => {
    const c = await withStep('{ fir: a.wav }', { 'studio/a.wav': wav([[1]]) });
    expect(c.said()).toEqual(['file/missing "a.wav"']);
  });

  test.each<[string, string, Files, readonly string[]]>([
    ['missing', '{ fir: a.wav }', {}, ['there is no file `a.wav`']],
    ['a folder', '{ fir: a }', { 'a/b.wav': '' }, ['`a` cannot be read: it is a folder']],
    ['empty', '{ fir: a.txt }', { 'a.txt': '' }, ['`a.txt` holds no taps']],
    ['only comments', '{ fir: a.txt }', { 'a.txt': '# none\n' }, ['`a.txt` holds no taps']],
    ['a WAV of nothing', '{ fir: a.wav }', { 'a.wav': wav([[]]) }, ['`a.wav` holds no taps']],
    [
      'cut short',
      '{ fir: a.wav }',
      { 'a.wav': wav([[1, 2, 3]]).subarray(0, -8) },
      ['`a.wav`: it promises 3 taps, but ends after 1'],
    ],
    [
      'cut in its header',
      '{ fir: a.wav }',
      { 'a.wav': wav([[1]]).subarray(0, 20) },
      ['`a.wav`: it ends inside its header (chunk fmt)'],
    ],
    [
      'another kind of file',
      '{ fir: a.flac }',
      { 'a.flac': 'fLaC\0\0\0' },
      ['`a.flac`: it is a FLAC file, not a WAV file'],
    ],
    ['text called WAV', '{ fir: a.wav }', { 'a.wav': '1\n2\n' }, ['`a.wav`: it is not a WAV file']],
    [
      'at another rate',
      '{ fir: a.wav }',
      { 'a.wav': wav([[1]], 44100) },
      ['`a.wav` is made for 44100 Hz, the engine runs at 48000 Hz'],
    ],
    [
      'of three channels for two',
      '{ fir: a.wav }',
      { 'a.wav': wav([[1], [1], [1]]) },
      ['`a.wav` has 3 channels, `a.fir` processes 2'],
    ],
    ['not finite', '{ fir: a.wav }', { 'a.wav': wav([[1, Number.NaN]]) }, ['tap 2 of `a.wav` is not a finite number']],
    [
      'text that is no number',
      '{ fir: a.txt }',
      { 'a.txt': '1\n0,5\nnan\n' },
      ['`a.txt` line 2: not a number', '`a.txt` line 3: not a finite number'],
    ],
    [
      'one channel of several missing',
      '{ fir: "$channel.wav" }',
      { '1.wav': wav([[1]]) },
      ['there is no file `2.wav`'],
    ],
    [
      'stereo where there is a file per channel',
      '{ fir: "$channel.wav" }',
      { '1.wav': wav([[1]]), '2.wav': wav([[1], [1]]) },
      ['`2.wav` has 2 channels, `a.fir` processes one'],
    ],
  ])('refused: %s', async (_, step, files, messages) => {
    const c = await withStep(step, files);
    expect(c.result.diagnostics.filter((d) => d.severity === 'error').map((d) => d.message)).toEqual(messages);
    expect(c.result.plan).toBeUndefined();
  });

  it('that are wrong in a line show that line', async () => {
    const c = await withStep('{ fir: a.txt }', { 'a.txt': '1\n 0,5 # no\n' });
    expect(c.said()).toEqual(['fir/text "a.txt" -> "0,5"']);
  });

  it('from outside the config’s folder, or absolute, are warned of', async () => {
    const files = { '../a.wav': wav([[1]]), '/a.wav': wav([[1]]) };
    expect((await withStep('{ fir: ../a.wav }, { fir: /a.wav }', files)).said()).toEqual([
      'file/outside "../a.wav"',
      'file/absolute "/a.wav"',
    ]);
  });

  it('are watched, those not there too', async () => {
    const c = await withStep('{ fir: "$channel.wav" }', { '1.wav': wav([[1]]) });
    expect(c.result.tried).toEqual(['1.wav', '2.wav', 'busbar.local.yaml', 'busbar.yaml']);
  });
});

test('text of numbers comes back as it was', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })), (taps) => {
      const { taps: read, problems } = parseFirText(taps.map(String).join('\n'));
      expect([[...read], problems]).toEqual([taps.map((t) => t + 0), []]);
    }),
  );
});

test('a matrix is its factors, row by row', async () => {
  const asset = only(await withStep('{ matrix: [[0, null], [-20, 6.020599913279624]] }'));
  expect([asset.rows, asset.columns]).toEqual([2, 2]);
  for (const [i, factor] of [1, 0, 0.1, 2].entries()) expect(asset.data[i]).toBeCloseTo(factor, 12);
});

describe('parametric lists', () => {
  it('become rows of code, Hz, dB and Q behind the preamp', async () => {
    const files = { 'eq.txt': 'Preamp: -6 dB\nFilter 1: ON PK Fc 100 Hz Gain 6 dB Q 1\n' };
    expect(table(only(await withStep('{ parametric: eq.txt }', files)))).toEqual([2, 4, [0, 0, -6, 0, 1, 100, 6, 1]]);
  });

  it('show the line that is wrong', async () => {
    const c = await withStep('{ parametric: eq.txt }', { 'eq.txt': 'Preamp: -6 dB\n  Filter 1: ON XX Fc 1 Hz\n' });
    expect(c.said()).toEqual(['parametric/line "eq.txt" -> "Filter 1: ON XX Fc 1 Hz"']);
    expect(c.messages('parametric/line')[0]).toMatch(/^`eq.txt` line 2: there is no filter type `XX`/);
  });

  it('hold at least one filter or preamp, and no more than fit', async () => {
    const line = 'Filter: ON PK Fc 100 Hz Gain 0 dB Q 1\n';
    expect((await withStep('{ parametric: eq.txt }', { 'eq.txt': 'a measurement\n' })).said()).toEqual([
      'parametric/length "eq.txt"',
    ]);
    expect((await withStep('{ parametric: eq.txt }', { 'eq.txt': line.repeat(256) })).said()).toEqual([
      'parametric/length "eq.txt"',
    ]);
    expect((await withStep('{ parametric: eq.txt }', { 'eq.txt': line.repeat(255) })).said()).toEqual([]);
  });
});

test('equal tables are one blob', async () => {
  const c = await withStep('{ fir: { taps: [1, 2] } }, { fir: { taps: [1, 2] } }, { fir: { taps: [2, 1] } }');
  expect(c.after('lower').blobs.map((b) => [...b.data])).toEqual([
    [1, 2],
    [2, 1],
  ]);
});
