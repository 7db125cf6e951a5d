// The ops that no user writes, each as a kernel on its own: what they do to samples, bit for bit, however the stream is cut.

import { expect, it } from 'vitest';
import type { KernelSpec, NativeKernel } from '../../runtime/native.ts';
import { describeNative, native } from '../support/addon.ts';
import { difference, fromDb, toDb } from '../support/compare.ts';
import { random } from '../support/random.ts';
import { noise } from '../support/signals.ts';

const frames = 3000;
const a = noise(frames, 1);
const b = noise(frames, 2);
const c = noise(frames, 3);
const silent = new Float64Array(frames);

type Part = readonly [params: readonly number[], reads: readonly [number, number], writes: readonly [number, number]];

function kernel(type: string, reads: number, writes: number, parts: readonly Part[]): NativeKernel {
  const spec: KernelSpec = {
    kernel: type,
    rateHz: 48000,
    maxFrames: 1024,
    reads,
    writes,
    parts: parts.map(([params, [readFirst, readCount], [writeFirst, writeCount]], i) => ({
      type,
      params,
      stateKey: BigInt(i),
      stateLayout: 0n,
      readFirst,
      readCount,
      writeFirst,
      writeCount,
    })),
    blobs: [],
  };
  return new (native().Kernel)(spec);
}

const whole = (type: string, n: number, params: readonly number[]): NativeKernel =>
  kernel(type, n, n, [[params, [0, n], [0, n]]]);

interface Change {
  readonly at: number;
  readonly part?: number;
  readonly params: readonly number[];
}

/** The whole stream, cut where a live change falls and otherwise at random (or every 1024 frames). */
function run(
  k: NativeKernel,
  inputs: readonly Float64Array[],
  writes: number,
  seed = 0,
  changes: readonly Change[] = [],
) {
  const next = random(seed);
  const outputs = Array.from({ length: writes }, () => new Float64Array(frames).fill(Number.NaN));
  for (let at = 0; at < frames; ) {
    for (const change of changes) if (change.at === at) k.update(change.part ?? 0, change.params);
    const limit = Math.min(frames, at + 1024, ...changes.map((x) => x.at).filter((x) => x > at));
    const end = seed === 0 ? limit : Math.min(limit, at + 1 + Math.floor(next() * 200));
    k.process(inputs, outputs, end - at, at);
    at = end;
  }
  return outputs;
}

const late = (x: Float64Array, by: number): Float64Array =>
  Float64Array.from({ length: frames }, (_, i) => (i < by ? 0 : x[i - by]!));
const scaled = (x: Float64Array, by: number) => x.map((v) => v * by);

/** A source of a mix: params, reads, writes. */
const source = (
  reads: readonly [number, number],
  writes: readonly [number, number],
  o: { db?: number; pan?: number; mute?: boolean } = {},
): Part => [[o.db ?? 0, o.pan ?? 0, o.mute ? 1 : 0, o.pan === undefined ? 0 : 1], reads, writes];

