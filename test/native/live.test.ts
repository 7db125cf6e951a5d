// The live engine on virtual devices, in real time: what goes through, how it begins and ends, what it counts.

import { expect, it } from 'vitest';
import { describeLive } from '../support/addon.ts';
import { difference } from '../support/compare.ts';
import { noise } from '../support/signals.ts';
import { type HandPlan, handPlan, input, output } from './hand-plan.ts';
import { LiveHost, RawFiles, stageOf, virtual } from './live-host.ts';

const frames = 24000;
const fadeIn = 960;
const fadeOut = 480;

const through: HandPlan = { ops: [input(0, 1), output(1, 0)], devices: [{ inputs: 2, outputs: 2 }] };

describeLive('live engine', () => {
  it.each([
    { period: 64, quantum: 64 },
    { period: 100, quantum: 64 },
    { period: 1024, quantum: 48 },
  ])(
    'hands a file through bit for bit between its fades: period $period, quantum $quantum',
    async ({ period, quantum }) => {
      const host = new LiveHost();
      const files = new RawFiles();
      const given = [noise(frames, 1), noise(frames, 2)];
      const reads = [files.source('in', given)];
      const writes = [files.sink('out', 2)];
      await host.change(stageOf(handPlan({ ...through, quantum })));
      const { stream } = await host.live.open(virtual({ period, reads, writes }));
      await host.played(frames);
      await host.live.close(stream);
      const heard = files.read(writes[0]!);
      expect(heard[0]!.length).toBeGreaterThanOrEqual(frames);
      for (const [c, x] of [given[1]!, given[0]!].entries()) {
        expect(
          difference([heard[c]!.subarray(fadeIn, frames - fadeOut)], [x.subarray(fadeIn, frames - fadeOut)]),
        ).toBeUndefined();
        for (let i = 0; i < fadeIn; i++) {
          const gain = 0.5 - 0.5 * Math.cos((Math.PI * (i + 1)) / fadeIn);
          expect(Math.abs(heard[c]![i]! - gain * x[i]!)).toBeLessThan(1e-12);
        }
      }
      expect(host.live.stats()).toMatchObject([{ runner: 0, notFinite: 0 }]);
    },
  );

  it('fades out over 10 ms before it closes, in a raised cosine, and then is silent', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const ones = new Float64Array(480000).fill(1);
    const reads = [files.source('in', [ones, ones])];
    const writes = [files.sink('out', 2)];
    await host.change(stageOf(handPlan(through)));
    const { stream } = await host.live.open(virtual({ reads, writes }));
    await host.played(4800);
    await host.live.close(stream);
    const [heard] = files.read(writes[0]!);
    const end = heard!.lastIndexOf(1) + 1;
    expect(end).toBeGreaterThan(4800 - fadeIn);
    for (let i = 0; i < heard!.length - end; i++) {
      const at = Math.min(1, (i + 1) / fadeOut);
      expect(Math.abs(heard![end + i]! - (0.5 + 0.5 * Math.cos(Math.PI * at)))).toBeLessThan(1e-12);
    }
    expect(heard!.at(-1)).toBe(0);
    expect(heard!.length - end).toBeGreaterThanOrEqual(fadeOut);
  });

  it('keeps every frame that was played in a recording, whenever that ends', async () => {
    const host = new LiveHost();
    await host.change(stageOf(handPlan(through)));
    let before = 0;
    // The disk is looked after now and then: five ends are not all just after a look.
    for (const least of [480, 960, 1441, 1999, 2500]) {
      const files = new RawFiles();
      const writes = [files.sink('out', 2)];
      const { stream } = await host.live.open(virtual({ writes }));
      await host.played(least);
      await host.live.close(stream);
      const played = host.live.stats()[0]!.frames;
      expect(files.read(writes[0]!)[0]!.length).toBe(played - before);
      before = played;
    }
  });

  it('makes silence of samples that are no numbers, and counts them', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const given = [noise(frames, 1), noise(frames, 2)];
    given[0]![5000] = Number.NaN;
    given[0]![5001] = Number.POSITIVE_INFINITY;
    given[1]![7000] = Number.NEGATIVE_INFINITY;
    const reads = [files.source('in', given)];
    const writes = [files.sink('out', 2)];
    await host.change(stageOf(handPlan(through)));
    const { stream } = await host.live.open(virtual({ reads, writes }));
    await host.played(frames);
    const [stats] = host.live.stats();
    expect(stats).toMatchObject({ notFinite: 3, allocations: process.platform === 'linux' ? 0 : -1 });
    await host.live.close(stream);
    const heard = files.read(writes[0]!);
    for (const [c, x] of [given[1]!, given[0]!].entries()) {
      const finite = x.map((v) => (Number.isFinite(v) ? v : 0)).subarray(fadeIn, frames - fadeOut);
      expect(difference([heard[c]!.subarray(fadeIn, frames - fadeOut)], [finite])).toBeUndefined();
    }
  });

  it('tells levels by slot: peak, RMS, samples over full scale, each sample once', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const half = new Float64Array(frames).fill(0.5);
    const loud = new Float64Array(frames).fill(-2);
    const reads = [files.source('in', [half, loud])];
    await host.change(stageOf(handPlan(through)));
    await host.live.open(virtual({ slots: [{ slot: 0, inputs: 2, outputs: 2 }], reads }));
    await host.played(4800);
    host.live.levels();
    await host.played(4800);
    const [level] = host.live.levels();
    expect(level).toMatchObject({ slot: 0 });
    expect([...level!.inputPeaks]).toEqual([0.5, 2]);
    expect([...level!.outputPeaks]).toEqual([2, 0.5]);
    expect([...level!.inputRms]).toEqual([0.5, 2]);
    expect(level!.clipped).toBeGreaterThanOrEqual(4800 - 2 * 256);
    await host.played(frames);
    host.live.levels();
    await host.played(512);
    expect(host.live.levels()).toMatchObject([{ clipped: 0, outputPeaks: new Float64Array(2) }]);
  });

  it('says how the thread is scheduled, what it costs, and what the kernel counts of it', async () => {
    const host = new LiveHost();
    await host.change(stageOf(handPlan(through)));
    const info = await host.live.open(virtual({ priority: 5 }));
    expect(info).toMatchObject({ rateHz: 48000, period: 256, periods: 4, inputLatency: 0, outputLatency: 0 });
    expect(info.scheduling).toMatch(info.realtime ? /^SCHED_FIFO 5/ : /^not real-time: ./);
    expect(host.live.scheduling(info.stream).realtime).toBe(info.realtime);
    await host.played(9600);
    const [stats] = host.live.stats();
    expect(stats!.loadP99).toBeGreaterThan(0);
    expect(stats!.loadWorst).toBeGreaterThanOrEqual(stats!.loadP99);
    expect(stats!.frames).toBeGreaterThanOrEqual(9600);
    if (process.platform === 'linux') expect(stats!.preemptions).toBeGreaterThanOrEqual(0);
    if (process.platform === 'linux') expect(stats!.pageFaults).toBe(0);
    expect(typeof host.live.memoryLocked).toBe('boolean');
  });

  it('refuses what cannot be, in words', async () => {
    const host = new LiveHost();
    const plan = handPlan(through);
    const { live } = host;
    expect(() => live.change([], false)).toThrow('at least one stage');
    await expect(live.change([stageOf(plan, { runners: [] })], false)).rejects.toThrow('every domain');
    await expect(live.change([stageOf(plan, { frames: 4 })], false)).rejects.toThrow('the last stage stays');
    await expect(live.change([stageOf(plan, { plan: new Uint8Array(9) })], false)).rejects.toMatchObject({
      code: expect.any(String),
    });
    expect(() => live.set(0, [])).toThrow('no part 0');
    expect(live.readOut(0)).toEqual(new Float64Array());
    expect(() => live.open(virtual({ rateHz: 1 }))).toThrow('rateHz is out of range');
    await expect(live.open({ ...virtual(), backend: 'tape' as 'virtual' })).rejects.toMatchObject({
      fault: 'unsupported',
    });
    const reads = [{ slot: 0, path: '/nowhere/at/all', offset: 0, format: 's16', channels: 1, frames: 1 }];
    await expect(live.open(virtual({ reads }))).rejects.toMatchObject({ fault: 'failed' });
    await live.open(virtual());
    await expect(live.open(virtual())).rejects.toMatchObject({ fault: 'busy' });
    await expect(live.close(99)).rejects.toThrow('no stream 99');
  });
});
