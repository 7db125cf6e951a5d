// The live engine on virtual devices, in real time: what goes through, how it begins and ends, what it counts.

import { expect, it } from 'vitest';
import { describeNative } from '../support/addon.ts';
import { noise } from '../support/signals.ts';
import { type HandPlan, handPlan, input, output } from './hand-plan.ts';
import { LiveHost, RawFiles, stageOf, virtual } from './live-host.ts';

const frames = 24000;
const fadeIn = 960;
const fadeOut = 480;

const through: HandPlan = { ops: [input(0, 1), output(1, 0)], devices: [{ inputs: 2, outputs: 2 }] };

describeNative('live engine', () => {
  it('hands a file through bit for bit between the fades', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const given = [noise(frames, 1), noise(frames, 2)];
    const reads = [files.source('in', given)];
    const writes = [files.sink('out', 2)];
    await host.change(stageOf(handPlan(through)));
    const { stream } = await host.live.open(virtual({ reads, writes }));
    await host.played(frames);
    await host.live.close(stream);
    const heard = files.read(writes[0]!);
    expect(heard[0]!.length).toBeGreaterThanOrEqual(frames);
    for (const [c, x] of [given[1]!, given[0]!].entries()) {
      expect(heard[c]!.subarray(fadeIn, frames - fadeOut)).toEqual(x.subarray(fadeIn, frames - fadeOut));
      for (let i = 0; i < fadeIn - 1; i++) {
        const gain = 0.5 - 0.5 * Math.cos((Math.PI * (i + 1)) / fadeIn);
        expect(Math.abs(heard[c]![i]! - gain * x[i]!)).toBeLessThan(1e-12);
      }
    }
    expect(host.live.stats()).toMatchObject([{ runner: 0, allocations: 0, notFinite: 0 }]);
  });
});
