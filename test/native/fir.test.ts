// fir: against direct convolution in double, its output of a frame from no later input, its independence of blocks.
// Errors are rms re the signal: the input's rms times the rms gain of the taps, which is what a broad-band signal
// comes out with; of a room correction also re the output itself.

import { expect, it } from 'vitest';
import type { NativeKernel } from '../../runtime/native.ts';
import { nodeType } from '../../schema/index.ts';
import { describeNative } from '../support/addon.ts';
import { difference, firstDifference, rms, toDb } from '../support/compare.ts';
import { random } from '../support/random.ts';
import { impulse, noise, programme, sine } from '../support/signals.ts';
import { runKernel, stepKernel, table } from './step-kernel.ts';
import { expectAdoption, expectAnySplit, expectCleanReset } from './streams.ts';

const firOf = (rows: readonly Float64Array[], channels = rows.length, stateKey = 0n) =>
  stepKernel(
    'fir',
    { file: table(rows.map((r) => [...r])) },
    { reads: channels, writes: channels, maxFrames: 1024, stateKey },
  );
const filtered = (x: Float64Array, h: Float64Array) => runKernel(firOf([h]), [x], 1, x.length, 1024)[0]!;

/** Frames `from` to `to` of the convolution. */
function convolved(x: Float64Array, h: Float64Array, from: number, to: number): Float64Array {
  const y = new Float64Array(to - from);
  for (let n = from; n < to; n++) {
    let s = 0;
    for (let k = 0; k < Math.min(h.length, n + 1); k++) s += h[k]! * x[n - k]!;
    y[n - from] = s;
  }
  return y;
}

const energy = (h: Float64Array) => Math.sqrt(h.reduce((s, v) => s + v * v, 0));
/** A room: the direct sound, then noise that falls by 60 dB over its length. */
const room = (taps: number, seed = 5): Float64Array =>
  noise(taps, seed, 0.1)
    .map((v, i) => v * 10 ** ((-3 * i) / taps))
    .with(0, 1);

function error(x: Float64Array, h: Float64Array, y = filtered(x, h)): { signal: number; output: number } {
  const from = Math.max(0, x.length - 3000);
  const exact = convolved(x, h, from, x.length);
  const off = rms(exact.map((v, i) => v - y[from + i]!));
  return { signal: toDb(off / (rms(x) * energy(h))), output: toDb(off / rms(exact)) };
}

/** Each level of partitions alone, its first tap, and all of them. */
const lengths = [129, 200, 1024, 1025, 8192, 8193, 20_000, 65_536];
const signals: Readonly<Record<string, (n: number) => Float64Array>> = {
  noise: (n) => noise(n, 1),
  'a tone': (n) => sine(n, 997, 48000),
  'a low tone': (n) => sine(n, 31, 48000),
  programme: (n) => programme(n, 48000),
};

