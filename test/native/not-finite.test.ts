// What the guard does with samples that are not finite: it keeps them from the outputs, resets what made them, and
// leaves all else to the bit as it was.

import { expect, it } from 'vitest';
import { encode } from '../../compiler/encode.ts';
import type { NativeEngine } from '../../runtime/native.ts';
import { describeNative, native } from '../support/addon.ts';
import { difference } from '../support/compare.ts';
import { noise } from '../support/signals.ts';
import { type HandPlan, handPlan, input, output } from './hand-plan.ts';

const QUANTUM = 64;
const frames = 6400;
const clean = [noise(frames, 1), noise(frames, 2), noise(frames, 3)];

/** Three branches: a filter and a compressor; a comb of 37 frames behind a filter; a filter alone. `safe`: a ceiling before the outputs. */
const branches = (safe: boolean): HandPlan => ({
  quantum: QUANTUM,
  ops: [
    input(0, 1, 2),
    { kernel: 'highpass', reads: [0], writes: [3], params: [80, 1, 0] },
    { kernel: 'compressor', reads: [3], writes: [4], params: [-30, 4, 6, 5, 80, 3] },
    { kernel: 'lowpass', reads: [1], writes: [5], params: [3000, 1, 0] },
    { kernel: 'feedback_out', writes: [6], params: [37] },
    {
      kernel: 'mix',
      reads: [5, 6],
      writes: [7],
      parts: [
        { params: [0, 0, 0, 0], reads: [0, 1] },
        { params: [-6, 0, 0, 0], reads: [1, 1] },
      ],
    },
    { kernel: 'feedback_in', reads: [7], params: [4] },
    { kernel: 'lowpass', reads: [2], writes: [8], params: [500, 3, 0] },
    ...(safe
      ? [{ kernel: 'ceiling', reads: [4, 7, 8], writes: [9, 10, 11], params: [0] }, output(9, 10, 11)]
      : [output(4, 7, 8)]),
  ],
  loops: [{ firstOp: 4, opCount: 3, frames: 37 }],
  devices: [{ inputs: 3, outputs: 3 }],
});
const READ = 0;
const HIGHPASS = 3;
const LOWPASS = 5;
const PARTS = 14;

const engineOf = (hand: HandPlan, guard = true): NativeEngine => {
  const engine = new (native().Engine)(encode(handPlan(hand)));
  engine.guard = guard;
  return engine;
};

function play(engine: NativeEngine, inputs: readonly Float64Array[], from = 0, to = frames): Float64Array[] {
  const out = inputs.map(() => new Float64Array(to - from));
  engine.process([inputs.map((x) => x.subarray(from, to))], [out], to - from);
  return out;
}

/** The clean inputs, but for one channel in which `count` samples from frame `at` on are `bad`. */
const poisoned = (channel: number, bad: number, at = 1000, count = 1) =>
  clean.map((x, c) => (c === channel ? x.map((v, i) => (i >= at && i < at + count ? bad : v)) : x));

/** Branch 0 with a filter reset at `again` and silence before the compressor from `at` to there, which that bears. */
function recovered(at: number, again: number): Float64Array {
  const step = (op: HandPlan['ops'][number]): HandPlan => ({
    ops: [input(0), { ...op, reads: [0], writes: [1] }, output(1)],
    devices: [{ inputs: 1, outputs: 1 }],
  });
  const [highpass, compressor] = [step(branches(false).ops[1]!), step(branches(false).ops[2]!)];
  const between = play(engineOf(highpass), [clean[0]!])[0]!.fill(0, at, again);
  between.set(play(engineOf(highpass), [clean[0]!], again)[0]!, again);
  return play(engineOf(compressor), [between])[0]!;
}

describeNative('samples that are not finite', () => {
  it.each([false, true])('the guard changes nothing while all is well (ceiling: %s)', (safe) => {
    const free = play(engineOf(branches(safe), false), clean);
    expect(difference(play(engineOf(branches(safe)), clean), free)).toBeUndefined();
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])('without a guard %s stays', (bad) => {
    const out = play(engineOf(branches(false), false), poisoned(0, bad));
    expect(Number.isFinite(out[0]!.at(-1)!)).toBe(false);
  });

  const cases = [0, 1].flatMap((channel) =>
    [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY].flatMap((bad) =>
      [false, true].map((safe) => ({ channel, bad, safe })),
    ),
  );
  it.each(cases)('$bad in channel $channel is gone after two blocks (ceiling: $safe)', ({ channel, bad, safe }) => {
    const engine = engineOf(branches(safe));
    const out = play(engine, poisoned(channel, bad));
    // The block of frame 1,000 and the next are silent; then the branch goes on as from the start of the stream.
    const [block, again] = [960, 960 + 2 * QUANTUM];
    const expected = play(engineOf(branches(safe)), clean);
    if (channel === 0) expected[0] = recovered(1000, again).map((x) => (safe ? Math.max(-1, Math.min(1, x)) : x));
    else expected[1]!.set(play(engineOf(branches(safe)), clean, again)[1]!, again);
    expected[channel]!.fill(0, block, again);
    expect(difference(out, expected)).toBeUndefined();
    expect(engine.notices()).toEqual([
      { kind: 'not-finite', change: 0, frame: 1024, part: channel === 0 ? HIGHPASS : LOWPASS },
    ]);
  });

  it('an input that stays bad is silent as long as it is, and told once', () => {
    const engine = engineOf(branches(true));
    const out = play(engine, poisoned(0, Number.NaN, 1000, 2000));
    const expected = play(engineOf(branches(true)), clean);
    expect(difference(out.slice(1), expected.slice(1))).toBeUndefined();
    expect(out[0]!.every(Number.isFinite)).toBe(true);
    expect(out[0]!.subarray(1100, 2990).every((v) => v === 0)).toBe(true);
    expect(out[0]!.subarray(3100).every((v) => v === 0)).toBe(false);
    expect(engine.notices()).toEqual([{ kind: 'not-finite', change: 0, frame: 1024, part: READ }]);
  });

  it('tells of samples that leave nothing behind, without a part', () => {
    const through: HandPlan = { quantum: QUANTUM, ops: [input(0), output(0)], devices: [{ inputs: 3, outputs: 3 }] };
    const engine = engineOf(through);
    const out = play(engine, poisoned(0, Number.NaN));
    const expected = clean[0]!.slice().fill(0, 960, 1024);
    expect(difference([out[0]!], [expected])).toBeUndefined();
    expect(engine.notices()).toEqual([{ kind: 'not-finite', change: 0, frame: 1024, part: null }]);
  });

  it('names the part as the last stage of a change does', () => {
    const parts = Uint32Array.from(Array.from({ length: PARTS }, (_, i) => [i, i]).flat());
    const engine = engineOf(branches(false));
    const plan = encode(handPlan(branches(false)));
    engine.change([
      { plan, adopt: parts, frames: 2000 },
      { plan, adopt: new Uint32Array(0), frames: 0 },
    ]);
    play(engine, poisoned(0, Number.NaN));
    // During the first stage the filter is no part that the last one knows: nothing was handed on from it.
    expect(engine.notices().map(({ kind, part }) => [kind, part])).toEqual([
      ['begun', null],
      ['not-finite', null],
      ['settled', null],
    ]);
  });

  it('makes no heap calls', () => {
    const engine = engineOf(branches(true));
    play(engine, poisoned(1, Number.NaN));
    expect(engine.allocations).toBe(process.platform === 'linux' ? 0 : -1);
  });
});
