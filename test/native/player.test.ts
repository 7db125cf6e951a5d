// Changes of the plan while it plays, offline: states that are taken over, stages cut at their frames, values set on the
// way, what is refused, and memory.

import { expect, it } from 'vitest';
import { encode } from '../../compiler/encode.ts';
import type { NativeEngine, PlanStage } from '../../runtime/native.ts';
import { describeNative, native } from '../support/addon.ts';
import { difference } from '../support/compare.ts';
import { random } from '../support/random.ts';
import { noise } from '../support/signals.ts';
import { type HandPlan, handPlan, input, output } from './hand-plan.ts';

const frames = 12_000;
const a = noise(frames, 1);

const bytes = (hand: HandPlan): Uint8Array => encode(handPlan({ devices: [{ inputs: 1, outputs: 1 }], ...hand }));
const engineOf = (hand: HandPlan): NativeEngine => new (native().Engine)(bytes(hand));

const pairs = (...list: readonly (readonly [from: number, to: number])[]): Uint32Array => Uint32Array.from(list.flat());
const all = (parts: number): Uint32Array => pairs(...Array.from({ length: parts }, (_, i) => [i, i] as const));
const stage = (hand: HandPlan, adopt: Uint32Array, length = 0): PlanStage => ({
  plan: bytes(hand),
  adopt,
  frames: length,
});

/** Everything that remembers: two filters, a compressor, a delay, an FIR with partitions, and a loop with a limiter. */
const chain = (threshold = -30, quantum = 64): HandPlan => ({
  quantum,
  ops: [
    input(0),
    {
      kernel: 'lowpass',
      reads: [0],
      writes: [1],
      parts: [
        { type: 'lowpass', params: [3000, 3, 0] },
        { type: 'peaking', params: [900, 1, 6] },
      ],
    },
    { kernel: 'compressor', reads: [1], writes: [2], params: [threshold, 4, 6, 5, 80, 3] },
    { kernel: 'delay', reads: [2], writes: [3], params: [1.5, 0] },
    { kernel: 'fir', reads: [3], writes: [4], params: [-1, 0] },
    { kernel: 'feedback_out', writes: [5], params: [37] },
    { kernel: 'gain', reads: [5], writes: [6], params: [-3, 40] },
    {
      kernel: 'mix',
      reads: [4, 6],
      writes: [7],
      parts: [
        { params: [0, 0, 0, 0], reads: [0, 1] },
        { params: [-6, 0, 0, 0], reads: [1, 1] },
      ],
    },
    { kernel: 'feedback_in', reads: [7], params: [5] },
    { kernel: 'limiter', reads: [7], writes: [8], params: [-1, 1.5, 50, 0] },
    output(8),
  ],
  loops: [{ firstOp: 5, opCount: 4, frames: 37 }],
  blobs: [{ rows: 1, columns: 700, length: 700, data: noise(700, 5).map((x, i) => (x * Math.exp(-i / 90)) / 4) }],
});
const CHAIN_PARTS = 13;
const COMPRESSOR = 3;

type Act = readonly [at: number, act: (engine: NativeEngine) => void];

/** Plays the noise; acts happen before their frame; blocks of random lengths unless the seed is 0. */
function play(engine: NativeEngine, acts: readonly Act[] = [], seed = 0): Float64Array {
  const next = random(seed);
  const out = new Float64Array(frames);
  for (let at = 0; at < frames; ) {
    for (const [frame, act] of acts) if (frame === at) act(engine);
    const limit = Math.min(frames, ...acts.map(([frame]) => frame).filter((f) => f > at));
    const end = seed === 0 ? limit : Math.min(limit, at + 1 + Math.floor(next() * 300));
    engine.process([[a.subarray(at, end)]], [[out.subarray(at, end)]], end - at);
    at = end;
  }
  return out;
}

describeNative('player', () => {
  it('goes on to the bit when the same plan takes over, in any quantum', () => {
    const expected = play(engineOf(chain()));
    for (const quantum of [64, 480]) {
      const swap = (engine: NativeEngine) => engine.change([stage(chain(-30, quantum), all(CHAIN_PARTS))]);
      const got = play(
        engineOf(chain()),
        [
          [333, swap],
          [4096, swap],
          [9001, swap],
        ],
        7,
      );
      expect(difference([got], [expected])).toBeUndefined();
    }
  });
});