describeNative('mix', () => {
  it('passes a single source at unity bit for bit, minus zeros too', () => {
    const x = a.with(3, -0);
    expect(difference(run(kernel('mix', 1, 1, [source([0, 1], [0, 1])]), [x], 1), [x])).toBeUndefined();
  });

  it('adds sources in the order of its parts', () => {
    const x = new Float64Array(frames).fill(1e16);
    const y = new Float64Array(frames).fill(1);
    const z = new Float64Array(frames).fill(-1e16);
    const parts = [0, 1, 2].map((i) => source([i, 1], [0, 1]));
    expect(run(kernel('mix', 3, 1, parts), [x, y, z], 1)[0]![0]).toBe(1e16 + 1 - 1e16);
    expect(run(kernel('mix', 3, 1, parts), [x, z, y], 1)[0]![0]).toBe(1);
  });

  it('spreads a mono source at unity over every channel', () => {
    const k = kernel('mix', 1, 3, [source([0, 1], [0, 3])]);
    expect(difference(run(k, [a], 3), [a, a, a])).toBeUndefined();
  });

  it('weighs stereo sources channel by channel', () => {
    const k = kernel('mix', 4, 2, [source([0, 2], [0, 2], { db: -6 }), source([2, 2], [0, 2], { db: 20 })]);
    const g = fromDb(-6);
    const sum = (x: Float64Array, y: Float64Array) => x.map((v, i) => v * g + y[i]! * 10);
    expect(difference(run(k, [a, b, c, a], 2), [sum(a, c), sum(b, a)])).toBeUndefined();
  });

  it('silences writes that nobody feeds, and muted sources whatever they hold', () => {
    const hostile = a.with(5, Number.NaN);
    const muted = kernel('mix', 2, 2, [source([0, 1], [0, 1], { mute: true }), source([1, 1], [0, 1])]);
    expect(difference(run(muted, [hostile, b], 2), [b, silent])).toBeUndefined();
    const alone = kernel('mix', 1, 1, [source([0, 1], [0, 1], { mute: true })]);
    expect(difference(run(alone, [hostile], 1), [silent])).toBeUndefined();
  });

  it('pans at constant power, 0 dB at the centre', () => {
    const at = (pan: number) => {
      const [left, right] = run(kernel('mix', 1, 2, [source([0, 1], [0, 2], { pan })]), [a], 2);
      return [left![7]! / a[7]!, right![7]! / a[7]!] as const;
    };
    expect(at(0)).toEqual([1, 1]);
    expect(toDb(at(-100)[0])).toBeCloseTo(3.0103, 4);
    expect(at(-100)[1]).toBe(0);
    expect(at(100)[0]).toBe(0);
    for (const pan of [-70, -10, 25, 99]) expect(at(pan)[0] ** 2 + at(pan)[1] ** 2).toBeCloseTo(2, 12);
  });

  it('glides to new gain, mute and pan, the same however the stream is cut', () => {
    const parts = [source([0, 1], [0, 2], { pan: 0 }), source([1, 2], [0, 2])];
    const changes: Change[] = [
      { at: 100, part: 0, params: [-12, 60, 0, 1] },
      { at: 500, part: 1, params: [0, 0, 1, 0] },
      { at: 900, part: 0, params: [3, -100, 0, 1] },
      { at: 2000, part: 1, params: [0, 0, 0, 0] },
    ];
    const straight = run(kernel('mix', 3, 2, parts), [a, b, c], 2, 0, changes);
    for (const seed of [1, 2, 3]) {
      expect(difference(run(kernel('mix', 3, 2, parts), [a, b, c], 2, seed, changes), straight)).toBeUndefined();
    }
    // 20 ms after the last change, what was asked for is there exactly; halfway it is neither.
    expect(straight[1]![frames - 1]).toBe(a[frames - 1]! * 0 + c[frames - 1]!);
    expect(straight[1]![600]).not.toBe(straight[1]![1500]);
  });

  it.each([
    ['a panned stereo source', [source([0, 2], [0, 2], { pan: 0 })]],
    ['widths that do not pair', [source([0, 2], [0, 1])]],
    ['a gain beyond its range', [source([0, 1], [0, 1], { db: 1000 })]],
  ])('refuses %s', (_, parts) => {
    expect(() => kernel('mix', 2, 2, parts)).toThrow(/mix: /);
  });
});

describeNative('bypass', () => {
  const bypass = (on: boolean) => kernel('bypass', 4, 2, [[[on ? 1 : 0], [0, 4], [0, 2]]]);

  it('is bit-exact at rest on either side', () => {
    const inputs = [a, b, c, scaled(a, 2)];
    expect(difference(run(bypass(true), inputs, 2), [a, b])).toBeUndefined();
    expect(difference(run(bypass(false), inputs, 2), [c, scaled(a, 2)])).toBeUndefined();
  });

  it('fades, the same however the stream is cut, and in place over the dry half', () => {
    const inputs = [a, b, c, scaled(a, 2)];
    const changes = [
      { at: 64, params: [0] },
      { at: 500, params: [1] },
    ];
    const straight = run(bypass(true), inputs, 2, 0, changes);
    expect(difference(run(bypass(true), inputs, 2, 7, changes), straight)).toBeUndefined();
    expect(straight[0]!.subarray(0, 64)).toEqual(a.subarray(0, 64));
    expect(straight[0]!.subarray(1460)).toEqual(a.subarray(1460));
    for (let i = 65; i < 500; i++) {
      const mixed = straight[0]![i]!;
      expect(mixed).toBeGreaterThanOrEqual(Math.min(a[i]!, c[i]!));
      expect(mixed).toBeLessThanOrEqual(Math.max(a[i]!, c[i]!));
    }
    const dry = [a.slice(), b.slice()];
    const k = bypass(true);
    for (let at = 0; at < frames; at += 100) {
      for (const x of changes)
        if (x.at >= at && x.at < at + 100) k.process([...dry, c, inputs[3]!], dry, x.at - at, at);
      const change = changes.find((x) => x.at >= at && x.at < at + 100);
      if (change) k.update(0, change.params);
      const from = change?.at ?? at;
      k.process([...dry, c, inputs[3]!], dry, at + 100 - from, from);
    }
    expect(difference(dry, straight)).toBeUndefined();
  });
});

