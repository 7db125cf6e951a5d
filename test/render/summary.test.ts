// What busbar render says of its outputs: figures that can be known beforehand, and advice that names the right step.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { busbar } from '../cli/run.ts';
import { describeNative } from '../support/addon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { readWav, writeWav } from './wav-file.ts';

const studio = (config: string): string => {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'busbar.yaml'), config);
  return cwd;
};

/** A tone at `dbfs` (peak) through `steps`. */
const toneThrough = (dbfs: number, steps: string, format = 's16') => `busbar: 1
devices:
  box: { outputs: 1, format: ${format} }
graph:
  voice: { do: [{ tone: { freq: 997 Hz, level: ${dbfs} dBFS } }${steps}], to: box.out }
`;

const render = async (config: string, ...words: string[]) =>
  busbar(['render', '--for', '5 s', '--out', 'box=out.wav', ...words], { cwd: studio(config) });

interface Summary {
  readonly outputs: readonly {
    readonly peaksDbfs: readonly (number | null)[];
    readonly loudnessLufs: number | null;
    readonly clipped: readonly number[];
  }[];
}

describeNative('the summary', () => {
  test('of a tone: peak, loudness, length, format', async () => {
    const { code, out } = await render(toneThrough(-12, ''));
    expect(code).toBe(0);
    const [first, second, third] = out.split('\n');
    expect(first).toBe('out.wav  5.00 s, 48 kHz, 16 bit, mono');
    // BS.1770-4: a sine of 997 Hz at 0 dBFS on one channel has -3.01 LUFS.
    expect(second).toBe('  peak -12.0 dBFS, loudness -15.0 LUFS');
    expect(third).toMatch(/^Rendered 5\.00 s in [\d.]+ s: \d+ x real time \(.+\)$/);
  });

  test('as JSON', async () => {
    const { code, out, err } = await render(toneThrough(-12, ''), '--json');
    expect([code, err]).toEqual([0, '']);
    const summary = JSON.parse(out) as Summary & Record<string, unknown>;
    expect(summary).toMatchObject({ frames: 240000, seconds: 5, rateHz: 48000, inputs: [] });
    expect(summary.outputs).toMatchObject([
      {
        device: 'box',
        file: 'out.wav',
        format: 's16',
        channels: 1,
        rateHz: 48000,
        frames: 240000,
        clipped: [0],
        notFinite: 0,
      },
    ]);
    expect(summary.outputs[0]?.peaksDbfs[0]).toBeCloseTo(-12, 2);
    expect(summary.outputs[0]?.loudnessLufs).toBeCloseTo(-15.01, 1);
  });

  test('of silence: null in JSON, words in text', async () => {
    const silent = toneThrough(-12, ', { mute: true }');
    expect((await render(silent)).out).toContain('peak silence, loudness below -70 LUFS');
    const [output] = (JSON.parse((await render(silent, '--json')).out) as Summary).outputs;
    expect([output?.peaksDbfs, output?.loudnessLufs]).toEqual([[null], null]);
  });

  test('clipped samples: how many, and the largest boost on the way', async () => {
    const boosted = toneThrough(
      -6,
      ', { peaking: { freq: 100 Hz, gain: 2 dB } }, { gain: { id: level, gain: 12 dB } }',
    );
    const { out } = await render(boosted);
    expect(out).toMatch(/ {2}\d+ samples clipped: turn down voice\.level\.gain \(now 12 dB\) by 6\.\d dB/);
    const floats = await render(boosted.replace('format: s16', 'format: f32'));
    expect(floats.out).not.toContain('clipped');
    expect(floats.out).toMatch(/above full scale: .* turn down voice\.level\.gain \(now 12 dB\) by 6\.\d dB/);
  });

  test('an input without a length: read to its end, with a note', async () => {
    const cwd = studio(
      `busbar: 1\ndevices: { box: { inputs: 1, outputs: 1 } }\ngraph: { wire: { from: box.in, to: box.out } }\n`,
    );
    writeWav(join(cwd, 'in.wav'), { channels: [[0.5, 0.25, 0.125]] });
    const stream = readFileSync(join(cwd, 'in.wav'));
    stream.writeUInt32LE(0xffffffff, 40);
    writeFileSync(join(cwd, 'in.wav'), stream);
    const { code, err } = await busbar(['render', 'in.wav', 'out.wav'], { cwd });
    expect([code, err]).toEqual([0, 'note: in.wav does not say how long it is: it was read to its end\n']);
    expect([...(readWav(join(cwd, 'out.wav')).channels[0] ?? [])]).toEqual([0.5, 0.25, 0.125]);
  });

  test('a bar on a terminal only', async () => {
    const cwd = studio(toneThrough(-12, ''));
    const words = ['render', '--for', '5 s', '--out', 'box=out.wav'];
    expect((await busbar(words, { cwd })).err).not.toContain('%');
    const { err } = await busbar(words, { cwd, terminal: true });
    expect(err).toContain('100 %');
    expect(err.endsWith('\r\x1b[K')).toBe(true);
    expect((await busbar([...words, '--json'], { cwd, terminal: true })).err).not.toContain('%');
  });
});
