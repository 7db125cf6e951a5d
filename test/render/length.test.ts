// How long a plan sounds on, and how late it is: sums along a path, the longest over paths. By hand.

import { describe, expect, it } from 'vitest';
import { planOf } from '../support/compile-text.ts';

const plan = (graph: string) =>
  planOf(`
busbar: 1
engine: { rate: 48 kHz }
devices: { box: { inputs: { line: 1 }, outputs: { main: 1, aux: 2 } } }
graph:
${graph}`);

describe('the tail of a plan', () => {
  it.each([
    ['is that of its delay', '  a: { from: box.line, do: [ { delay: 100 frames } ], to: box.main }', 100],
    [
      'adds up along a path',
      '  a: { from: box.line, do: [ { delay: 100 frames }, { fir: { taps: [1, 0, 0.5] } }, { delay: { time: 7 frames, id: b } } ], to: box.main }',
      109,
    ],
    [
      'is the longest of several paths',
      `  a: { from: box.line, do: [ { delay: 30 frames } ], to: box.aux }
  b: { from: box.line, do: [ { delay: 100 frames } ] }
  c: { channels: 1, mix: { a: 0 dB, b: 0 dB }, to: box.main }`,
      100,
    ],
    [
      'is not longer by a loop',
      `  sum: { channels: 1, mix: { box.line: 0 dB, back: -6 dB }, to: box.main }
  back: { from: sum, do: [ { delay: 500 frames } ] }`,
      0,
    ],
  ])('%s', async (_, graph, frames) => {
    expect((await plan(graph)).tailFrames).toBe(frames);
  });
});

describe('the pads of a path', () => {
  it('are those on it: a tap that leaves a loop is not on the way round', async () => {
    const { paths } = await plan(`
  sum: { channels: 1, mix: { box.line: 0 dB, back: -6 dB }, to: box.main }
  held: { from: sum, do: [ { limiter: { ceiling: 0 dBFS, lookahead: 1 ms } } ] }
  meet: { channels: 1, mix: { sum: 0 dB, held: 0 dB } }
  back: { from: meet, do: [ { delay: 2000 frames } ] }
  late: { from: box.line, do: [ { limiter: { ceiling: 0 dBFS, lookahead: 5 ms } } ] }
  both: { channels: 1, mix: { sum: 0 dB, late: 0 dB }, to: box.aux }`);
    const pads = (to: string) => paths.find((p) => p.to === to)!.pads.map((p) => p.frames);
    expect(pads('box.main')).toEqual([48]);
    expect(pads('box.aux').toSorted((a, b) => a - b)).toEqual([48, 240]);
  });
});