describeNative('fir', () => {
  it('is exact in double up to 128 taps', () => {
    for (const taps of [1, 2, 3, 64, 100, 128]) {
      expect(error(noise(4000, 1), noise(taps, 2)).output).toBeLessThan(-290);
    }
  });

  it.each(Object.keys(signals))('stays within -130 dB of direct convolution: %s', (name) => {
    for (const taps of lengths) {
      const x = signals[name]!(taps + 8000);
      expect(error(x, noise(taps, 2)).signal, `${taps} taps of noise`).toBeLessThan(-130);
      expect(error(x, room(taps)).output, `a room of ${taps} taps`).toBeLessThan(-130);
    }
  });

  it('would see a tap that is off by a millionth', () => {
    const h = room(2000);
    const x = noise(6000, 1);
    expect(error(x, h.with(1500, h[1500]! + 1e-6), filtered(x, h)).output).toBeGreaterThan(-130);
  });

  it('needs no later input: a change at a frame changes nothing before it and that frame at once', () => {
    const h = noise(10_000, 2).with(0, 0.5);
    const x = noise(20_000, 1);
    const y = filtered(x, h);
    for (const at of [0, 1, 63, 64, 511, 4095, 4096, 8191, 12_345]) {
      const other = filtered(x.with(at, x[at]! + 1), h);
      expect(firstDifference(other, y)).toBe(at);
      expect(other[at]! - y[at]!).toBeCloseTo(0.5, 6);
    }
  });

  it('answers an impulse with its taps, and rings as long as it declares', () => {
    for (const taps of [1, 128, 129, 9000]) {
      const h = noise(taps, 2);
      const y = filtered(impulse(taps + 9000, 100), h);
      const worst = h.reduce((m, v, i) => Math.max(m, Math.abs(v - y[100 + i]!)), 0);
      expect(worst).toBeLessThan(1e-6);
      const tail = nodeType('fir')!.tail!({ file: null, taps: null }, 48000, taps);
      expect(tail).toBe(taps - 1);
      expect(y.subarray(101 + tail).every((v) => Math.abs(v) < 1e-6)).toBe(true);
    }
  });

  it('does not depend on blocks, and its state can be handed over anywhere', () => {
    for (const taps of [3, 128, 700, 9000]) {
      const rows = [noise(taps, 2), noise(taps, 3)];
      const stream = { make: () => firOf(rows), inputs: [noise(7 * 4096, 4), noise(7 * 4096, 5)], writes: 2 };
      expectAnySplit(stream);
      // Another state key works at other times and adds the same numbers.
      expectAdoption(stream, [1, 4096, 9999, 13_131, 20_480], () => firOf(rows, 2, 13n));
      expectCleanReset(stream);
    }
  });

  it('serves all channels by one row, or each by its own', () => {
    const rows = [noise(600, 1), noise(600, 2), noise(600, 3)];
    const inputs = [noise(5000, 4), noise(5000, 5), noise(5000, 6)];
    const own = runKernel(firOf(rows), inputs, 3, 5000, 1024);
    const shared = runKernel(firOf([rows[0]!], 3), inputs, 3, 5000, 1024);
    for (const c of [0, 1, 2]) {
      expect(difference([own[c]!], [filtered(inputs[c]!, rows[c]!)])).toBeUndefined();
      expect(difference([shared[c]!], [filtered(inputs[c]!, rows[0]!)])).toBeUndefined();
    }
  });

  /** Several parts that hear the same two channels, and each of them by itself. */
  const shared = (lengths: readonly number[]) => {
    const params = lengths.map((taps, i) => ({ file: table([0, 1].map((c) => [...noise(taps, 10 * i + c + 2)])) }));
    const options = { reads: 2, writes: 2, maxFrames: 1024 };
    return {
      together: () => stepKernel('fir', params, { ...options, beside: true, stateKey: 5n }),
      alone: params.map((p, i) => () => stepKernel('fir', p, { ...options, stateKey: 5n + BigInt(i) })),
    };
  };

  it('makes of parts that hear the same what each makes by itself, however blocks are cut', () => {
    const { together, alone } = shared([100, 700, 9000, 200]);
    const inputs = [noise(3 * 4096, 4), noise(3 * 4096, 5)];
    const run = (make: () => NativeKernel, writes: number, block: number) =>
      runKernel(make(), inputs, writes, inputs[0]!.length, block);
    const each = alone.flatMap((make) => run(make, 2, 1024));
    for (const block of [7, 480, 1024])
      expect(difference(run(together, 8, block), each), `blocks of ${block}`).toBeUndefined();
  });

  it('refuses taps for another number of channels, and none', () => {
    expect(() => firOf([noise(3, 1), noise(3, 2)], 3)).toThrow();
    expect(() => stepKernel('fir', {})).toThrow();
  });

  it('keeps its input history when the taps change: the new response is whole from the next block on', () => {
    const [old, fresh] = [noise(1000, 2), noise(1000, 3)];
    const x = noise(8000, 4);
    const at = 64 * 70;
    const first = firOf([old]);
    runKernel(first, [x], 1, at, 1024);
    const second = firOf([fresh]);
    second.adopt(first);
    const y = new Float64Array(x.length);
    for (let n = at; n < x.length; n += 64) second.process([x], [y], Math.min(64, x.length - n), n);
    const exact = convolved(x, fresh, at, x.length);
    const off = rms(exact.map((v, i) => v - y[at + i]!));
    expect(toDb(off / rms(exact))).toBeLessThan(-130);
  });

  it('forgets what is not finite once it has passed through', () => {
    const h = noise(9000, 2);
    const x = noise(40_000, 1);
    const next = random(3);
    const poisoned = x.map((v, i) => (i < 200 && next() < 0.1 ? Number.NaN : v));
    const y = filtered(poisoned, h);
    expect(y[150]).toBeNaN();
    // The last window with one of them: two partitions of the largest size and the taps behind them.
    const clean = y.subarray(200 + 9000 + 2 * 4096);
    const exact = filtered(x, h).subarray(200 + 9000 + 2 * 4096);
    expect(firstDifference(clean, exact)).toBe(-1);
  });
});
