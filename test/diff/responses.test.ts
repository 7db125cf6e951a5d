// Responses compared from device to device: against what analysis says, and what is not compared.

import { expect, test } from 'vitest';
import type { KernelSpec } from '../../compiler/interpret/kernel-host.ts';
import { atRest, QUIET } from '../../runtime/diff/at-rest.ts';
import { compareResponses } from '../../runtime/diff/responses.ts';
import { nodeTypes } from '../../schema/index.ts';
import { subjectsOf } from '../conformance/subject.ts';
import { describeNative } from '../support/addon.ts';
import { kernelHost } from '../support/kernel-host.ts';
import { studioOf } from './studio-of.ts';

const FRAMES = 512;

const config = (steps: string, more = '') => `busbar: 1
devices: { main: { inputs: { mic: 1, music: 3-4 }, outputs: { mon: 1-2, aux: 3 } } }
graph:
  voice: { from: main.mic, do: [ ${steps} ] }
  desk: { channels: 2, mix: { voice: 0 dB, main.music: -6 dB }, to: main.mon }
  aux: { from: voice, to: main.aux }
${more}`;

const compare = async (before: string, after: string) =>
  compareResponses(await studioOf(before), await studioOf(after), kernelHost);

describeNative('responses', () => {
  test('a gain differs everywhere, on the paths that it is on', async () => {
    expect(await compare(config('gain: -6 dB'), config('gain: -4 dB'))).toMatchObject({
      compared: true,
      paths: [
        { from: 'main.mic', to: 'main.aux', deviationDb: expect.closeTo(2, 6), atHz: null, heard: 'both' },
        { from: 'main.mic', to: 'main.mon', deviationDb: expect.closeTo(2, 6), atHz: null, heard: 'both' },
      ],
    });
  });

  test('a peak differs by its gain at its frequency', async () => {
    const steps = (gain: number) => `peaking: { freq: 1 kHz, gain: ${gain} dB, q: 4 }`;
    const { paths } = (await compare(config(steps(0)), config(steps(-5)))) as {
      paths: readonly { deviationDb: number; atHz: number }[];
    };
    expect(paths).toHaveLength(2);
    expect(paths[0]?.deviationDb).toBeCloseTo(-5, 3);
    expect(Math.abs((paths[0]?.atHz ?? 0) - 1000)).toBeLessThan(2);
  });

  test('an all-pass, a delay and a look-ahead differ in time only', async () => {
    const after = config('allpass: { freq: 1 kHz }, delay: 3 ms, limiter: -3 dBFS');
    expect(await compare(config(''), after)).toEqual({ compared: true, paths: [] });
  });

  test('dynamics rest: thresholds are no difference, a gate is open, generators are silent', async () => {
    const steps = (db: number) =>
      `gate: { threshold: ${db} dBFS }, compressor: { threshold: ${db} dBFS, ratio: 4 }, ducker: { key: main.music.1, depth: ${-db} dB }`;
    const more = '  tone: { do: [ { tone: { freq: 1 kHz, level: -20 dBFS } } ] }\n';
    expect(await compare(config(steps(-20)), config(steps(-30), more))).toEqual({ compared: true, paths: [] });
    const { paths } = (await compare(config('gain: 0 dB'), config(`${steps(-20)}, gain: 3 dB`))) as {
      paths: readonly object[];
    };
    expect(paths).toMatchObject([{ deviationDb: expect.closeTo(3, 3) }, { deviationDb: expect.closeTo(3, 3) }]);
  });

  test('what falls silent, or is heard at last, has no number', async () => {
    const muted = config('mute: true');
    const silent = { deviationDb: null, atHz: null };
    expect(await compare(config(''), muted)).toMatchObject({
      paths: [
        { ...silent, heard: 'before' },
        { ...silent, heard: 'before' },
      ],
    });
    expect(await compare(muted, config(''))).toMatchObject({
      paths: [
        { ...silent, heard: 'after' },
        { ...silent, heard: 'after' },
      ],
    });
  });

  test('what cannot be compared is said', async () => {
    const rate = config('gain: 0 dB').replace('busbar: 1', 'busbar: 1\nengine: { rate: 96 kHz }');
    expect(await compare(config('gain: 0 dB'), rate)).toEqual({ compared: false, why: 'the rates differ' });
    const loop = '  back: { mix: { main.mic: 0 dB, echo: -6 dB } }\n  echo: { from: back, do: [ { delay: 5 ms } ] }\n';
    const heard = config('gain: 0 dB', loop).replace('from: voice, to', 'from: echo, to');
    expect(await compare(config('gain: 0 dB'), heard)).toMatchObject({ compared: false });
  });

  test.each(nodeTypes)('$type is linear at rest', async (descriptor) => {
    for (const subject of await subjectsOf(descriptor)) {
      const host = atRest({ make: () => subject.make() });
      const response = (scale: number): readonly Float64Array[] => {
        const wave = (c: number) => (_: unknown, n: number) => scale * QUIET * Math.sin(n * (0.3 + c));
        const inputs = Array.from({ length: subject.reads }, (_, c) => Float64Array.from({ length: FRAMES }, wave(c)));
        const outputs = Array.from({ length: subject.writes }, () => new Float64Array(FRAMES));
        host.make({ kernel: descriptor.type } as KernelSpec).process(inputs, outputs, FRAMES);
        return outputs;
      };
      const [one, half] = [response(1), response(0.5)];
      const off = one.map((channel, c) => Math.max(...channel.map((v, n) => Math.abs(v - 2 * half[c]![n]!))));
      expect(Math.max(0, ...off), subject.name).toBeLessThanOrEqual(1e-6 * QUIET);
    }
  });
});
