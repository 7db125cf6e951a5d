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
      kernel: 'cascade',
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
  blobs: [{ rows: 1, columns: 700, data: noise(700, 5).map((x, i) => (x * Math.exp(-i / 90)) / 4) }],
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

/** One gain, so that every sample says which plan made it. */
const level = (db: number): HandPlan => ({
  ops: [input(0), { kernel: 'gain', reads: [0], writes: [1], params: [db, 40] }, output(1)],
});
const LEVEL_PARTS = 3;
const GAIN = 1;
const scaled = (db: number, from: number, to: number): Float64Array =>
  a.subarray(from, to).map((x) => x * 10 ** (db / 20));

const counted = process.platform === 'linux' ? 0 : -1;

describeNative('player', () => {
  it('goes on to the bit when the same plan takes over, in any quantum', () => {
    const expected = play(engineOf(chain()));
    for (const quantum of [64, 480]) {
      const swap = (engine: NativeEngine) => engine.change([stage(chain(-30, quantum), all(CHAIN_PARTS))]);
      const got = play(
        engineOf(chain()),
        [333, 4096, 9001].map((at): Act => [at, swap]),
        7,
      );
      expect(difference([got], [expected])).toBeUndefined();
    }
  });

  it('sounds otherwise when states are not handed on', () => {
    const swap: Act = [4096, (engine) => engine.change([stage(chain(), pairs())])];
    expect(difference([play(engineOf(chain()), [swap])], [play(engineOf(chain()))])).toContain('from frame 4096 on');
  });

  it('swaps 1,000 times: the same bits, no heap calls, the same memory to the byte', () => {
    const expected = play(engineOf(chain()));
    const engine = engineOf(chain());
    const before = engine.memory;
    const same = stage(chain(), all(CHAIN_PARTS));
    const out = new Float64Array(frames);
    let heapCalls = 0;
    for (let i = 0; i < 1000; i++) {
      engine.change([same]);
      expect(engine.memory).toBe(2 * before);
      const [from, to] = [12 * i, 12 * (i + 1)];
      engine.process([[a.subarray(from, to)]], [[out.subarray(from, to)]], 12);
      heapCalls = Math.max(heapCalls, engine.allocations);
      expect(engine.memory).toBe(before);
    }
    expect(difference([out], [expected])).toBeUndefined();
    expect(heapCalls).toBe(counted);
    expect(engine.notices()).toHaveLength(2000);
  });

  it('glides to params that differ as if they had been set', () => {
    const params = [-18, 4, 6, 5, 80, 3];
    const set = play(engineOf(chain()), [[5000, (engine) => engine.set(COMPRESSOR, params)]]);
    const change: Act = [5000, (engine) => engine.change([stage(chain(-18), all(CHAIN_PARTS))])];
    expect(difference([play(engineOf(chain()), [change], 3)], [set])).toBeUndefined();
    // Back in the middle of the glide, from where it has come to.
    const there = play(engineOf(chain()), [
      [5000, (e) => e.set(COMPRESSOR, params)],
      [5300, (e) => e.set(COMPRESSOR, [-30, ...params.slice(1)])],
    ]);
    const back: Act = [5300, (engine) => engine.change([stage(chain(-30), all(CHAIN_PARTS))])];
    expect(difference([play(engineOf(chain()), [change, back], 4)], [there])).toBeUndefined();
  });

  it('does not disturb a glide under way when the plan already has its target', () => {
    const params = [-18, 4, 6, 5, 80, 3];
    const set: Act = [5000, (engine) => engine.set(COMPRESSOR, params)];
    const change: Act = [5300, (engine) => engine.change([stage(chain(-18), all(CHAIN_PARTS))])];
    expect(difference([play(engineOf(chain()), [set, change], 5)], [play(engineOf(chain()), [set])])).toBeUndefined();
  });

  it('plays every stage for its frames, however the stream is cut', () => {
    const stages = [stage(level(-6), pairs(), 777), stage(level(-12), pairs(), 1), stage(level(-20), pairs())];
    for (const seed of [0, 1, 2]) {
      const engine = engineOf(level(0));
      const out = play(engine, [[1000, (e) => e.change(stages)]], seed);
      expect(difference([out.subarray(0, 1000)], [a.subarray(0, 1000)])).toBeUndefined();
      expect(difference([out.subarray(1000, 1777)], [scaled(-6, 1000, 1777)])).toBeUndefined();
      expect(difference([out.subarray(1777, 1778)], [scaled(-12, 1777, 1778)])).toBeUndefined();
      expect(difference([out.subarray(1778)], [scaled(-20, 1778, frames)])).toBeUndefined();
      expect(engine.notices()).toEqual([
        { kind: 'begun', change: 1, frame: 1000, part: null },
        { kind: 'settled', change: 1, frame: 1778, part: null },
      ]);
    }
  });

  it('carries what is set during a transition through to its end', () => {
    const stages = [stage(level(0), all(LEVEL_PARTS), 2000), stage(level(0), all(LEVEL_PARTS))];
    const set = (at: number): Act => [at, (engine) => engine.set(GAIN, [-9, 40])];
    for (const at of [1000, 1500, 2900]) {
      // At 2,900 the glide is under way when the last stage takes over.
      const engine = engineOf(level(0));
      const got = play(engine, [[1000, (e) => e.change(stages)], set(at)], 8);
      expect(difference([got], [play(engineOf(level(0)), [set(at)])])).toBeUndefined();
    }
  });

  it('starts a part that is still to come at what was set', () => {
    const stages = [stage(level(-6), pairs(), 2000), stage(level(0), pairs())];
    const set: Act = [1500, (engine) => engine.set(GAIN, [-9, 40])];
    const out = play(engineOf(level(0)), [[1000, (e) => e.change(stages)], set]);
    expect(difference([out.subarray(1000, 3000)], [scaled(-6, 1000, 3000)])).toBeUndefined();
    expect(difference([out.subarray(3000)], [scaled(-9, 3000, frames)])).toBeUndefined();
  });

  it('begins a change when the one before has settled', () => {
    const engine = engineOf(level(0));
    const first: Act = [1000, (e) => e.change([stage(level(-6), pairs(), 500), stage(level(-12), pairs())])];
    const second: Act = [1200, (e) => e.change([stage(level(-20), pairs())])];
    const out = play(engine, [first, second], 6);
    expect(difference([out.subarray(1000, 1500)], [scaled(-6, 1000, 1500)])).toBeUndefined();
    expect(difference([out.subarray(1500)], [scaled(-20, 1500, frames)])).toBeUndefined();
    expect(engine.notices().map(({ kind, change, frame }) => `${kind} ${change} at ${frame}`)).toEqual([
      'begun 1 at 1000',
      'settled 1 at 1500',
      'begun 2 at 1500',
      'settled 2 at 1500',
    ]);
  });

  it('replaces a change that has not begun, and frees it', () => {
    const engine = engineOf(level(0));
    const one = engine.memory;
    const out = play(engine, [
      [1000, (e) => e.change([stage(level(-6), all(LEVEL_PARTS))])],
      [1000, (e) => e.change([stage(level(-12), pairs())])],
      [1000, (e) => expect(e.memory).toBe(2 * one)],
    ]);
    expect(difference([out.subarray(1000)], [scaled(-12, 1000, frames)])).toBeUndefined();
    expect(engine.notices().map((n) => n.change)).toEqual([2, 2]);
    expect(engine.memory).toBe(one);
  });

  it('a set of before a change is heard before it', () => {
    const acts: Act[] = [
      [1000, (e) => e.set(GAIN, [-40, 40])],
      [1000, (e) => e.change([stage(level(0), pairs())])],
    ];
    const out = play(engineOf(level(0)), acts);
    expect(difference([out], [a])).toBeUndefined();
  });

  const other: HandPlan = { ops: [input(0), { kernel: 'delay', reads: [0], writes: [1], params: [1, 0] }, output(1)] };
  it.each<readonly [why: string, stages: readonly PlanStage[]]>([
    ['at least one stage', []],
    ['part 9 cannot become part 0: the plan before has no such part', [stage(level(0), pairs([9, 0]))]],
    ['part 0 cannot become part 3: the plan has no such part', [stage(level(0), pairs([0, 3]))]],
    ['part 1 cannot become part 1: the parts are of different types', [stage(other, pairs([1, 1]))]],
    ['one of them has a partner already', [stage(level(0), pairs([1, 1], [1, 1]))]],
    ['the last stage stays', [stage(level(0), pairs(), 100)]],
    ['stage 0: the last stage stays', [stage(level(0), pairs()), stage(level(0), pairs())]],
    [
      'stage 1: part 1 cannot become part 1: the states have different forms',
      [
        stage(other, pairs(), 9),
        stage(
          { ...other, ops: [input(0), { kernel: 'delay', reads: [0], writes: [1], params: [2, 0] }, output(1)] },
          pairs([1, 1]),
        ),
      ],
    ],
    ['another rate', [stage({ ...level(0), rateHz: 44100 }, all(LEVEL_PARTS))]],
    ['the devices have other channels', [stage({ ...level(0), devices: [{ inputs: 2, outputs: 1 }] }, pairs())]],
    ['not a plan', [{ plan: new Uint8Array(100), adopt: pairs(), frames: 0 }]],
  ])('refuses: %s', (why, stages) => {
    const engine = engineOf(level(0));
    const before = engine.memory;
    expect(() => engine.change(stages)).toThrow(why);
    expect(engine.memory).toBe(before);
    expect(difference([play(engine)], [a])).toBeUndefined();
    expect(engine.notices()).toEqual([]);
  });

  it('refuses lists that are no pairs', () => {
    const engine = engineOf(level(0));
    expect(() => engine.change([{ ...stage(level(0), pairs()), adopt: Uint32Array.of(1, 2, 3) }])).toThrow('pairs');
  });

  it('a refused change leaves the one that waits', () => {
    const engine = engineOf(level(0));
    engine.change([stage(level(-6), pairs())]);
    expect(() => engine.change([stage(level(-12), pairs([7, 7]))])).toThrow('no such part');
    expect(difference([play(engine)], [scaled(-6, 0, frames)])).toBeUndefined();
  });

  it('ends what is under way on reset, and keeps what was set', () => {
    const engine = engineOf(chain());
    play(engine, [
      [frames - 100, (e) => e.change([stage(chain(), all(CHAIN_PARTS), 500), stage(chain(), all(CHAIN_PARTS))])],
    ]);
    engine.set(COMPRESSOR, [-18, 4, 6, 5, 80, 3]);
    engine.reset();
    expect(difference([play(engine)], [play(engineOf(chain(-18)))])).toBeUndefined();
  });

  it('reads meters through the stages', () => {
    const metered: HandPlan = { ops: [input(0), { kernel: 'meter', reads: [0], params: [] }, output(0)] };
    const engine = engineOf(metered);
    const top = (x: Float64Array) => x.reduce((m, v) => Math.max(m, Math.abs(v)), 0);
    engine.change([stage(metered, all(3), 100), stage(metered, all(3))]);
    for (const [from, to] of [
      [0, 50],
      [50, 90],
      [90, 300],
    ] as const) {
      engine.process([[a.subarray(from, to)]], [[new Float64Array(to - from)]], to - from);
      expect(engine.readOut(1)[0]).toBe(top(a.subarray(from, to)));
    }
  });
});
