// Changes and values of the live engine while it plays, against the same plan offline and undisturbed.

import { expect, it } from 'vitest';
import { encode } from '../../compiler/encode.ts';
import type { Plan } from '../../schema/plan.ts';
import { describeLive, native } from '../support/addon.ts';
import { difference } from '../support/compare.ts';
import { noise } from '../support/signals.ts';
import { type HandPlan, handPlan, input, output } from './hand-plan.ts';
import { LiveHost, RawFiles, sameParts, stageOf, virtual } from './live-host.ts';

const frames = 96000;
const fadeIn = 960;
const devices = [{ inputs: 2, outputs: 2 }];
const slots = [{ slot: 0, inputs: 2, outputs: 2 }];

/** y = x + half of y, 37 frames ago: what has been heard is never forgotten. */
const comb: HandPlan = {
  devices,
  ops: [
    input(0),
    { kernel: 'feedback_out', writes: [1], params: [37] },
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
  loops: [{ firstOp: 1, opCount: 4, frames: 37 }],
};

const gain: HandPlan = {
  devices,
  ops: [input(0), { kernel: 'gain', reads: [0], writes: [1], params: [-6, 40] }, output(1)],
};
const gainPart = 1;

function offline(plan: Plan, given: readonly Float64Array[]): Float64Array[] {
  const out = given.map((x) => new Float64Array(x.length));
  new (native().Engine)(encode(plan)).process([[...given]], [out], given[0]!.length);
  return out;
}

describeLive('live changes', () => {
  it('1,000 changes to the same plan: not a bit differs, no heap call, memory as before', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const given = [noise(frames, 1), noise(frames, 2)];
    const reads = [files.source('in', given)];
    const writes = [files.sink('out', 2)];
    const plan = handPlan(comb);
    await host.change(stageOf(plan));
    const { memory } = host.live;
    const { stream } = await host.live.open(virtual({ period: 64, periods: 64, slots, reads, writes }));
    const same = stageOf(plan, { adopt: sameParts(plan) });
    const passing = { ...same, frames: 100 };
    for (let i = 0; i < 500; i++) await host.change(same);
    for (let i = 0; i < 500; i++) await host.change(passing, same);
    await host.played(frames - host.frames());
    expect(host.heard.filter((e) => e.kind === 'begun')).toHaveLength(1001);
    expect(host.live.memory).toBe(memory);
    expect(host.live.stats()).toMatchObject([{ allocations: process.platform === 'linux' ? 0 : -1, notFinite: 0 }]);
    await host.live.close(stream);
    const [heard] = files.read(writes[0]!);
    const [expected] = offline(plan, given);
    expect(
      difference([heard!.subarray(fadeIn, frames - 480)], [expected!.subarray(fadeIn, frames - 480)]),
    ).toBeUndefined();
  });

  it('a state that is not handed over is heard to be missing', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const given = [noise(24000, 1), noise(24000, 2)];
    const reads = [files.source('in', given)];
    const writes = [files.sink('out', 2)];
    const plan = handPlan(comb);
    await host.change(stageOf(plan));
    const { stream } = await host.live.open(virtual({ slots, reads, writes }));
    await host.played(4800);
    await host.change(stageOf(plan));
    await host.played(24000);
    await host.live.close(stream);
    const [heard] = files.read(writes[0]!);
    const [expected] = offline(plan, given);
    expect(difference([heard!.subarray(fadeIn, 20000)], [expected!.subarray(fadeIn, 20000)])).toBeDefined();
  });

  it('a value that is set glides to its target and stays, a change after it starts from there', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const ones = new Float64Array(frames).fill(1);
    const reads = [files.source('in', [ones, ones])];
    const writes = [files.sink('out', 2)];
    const plan = handPlan(gain);
    await host.change(stageOf(plan));
    const { stream } = await host.live.open(virtual({ slots, reads, writes }));
    await host.played(4800);
    host.live.set(gainPart, [-20, 40]);
    await host.played(4800);
    await host.change(stageOf(plan, { adopt: sameParts(plan) }));
    await host.played(4800);
    expect(() => host.live.set(gainPart, [99, 40])).toThrow('out of range');
    await host.live.close(stream);
    const heard = [...files.read(writes[0]!)[0]!.subarray(fadeIn)];
    const [first, low] = [10 ** (-6 / 20), 10 ** (-20 / 20)];
    const near = (a: number) => (b: number) => Math.abs(a - b) < 1e-9;
    const fell = heard.findIndex(near(low));
    expect(heard.slice(0, 2400).every(near(first))).toBe(true);
    expect(fell).toBeGreaterThan(0);
    // The plan that follows says -6 dB again: it glides back, and no step is larger than a glide's.
    expect(heard.slice(fell).some(near(first))).toBe(true);
    const steps = heard.slice(0, 4800 * 2).map((x, i) => Math.abs(x - (heard[i - 1] ?? x)));
    expect(Math.max(...steps)).toBeLessThan(0.002);
  });

  it('silently: fades out before the change, and in when it has settled', async () => {
    const host = new LiveHost();
    const files = new RawFiles();
    const ones = new Float64Array(480000).fill(1);
    const reads = [files.source('in', [ones, ones])];
    const writes = [files.sink('out', 2)];
    await host.change(stageOf(handPlan(gain)));
    const { stream } = await host.live.open(virtual({ slots, reads, writes }));
    await host.played(4800);
    const other: HandPlan = { ...gain, ops: [input(0), { ...gain.ops[1]!, params: [-20, 40] }, output(1)] };
    let change: number | undefined;
    const posted = host.live.change([stageOf(handPlan(other))], true).then((number) => {
      change = number;
    });
    // Looked at all the time, as a session does: nothing may come back before the change is there.
    await host.until(() => change !== undefined);
    await posted;
    await host.event('settled', (e) => e.change === change);
    await host.played(4800);
    await host.live.close(stream);
    const heard = files.read(writes[0]!)[0]!.subarray(0);
    const steps = heard.map((x, i) => Math.abs(x - (heard[i - 1] ?? 0)));
    // A raised cosine of 480 frames from 0.5 down moves by 0.0017 a frame.
    expect(Math.max(...steps)).toBeLessThan(0.002);
    const silent = heard.indexOf(0, fadeIn);
    expect(silent).toBeGreaterThan(0);
    expect(heard.subarray(silent).some((x) => Math.abs(x - 0.1) < 1e-9)).toBe(true);
  });

  it('a change that follows one that has not begun is refused; without a driver it begins unheard', async () => {
    const host = new LiveHost();
    const stage = stageOf(handPlan(gain));
    const first = await host.live.change([{ ...stage, frames: 100000 }, stage], false);
    const settled = await host.event('settled', (e) => e.change === first);
    expect(host.heard.map((e) => e.kind)).toEqual(['begun', 'settled']);
    expect(settled.timeMs).toBeLessThanOrEqual(host.live.now());
  });
});
