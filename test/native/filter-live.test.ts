// Filters while their params move: stable on any path, the same for any blocks, and at its end the filter asked for.
// The conformance suite asks of every type that it moves without a step; here it is told where to.

import { expect, it } from 'vitest';
import { describeNative } from '../support/addon.ts';
import { difference, peak, toDb } from '../support/compare.ts';
import { random } from '../support/random.ts';
import { noise, programme, silence } from '../support/signals.ts';
import type { StepParams } from './step-kernel.ts';
import { paramsOf, runKernel, stepKernel } from './step-kernel.ts';

const start: Readonly<Record<string, StepParams>> = {
  highpass: { freq: 200, q: 0.8 },
  lowpass: { freq: 5000, kind: 'BE7' },
  bandpass: { freq: 900, q: 2 },
  notch: { freq: 300, q: 3 },
  allpass: { freq: 700, q: 1 },
  peaking: { freq: 1000, gain: 6, q: 1 },
  lowshelf: { freq: 200, gain: -6, q: 0.7 },
  highshelf: { freq: 4000, gain: 6, q: 0.7 },
  tilt: { freq: 800, gain: 6 },
  biquad: { b0: 0.25, b1: 0.5, b2: 0.25, a1: -0.2, a2: 0.2 },
};
const end: Readonly<Record<string, StepParams>> = {
  highpass: { freq: 400, q: 2 },
  lowpass: { freq: 1500, kind: 'BE7' },
  bandpass: { freq: 2000, q: 1 },
  notch: { freq: 450, q: 1 },
  allpass: { freq: 350, q: 2 },
  peaking: { freq: 500, gain: -6, q: 3 },
  lowshelf: { freq: 400, gain: 6, q: 1 },
  highshelf: { freq: 2000, gain: -6, q: 0.5 },
  tilt: { freq: 2000, gain: -3 },
  biquad: { b0: 1, b1: -1.9, b2: 0.95, a1: -1.8, a2: 0.9 },
};

/** Loudest sample above 6 kHz, once the filter that finds it has settled. */
function click(x: Float64Array): number {
  const high = stepKernel('highpass', { freq: 6000, kind: 'BW8' });
  return peak(runKernel(high, [x], 1)[0]!.subarray(4000));
}

describeNative('a filter that moves', () => {
  for (const type of Object.keys(start)) {
    it(`${type} arrives at the filter asked for, to the bit`, () => {
      const moved = stepKernel(type, start[type]!);
      moved.update(0, paramsOf(type, end[type]!));
      runKernel(moved, [silence(960)], 1);
      const x = noise(4000, 5);
      expect(difference(runKernel(moved, [x], 1), runKernel(stepKernel(type, end[type]!), [x], 1))).toBeUndefined();
    });

    it(`${type} moves the same way in any blocks`, () => {
      const x = noise(3000, 6);
      const in_blocks = (block: number) => {
        const kernel = stepKernel(type, start[type]!);
        const out = new Float64Array(3000);
        for (let at = 0; at < 3000; ) {
          if (at === 500) kernel.update(0, paramsOf(type, end[type]!));
          if (at === 900) kernel.update(0, paramsOf(type, start[type]!));
          const stop = Math.min(at + block, ...[500, 900, 3000].filter((s) => s > at));
          kernel.process([x], [out], stop - at, at);
          at = stop;
        }
        return [out];
      };
      for (const block of [1, 7, 64, 480]) expect(difference(in_blocks(block), in_blocks(3000))).toBeUndefined();
    });

    it(`${type} makes no click, not even when turned back half-way`, () => {
      const x = programme(24000, 48000);
      const kernel = stepKernel(type, start[type]!);
      const y = new Float64Array(24000);
      const at: Readonly<Record<number, StepParams>> = { 12000: end[type]!, 12480: start[type]!, 18000: end[type]! };
      for (let i = 0; i < 24000; i += 480) {
        if (at[i] !== undefined) kernel.update(0, paramsOf(type, at[i]!));
        kernel.process([x], [y], 480, i);
      }
      expect(toDb(click(y) / peak(y))).toBeLessThan(-95);
    });
  }

  it('stays finite and forgets, however wildly it is turned', () => {
    const next = random(11);
    const between = (low: number, high: number) => low * (high / low) ** next();
    for (const type of ['highpass', 'peaking', 'lowshelf', 'highshelf', 'bandpass', 'notch', 'allpass']) {
      const kernel = stepKernel(type, start[type]!);
      const x = noise(400, 1);
      const y = new Float64Array(400);
      for (let i = 0; i < 2000; i++) {
        const params = { freq: between(0.1, 23999.9), q: between(0.01, 1000), gain: -60 + 100 * next() };
        kernel.update(0, paramsOf(type, params));
        kernel.process([x], [y], Math.ceil(400 * next()));
        expect(peak(y), type).toBeLessThan(1e9);
      }
      kernel.update(0, paramsOf(type, { freq: 1000, q: 0.7, gain: 0 }));
      const tail = runKernel(kernel, [silence(48000)], 1)[0]!;
      expect(peak(tail.subarray(24000)), type).toBeLessThan(1e-9);
    }
  });
});
