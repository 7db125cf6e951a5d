// Renders with clocks that are not ideal: what stays as it is, how clean a tone crosses, what depends on the seed and what on
// nothing else.

import { expect, it } from 'vitest';
import { describeNative } from '../support/addon.ts';
import { difference } from '../support/compare.ts';
import { noise, sine } from '../support/signals.ts';
import { type Simulated, simulate, speedOf } from './simulate.ts';
import { thdnDb } from './tone.ts';

interface Studio {
  readonly a?: object;
  readonly b?: object;
  readonly aggregate?: object;
  readonly quantum?: number;
}

/** Two devices of 64 frames, each to the other and back. */
const studio = ({ a = {}, b = {}, aggregate = {}, quantum = 64 }: Studio) => {
  const device = (more: object) => ({
    backend: 'virtual',
    inputs: { i: 1 },
    outputs: { o: 1, p: 2 },
    period: '64 frames',
    ...more,
  });
  return {
    busbar: 1,
    engine: { rate: '48 kHz', quantum: `${quantum} frames` },
    devices: { a: device(a), b: device(b) },
    aggregates: { room: { clock: 'a', members: ['a', 'b'], ...aggregate } },
    graph: {
      out: { from: 'a.i', to: 'b.o' },
      in: { from: 'b.i', to: 'a.o' },
      near: { from: 'a.i', to: 'a.p' },
      far: { from: 'b.i', to: 'b.p' },
    },
  };
};

const hiss = (seconds: number, config: object) =>
  simulate(config, seconds, ({ name }, frames) => noise(frames, name.charCodeAt(0), 0.5));

const channels = ({ outputs }: Simulated) => Object.values(outputs).flat();

