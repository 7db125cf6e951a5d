// The engine on plans written by hand: blocks, loops, live changes, reuse of slots, and what it refuses.

import { expect, it } from 'vitest';
import { encode } from '../../compiler/encode.ts';
import type { NativeEngine } from '../../runtime/native.ts';
import { describeNative, native } from '../support/addon.ts';
import { difference } from '../support/compare.ts';
import { random } from '../support/random.ts';
import { noise } from '../support/signals.ts';
import { type HandPlan, handPlan, input, output } from './hand-plan.ts';

const frames = 2000;
const a = noise(frames, 1);
const b = noise(frames, 2);

const engineOf = (hand: HandPlan): NativeEngine =>
  new (native().Engine)(encode(handPlan({ devices: [{ inputs: 2, outputs: 2 }], ...hand })));

function run(engine: NativeEngine, changes: readonly { at: number; part: number; params: number[] }[] = [], seed = 0) {
  const next = random(seed);
  const out = [new Float64Array(frames), new Float64Array(frames)];
  for (let at = 0; at < frames; ) {
    for (const c of changes) if (c.at === at) engine.set(c.part, c.params);
    const limit = Math.min(frames, ...changes.map((c) => c.at).filter((c) => c > at));
    const end = seed === 0 ? limit : Math.min(limit, at + 1 + Math.floor(next() * 300));
    const cut = (x: Float64Array) => x.subarray(at, end);
    engine.process([[a, b].map(cut)], [out.map(cut)], end - at);
    at = end;
  }
  return out;
}

/** y = x + half of y, `delay` frames ago. */
const comb = (delay: number, quantum = 64): HandPlan => ({
  quantum,
  ops: [
    input(0),
    { kernel: 'feedback_out', writes: [1], params: [delay] },
    { kernel: 'gain', reads: [1], writes: [2], params: [20 * Math.log10(0.5), 40] },
    {
      kernel: 'mix',
      reads: [0, 2],
      writes: [3],
      parts: [
        { params: [0, 0, 0, 0], reads: [0, 1] },
        { params: [0, 0, 0, 0], reads: [1, 1] },
      ],
    },
    { kernel: 'feedback_in', reads: [3], params: [1] },
    output(3),
  ],
  loops: [{ firstOp: 1, opCount: 4, frames: delay }],
});

const gains = (inPlace: boolean): HandPlan => ({
  ops: [
    input(0, 1),
    { kernel: 'gain', reads: [0, 1], writes: [2, 3], params: [-6, 40], inPlace },
    { kernel: 'gain', reads: [2, 3], writes: [4, 5], params: [3, 40], inPlace },
    output(4, 5),
  ],
  ...(inPlace ? { slotOf: [0, 1, 0, 1, 0, 1] } : {}),
});

describeNative('engine', () => {
  it('hands samples through bit for bit', () => {
    const engine = engineOf({ ops: [input(0, 1), output(1, 0)] });
    expect(difference(run(engine), [b, a])).toBeUndefined();
  });

  it('leaves undriven channels silent', () => {
    const engine = engineOf({ ops: [input(0), output(0)] });
    expect(difference(run(engine), [a, new Float64Array(frames)])).toBeUndefined();
  });

  it.each([1, 7, 64, 1000])('runs a comb of %i frames exactly, whatever the quantum', (delay) => {
    const expected = new Float64Array(frames);
    const half = 10 ** Math.log10(0.5);
    for (let i = 0; i < frames; i++) expected[i] = a[i]! + (i < delay ? 0 : expected[i - delay]! * half);
    const silent = new Float64Array(frames);
    for (const quantum of [1, 7, 64, 480, 1024])
      for (const seed of [0, 1]) {
        const engine = engineOf(comb(delay, quantum));
        engine.poison = seed === 1;
        expect(difference(run(engine, [], seed), [expected, silent])).toBeUndefined();
      }
  });

  it('computes the same in place, in slots of their own, and with poison in dead slots', () => {
    const changes = [{ at: 700, part: 2, params: [-20, 40] }];
    const straight = run(engineOf(gains(false)), changes);
    for (const inPlace of [true, false]) {
      const engine = engineOf(gains(inPlace));
      engine.poison = true;
      expect(engine.poison).toBe(true);
      expect(difference(run(engine, changes, 9), straight)).toBeUndefined();
    }
  });

  it('poison shows a slot that was given away too early', () => {
    // Signal 2 takes the slot of signal 0, which output(0) still wants.
    const wrong: HandPlan = {
      ops: [input(0, 1), { kernel: 'gain', reads: [1], writes: [2], params: [0, 40] }, output(2), output(0)],
      slotOf: [0, 1, 0],
      devices: [{ inputs: 2, outputs: 2 }],
    };
    const engine = engineOf(wrong);
    engine.poison = true;
    expect(run(engine)[0]!.some(Number.isNaN)).toBe(true);
  });

  it('a live change lands at its frame and the same however the stream is cut', () => {
    const changes = [
      { at: 333, part: 3, params: [-40, 40] },
      { at: 500, part: 3, params: [0, 40] },
    ];
    const straight = run(engineOf(gains(false)), changes);
    expect(difference(run(engineOf(gains(true)), changes, 4), straight)).toBeUndefined();
    expect(
      difference([straight[0]!.subarray(0, 333)], [run(engineOf(gains(false)))[0]!.subarray(0, 333)]),
    ).toBeUndefined();
  });

  it('starts anew after reset', () => {
    const engine = engineOf(comb(37));
    const first = run(engine);
    engine.reset();
    expect(difference(run(engine), first)).toBeUndefined();
  });

  it('makes no heap calls while it runs', () => {
    const engine = engineOf(comb(37));
    run(engine);
    expect(engine.allocations).toBe(process.platform === 'linux' ? 0 : -1);
  });

  it('leaves denormals to JavaScript as they were', () => {
    run(engineOf(comb(37)));
    expect(Number.MIN_VALUE / 1 > 0 && 2 ** -1060 * 2 ** 50 > 0).toBe(true);
  });

  it('flushes denormals inside', () => {
    const engine = engineOf({
      ops: [input(0), { kernel: 'gain', reads: [0], writes: [1], params: [-20, 40] }, output(1)],
    });
    const out = [new Float64Array(1), new Float64Array(1)];
    engine.process([[Float64Array.of(1e-310), new Float64Array(1)]], [out], 1);
    expect(out[0]![0]).toBe(0);
  });

  it('refuses arguments that do not fit', () => {
    const engine = engineOf(gains(false));
    const short = new Float64Array(3);
    expect(() => engine.process([], [], 1)).toThrow('inputs must have an entry for every device');
    expect(() => engine.process([[short]], [[short, short]], 1)).toThrow('inputs of device 0 must have 2 channels');
    expect(() => engine.process([[short, short]], [[short, short]], 4)).toThrow('too short');
    expect(() => engine.set(99, [0, 0])).toThrow('no part 99');
    expect(() => engine.set(2, [0])).toThrow('wrong number of params');
    expect(() => engine.set(2, [100, 40])).toThrow('gain is out of range');
    expect(() => engine.set(2, [0, 20])).toThrow('max is structural');
    expect(() => engine.set(2, [Number.NaN, 40])).toThrow('gain is out of range');
  });
});
