// meter: readings of signals whose peak, RMS and clipped samples are known.

import { expect, it } from 'vitest';
import { describeNative } from '../support/addon.ts';
import { sine } from '../support/signals.ts';
import { stepKernel } from './step-kernel.ts';

describeNative('meter', () => {
  it('reads peak, RMS and samples beyond full scale of every channel', () => {
    const kernel = stepKernel('meter', {}, { reads: 3, writes: 0 });
    const loud = new Float64Array(4000).fill(0.5).with(7, -1.5).with(9, 1).with(11, 1.0000001);
    kernel.process([sine(4000, 120, 48000, 0.8, Math.PI / 2), loud, new Float64Array(4000)], [], 4000);
    const [peak, rms, clipped, ...rest] = kernel.readOut(0);
    expect(peak).toBe(0.8);
    expect(rms).toBeCloseTo(0.8 / Math.SQRT2, 12);
    expect(clipped).toBe(0);
    expect(rest[0]).toBe(1.5);
    expect(rest[1]).toBeCloseTo(Math.sqrt((0.25 * 3997 + 1.5 ** 2 + 1 + 1.0000001 ** 2) / 4000), 12);
    expect(rest.slice(2)).toEqual([2, 0, 0, 0]);
  });

  it('starts anew once read, and on reset', () => {
    const kernel = stepKernel('meter', {}, { writes: 0 });
    const one = [new Float64Array(100).fill(1)];
    kernel.process(one, [], 100);
    expect([...kernel.readOut(0)]).toEqual([1, 1, 0]);
    expect([...kernel.readOut(0)]).toEqual([0, 0, 0]);
    kernel.process(one, [], 50);
    kernel.process([new Float64Array(100).fill(-0.5)], [], 50);
    expect(kernel.readOut(0)[1]).toBeCloseTo(Math.sqrt(0.625), 14);
    kernel.process([new Float64Array(100).fill(Number.NaN)], [], 100);
    kernel.reset();
    kernel.process(one, [], 10);
    expect([...kernel.readOut(0)]).toEqual([1, 1, 0]);
  });
});