describeNative('clocks of a render', () => {
  it('that are ideal change nothing: crossings are the plan’s delay, to the bit, and there is nothing to report', async () => {
    const plain = await hiss(0.5, studio({}));
    const zero = await hiss(0.5, studio({ b: { clock: { ppm: 0, jitter: '0 us' } } }));
    expect(difference(channels(zero), channels(plain))).toBeUndefined();
    expect(zero.clocks).toEqual({});
    const [crossing] = plain.plan.ops.filter((op) => op.kernel === 'crossing').map((op) => op.latencyFrames);
    const [there] = plain.outputs.b!;
    const sent = noise(24_000, 'a'.charCodeAt(0), 0.5);
    expect(difference([there!.subarray(crossing)], [sent.subarray(0, -crossing!)])).toBeUndefined();
  });

  it('that are locked pass every bit at the plan’s delay, however they are woken', async () => {
    const plain = await hiss(0.5, studio({ aggregate: { drift: 'locked' } }));
    const locked = await hiss(
      0.5,
      studio({ a: { clock: { jitter: '20 us' } }, b: { clock: { jitter: '20 us' } }, aggregate: { drift: 'locked' } }),
    );
    expect(difference(channels(locked), channels(plain))).toBeUndefined();
    expect(locked.clocks.b).toMatchObject({ silentFrames: 0, realigned: 0 });
  });

  it.each([
    ['64 frames', { ppm: 200, wander: 3, jitter: '20 us' }],
    ['1024 frames', { ppm: -150, jitter: '20 us' }],
  ])(
    'that are steered come to run as their master: every bit passes at the plan’s delay, in periods of %s',
    async (period, clock) => {
      const config = (a: object, b: object) =>
        studio({ a: { period, ...a }, b: { period, ...b }, aggregate: { drift: 'steer' } });
      const plain = await hiss(0.5, config({}, {}));
      const steered = await hiss(0.5, config({ clock: { jitter: '20 us' } }, { clock }));
      expect(steered.clocks.b).toMatchObject({ silentFrames: 0, realigned: 0, xruns: 0 });
      expect(Math.abs(steered.clocks.b!.driftPpm)).toBeLessThan(1);
      expect(steered.clocks.b!.worstErrorFrames).toBeLessThan(0.5);
      // Its frames lie somewhere between the master's, and its files begin with the one nearest to theirs: what it hears is as
      // much later as what it sends is earlier, by a frame at most.
      const lags = channels(steered).map((heard, i) => {
        const wanted = channels(plain)[i]!.subarray(6000, 23_000);
        return [-1, 0, 1].find((n) => difference([heard.subarray(6000 + n, 23_000 + n)], [wanted]) === undefined);
      });
      const [back, near, there, far] = lags;
      expect([near, far]).toEqual([0, 0]);
      expect(back! + there!).toBe(0);
    },
  );

  it('let generators of the plan begin with the first frame, as anywhere', async () => {
    const humming = (clock: object) => {
      const config = studio({ b: { clock } });
      const hum = { do: [{ tone: '997 Hz' }], to: 'a.q' };
      const a = { ...config.devices.a, outputs: { o: 1, p: 2, q: 3 } };
      return { ...config, devices: { ...config.devices, a }, graph: { ...config.graph, hum } };
    };
    const [plain, simulated] = [await hiss(0.1, humming({})), await hiss(0.1, humming({ ppm: 100, jitter: '20 us' }))];
    expect(difference([simulated.outputs.a![2]!], [plain.outputs.a![2]!])).toBeUndefined();
  });

  it.each([
    ['120 ppm fast', { b: { clock: { ppm: 120, jitter: '50 us' } } }],
    ['80 ppm slow', { a: { clock: { jitter: '50 us' } }, b: { clock: { ppm: -80, jitter: '50 us' } } }],
    ['that wander by 2 ppm', { b: { clock: { ppm: 30, wander: 2, jitter: '20 us' } } }],
  ])('%s pass a tone of 15 kHz at -120 dB THD+N and better', async (_, clocks) => {
    const run = await simulate(studio(clocks), 3, ({ rateHz }, frames) => sine(frames, 15_000, rateHz, 0.89));
    const [a, b] = run.plan.devices;
    const speed = speedOf(b!) / speedOf(a!);
    const w = (2 * Math.PI * 15_000) / 48_000;
    const [there, back] = [run.outputs.b![0]!, run.outputs.a![0]!].map((x) => x.subarray(4096, 4096 + 32 * 1024));
    expect(thdnDb(there!, w / speed)).toBeLessThanOrEqual(-120);
    expect(thdnDb(back!, w * speed)).toBeLessThanOrEqual(-120);
    expect(run.clocks.b).toMatchObject({ xruns: 0, silentFrames: 0, realigned: 0 });
  });

  it('measure their drift to a tenth of a ppm, and give each device the length of its own clock', async () => {
    const run = await hiss(
      2,
      studio({ a: { clock: { ppm: -80, jitter: '50 us' } }, b: { clock: { ppm: 120, jitter: '50 us' } } }),
    );
    expect(run.clocks.a!.driftPpm).toBeCloseTo(-80, 0);
    expect(Math.abs(run.clocks.b!.driftPpm - 200.016)).toBeLessThan(0.1);
    expect(run.clocks.b!.worstErrorFrames).toBeLessThan(1);
    expect(Object.values(run.outputs).map(([x]) => x!.length)).toEqual([
      Math.round(96_000 * (1 - 80e-6)),
      Math.round(96_000 * (1 + 120e-6)),
    ]);
  });

  it('are the same for the same seed, whatever the quantum, and others for another', async () => {
    const unrest = (seed: number) => ({ clock: { ppm: 90, jitter: '50 us', seed } });
    const one = await hiss(0.5, studio({ b: unrest(7) }));
    for (const quantum of [64, 7, 480]) {
      const again = await hiss(0.5, studio({ b: unrest(7), quantum }));
      expect(difference(channels(again), channels(one))).toBeUndefined();
      expect(again.clocks).toEqual(one.clocks);
    }
    expect(difference(channels(await hiss(0.5, studio({ b: unrest(8) }))), channels(one))).toBeDefined();
  });
});