describeNative('lines of whole frames', () => {
  it('align delays every tap by its own frames, however the stream is cut', () => {
    const taps: Part[] = [0, 1, 37, 1500].map((d, i) => [[d], [0, 1], [i, 1]]);
    const expected = [a, late(a, 1), late(a, 37), late(a, 1500)];
    for (const seed of [0, 1, 2])
      expect(difference(run(kernel('align', 1, 4, taps), [a], 4, seed), expected)).toBeUndefined();
  });

  it('crossing delays every channel, in place too', () => {
    for (const d of [0, 1, 96, 2000])
      expect(difference(run(whole('crossing', 2, [d, 0, 0]), [a, b], 2, 5), [late(a, d), late(b, d)])).toBeUndefined();
    const x = a.slice();
    const k = whole('crossing', 1, [96, 0, 0]);
    for (let at = 0; at < frames; at += 100) k.process([x], [x], 100, at);
    expect(difference([x], [late(a, 96)])).toBeUndefined();
  });

  it.each([
    ['the reader first', true],
    ['the writer first', false],
  ])('feedback hands samples over %s', (_, readerFirst) => {
    for (const delay of [1, 7, 200]) {
      const out = kernel('feedback_out', 0, 1, [[[delay], [0, 0], [0, 1]]]);
      const into = kernel('feedback_in', 1, 0, [[[0], [0, 1], [0, 0]]]);
      into.connect(out);
      const y = new Float64Array(frames);
      for (let at = 0; at < frames; at += delay) {
        const n = Math.min(delay, frames - at);
        if (readerFirst) out.process([], [y], n, at);
        into.process([a], [], n, at);
        if (!readerFirst) out.process([], [y], n, at);
      }
      expect(difference([y], [late(a, delay)])).toBeUndefined();
    }
  });

  it('forget what they hold on reset', () => {
    const k = whole('crossing', 1, [96, 0, 0]);
    run(k, [a], 1);
    k.reset();
    expect(difference(run(k, [silent], 1), [silent])).toBeUndefined();
  });
});

describeNative('fade', () => {
  const both = (after: number, length: number) =>
    kernel('fade', 2, 1, [
      [
        [after, length, 0],
        [0, 2],
        [0, 1],
      ],
    ]);
  const weight = (i: number, after: number, length: number) =>
    (1 - Math.cos((Math.PI * Math.min(Math.max(i - after + 1, 0), length + 1)) / (length + 1))) / 2;

  it('is the old signal, a raised cosine, the new signal, however the stream is cut', () => {
    const [x] = run(both(700, 960), [a, b], 1);
    expect(difference([x!.subarray(0, 700)], [a.subarray(0, 700)])).toBeUndefined();
    expect(difference([x!.subarray(1660)], [b.subarray(1660)])).toBeUndefined();
    for (let i = 700; i < 1660; i++) expect(x![i]).toBeCloseTo(a[i]! + weight(i, 700, 960) * (b[i]! - a[i]!), 14);
    for (const seed of [1, 2, 3])
      expect(difference(run(both(700, 960), [a, b], 1, seed), [x!]), `cut ${seed}`).toBeUndefined();
  });

  it('passes what is equal on both sides bit for bit all the time', () => {
    expect(difference(run(both(10, 960), [a, a], 1, 4), [a])).toBeUndefined();
  });

  it('comes from silence and goes to silence, and the two are one', () => {
    const side = (sides: number) =>
      run(
        kernel('fade', 1, 1, [
          [
            [700, 960, sides],
            [0, 1],
            [0, 1],
          ],
        ]),
        [a],
        1,
        5,
      )[0]!;
    const [going, coming] = [side(1), side(2)];
    expect(
      difference([coming.subarray(0, 700), going.subarray(1660)], [silent.subarray(0, 700), silent.subarray(1660)]),
    ).toBeUndefined();
    for (let i = 0; i < frames; i++) expect(going[i]! + coming[i]!).toBeCloseTo(a[i]!, 14);
  });

  it('reads two channels per write, or one where a side is silent', () => {
    expect(() =>
      kernel('fade', 1, 1, [
        [
          [0, 960, 0],
          [0, 1],
          [0, 1],
        ],
      ]),
    ).toThrow('refuses');
    expect(() =>
      kernel('fade', 2, 1, [
        [
          [0, 960, 1],
          [0, 2],
          [0, 1],
        ],
      ]),
    ).toThrow('refuses');
  });
});

describeNative('ceiling', () => {
  it('clips both ways, counts by channel, and lets nothing else change', () => {
    const k = whole('ceiling', 2, [-6]);
    const top = fromDb(-6);
    const [x, y] = run(k, [a, scaled(b, 0.25)], 2, 3);
    expect(difference([x!, y!], [a.map((v) => Math.max(-top, Math.min(top, v))), scaled(b, 0.25)])).toBeUndefined();
    expect([...k.readOut(0)]).toEqual([a.filter((v) => Math.abs(v) > top).length, 0]);
    expect([...k.readOut(0)]).toEqual([0, 0]);
  });

  it('turns what is not a number into silence and infinities into the ceiling', () => {
    const x = silent.with(0, Number.NaN).with(1, Number.POSITIVE_INFINITY).with(2, Number.NEGATIVE_INFINITY);
    const k = whole('ceiling', 1, [0]);
    expect([...run(k, [x], 1)[0]!.subarray(0, 4)]).toEqual([0, 1, -1, 0]);
    expect([...k.readOut(0)]).toEqual([3]);
  });
});
