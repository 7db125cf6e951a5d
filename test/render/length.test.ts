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
