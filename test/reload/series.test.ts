// Two changes on one way to an output, louder here and softer there: together they are no change, and so it must sound.

import { expect, it } from 'vitest';
import { diffPlans } from '../../compiler/index.ts';
import { figures, heard, larger } from '../../compiler/measure/click.ts';
import { describeNative } from '../support/addon.ts';
import { planOf } from '../support/compile-text.ts';
import { programme } from '../support/signals.ts';
import { play, transitionFrames } from './play.ts';

const RATE = 48_000;
const SAVE = 24_037;

/** The middle remembers for long, so it would go on and be faded before and behind. */
const config = (steps: string) => `
busbar: 1
engine: { rate: 48 kHz, quantum: 64 frames }
devices: { main: { inputs: { mic: 1 }, outputs: { mon: 1 } } }
graph:
  n: { from: main.mic, do: [ ${steps} ], to: main.mon }
`;

describeNative('two changes in a row', () => {
  it.each([
    ['steps come', 'delay: 60 ms', 'gain: { id: a, gain: 6 dB }, delay: 60 ms, gain: { id: b, gain: -6 dB }'],
    [
      'a param moves, a step comes',
      'gain: { id: a, gain: 0 dB }, delay: 60 ms',
      'gain: { id: a, gain: 6 dB }, delay: 60 ms, gain: { id: b, gain: -6 dB }',
    ],
    [
      'a step comes, a param moves',
      'delay: 60 ms, gain: { id: b, gain: 0 dB }',
      'gain: { id: a, gain: 6 dB }, delay: 60 ms, gain: { id: b, gain: -6 dB }',
    ],
  ])('%s', async (_, from, to) => {
    for (const [x, y] of [
      [from, to],
      [to, from],
    ] as const) {
      const [before, after] = [await planOf(config(x)), await planOf(config(y))];
      expect(diffPlans(before, after).kind).toBe('fade');
      const wait = transitionFrames(before, after);
      const frames = SAVE + wait + 60_000;
      const inputs = { main: [programme(frames, RATE)] };
      const run = (saves: { frame: number; plan: typeof after }[]) =>
        play(before, saves, inputs, { frames }).outputs[0]![0]!;
      const of = (signal: Float64Array, at: number) => figures(signal, at, wait + 4000, RATE);
      const steady = larger(
        of(run([]), frames - 48_000),
        of(play(after, [], inputs, { frames }).outputs[0]![0]!, frames - 48_000),
      );
      expect(heard(of(run([{ frame: SAVE, plan: after }]), SAVE), steady)).toEqual([]);
    }
  });
});
