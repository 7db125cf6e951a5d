// Stalls and unplugging in simulation: what is lost is lost, counted, and no more; all comes back in its place.

import { expect, it } from 'vitest';
import { describeNative } from '../support/addon.ts';
import { sine } from '../support/signals.ts';
import { type Simulated, simulate, speedOf } from './simulate.ts';
import { phaseAt, turned } from './tone.ts';

const RATE = 48_000;
/** Of a period of 2 s: no turns hide behind a phase. */
const SLOW = 37.5;
const HUM = 1000;

interface Studio {
  readonly a?: object;
  readonly b?: object;
  readonly period?: number;
  readonly periods?: number;
  readonly headroom?: string;
}

/** Three devices: the tone of each goes to the next. */
const studio = ({ a, b, period = 64, periods = 3, headroom = '2 ms' }: Studio) => {
  const device = (clock: object | undefined) => ({
    backend: 'virtual',
    inputs: { i: 1 },
    outputs: { o: 1 },
    period: `${period} frames`,
    periods,
    clock: { jitter: '20 us', ...clock },
  });
  return {
    busbar: 1,
    engine: { rate: `${RATE} Hz`, quantum: '64 frames' },
    devices: { a: device(a), b: device(b), c: device({ ppm: 40 }) },
    aggregates: { room: { clock: 'a', members: ['a', 'b', 'c'], headroom } },
    graph: { ab: { from: 'a.i', to: 'b.o' }, bc: { from: 'b.i', to: 'c.o' }, ca: { from: 'c.i', to: 'a.o' } },
  };
};

const play = (seconds: number, s: Studio) =>
  simulate(studio(s), seconds, ({ rateHz }, frames) => sine(frames, SLOW, rateHz, 0.5));

/** Frames of the master by which the path is off its plan at a time. */
function errorAt({ plan, outputs }: Simulated, from: string, to: string, seconds: number): number {
  const [source, sink] = [from, to].map((name) => plan.devices.find((d) => d.name === name)!);
  const hz = (SLOW * speedOf(source!)) / source!.rateHz;
  const path = plan.paths.find((p) => p.from === `${from}.i` && p.to === `${to}.o`)!;
  const start = Math.round(seconds * speedOf(sink!));
  const phase = phaseAt(outputs[to]![0]!, (2 * Math.PI * hz) / speedOf(sink!), start, 12_800);
  const master = speedOf(plan.devices.find((d) => d.name === 'a')!);
  const wanted = 2 * Math.PI * hz * (start / speedOf(sink!) - path.latencyFrames / master);
  return (Math.abs(turned(wanted - phase)) / (2 * Math.PI * hz)) * plan.rateHz;
}

/** Frames of silence between two times. */
function silentFrames(x: Float64Array, from: number, to: number): number {
  let silent = 0;
  for (let i = Math.round(from * RATE); i < Math.round(to * RATE); i++) if (x[i] === 0 && x[i - 1] === 0) silent++;
  return silent;
}

/** From a frame to the next. */
const largestStep = (x: Float64Array, from: number, to: number): number =>
  x
    .subarray(from * RATE, to * RATE - 100)
    .reduce((most, y, i, all) => Math.max(most, Math.abs(y - (all[i - 1] ?? y))), 0);

const untroubled = { xruns: 0, lostFrames: 0, silentFrames: 0, realigned: 0, widenedFrames: 0, gaps: [] };

describeNative('a stall of 50 ms', () => {
  const stalls = [{ at: '1 s', for: '50 ms' }];

  it.each(['a', 'b'] as const)('of %s loses nothing where buffer and headroom hold 60 ms', async (name) => {
    const run = await play(2.5, { [name]: { ppm: 50, stalls }, period: 480, periods: 6, headroom: '60 ms' });
    for (const clock of Object.values(run.clocks)) expect(clock).toMatchObject(untroubled);
    for (const [from, to] of [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
    ] as const) {
      expect(errorAt(run, from, to, 0.9)).toBeLessThan(2);
      expect(errorAt(run, from, to, 2)).toBeLessThan(2);
    }
  });

  it('loses its frames with the default headroom, to the frame, and all is in its place afterwards', async () => {
    const run = await play(2.5, { b: { stalls } });
    const { xruns, lostFrames } = run.clocks.b!;
    expect(xruns).toBe(1);
    // The stall, and the period that it began in.
    expect(lostFrames).toBeGreaterThanOrEqual(0.05 * RATE);
    expect(lostFrames).toBeLessThanOrEqual(0.05 * RATE + 2 * 64);
    // Its own output misses exactly these; its crossings pass over as many, and are silent for what it did not send.
    expect(silentFrames(run.outputs.b![0]!, 0.9, 1.2) + 1).toBe(lostFrames);
    const unsent = run.clocks.b!.silentFrames - lostFrames;
    const heard = silentFrames(run.outputs.c![0]!, 0.9, 1.2);
    // A fade of 5 ms covers the beginning, and the last of these blocks may be audio in part.
    expect(unsent).toBeGreaterThanOrEqual(heard + 240);
    expect(unsent).toBeLessThanOrEqual(heard + 240 + 64);
    expect(run.clocks.a).toMatchObject(untroubled);
    expect(run.clocks.c).toMatchObject(untroubled);
    for (const [from, to] of [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
    ] as const)
      expect(errorAt(run, from, to, 2), `${from} ${to}`).toBeLessThan(2);
  });
});

describeNative('a stall of 50 ms that the headroom outlasts', () => {
  it('is a silence between fades: what waited is played before what comes', async () => {
    const run = await play(2.5, { b: { stalls: [{ at: '1 s', for: '50 ms' }] }, headroom: '200 ms' });
    expect(run.clocks.b).toMatchObject({ xruns: 1 });
    for (const name of ['a', 'c'] as const) expect(run.clocks[name]).toMatchObject(untroubled);
    expect(largestStep(run.outputs.c![0]!, 0.5, 2.4)).toBeLessThan(0.01);
    for (const [from, to] of [
      ['a', 'b'],
      ['b', 'c'],
    ] as const)
      expect(errorAt(run, from, to, 2), `${from} ${to}`).toBeLessThan(2);
  });
});

describeNative('a short stall of the master', () => {
  it('is put right at once, not worked off like a drift', async () => {
    // Of two periods of 16 frames the buffer holds 0.67 ms: fewer frames are lost than drift might be off.
    const run = await play(2, { a: { stalls: [{ at: '1 s', for: '0.9 ms' }] }, period: 16, periods: 2 });
    expect(run.clocks.a).toMatchObject({ xruns: 1 });
    expect(run.clocks.a!.lostFrames).toBeLessThan(64);
    for (const name of ['b', 'c'] as const) expect(run.clocks[name]!.worstErrorFrames).toBeLessThan(2);
    for (const [from, to] of [
      ['a', 'b'],
      ['b', 'c'],
      ['c', 'a'],
    ] as const)
      expect(errorAt(run, from, to, 1.1), `${from} ${to}`).toBeLessThan(2);
  });
});

describeNative('a device that is pulled out for a second', () => {
  const unplug = [{ at: '1 s', for: '1 s' }];

  it('is silence for the others, who play on untouched, and comes back in its place behind a fade', async () => {
    const run = await play(6, { b: { ppm: 100, unplug } });
    const alone = await play(6, { b: { ppm: 100 } });
    // What does not come from it or go to it is not touched by a bit.
    expect(run.outputs.a![0]!.every((x, i) => x === alone.outputs.a![0]![i])).toBe(true);
    for (const name of ['a', 'c']) expect(run.clocks[name]).toMatchObject(untroubled);
    const { gaps } = run.clocks.b!;
    expect(gaps).toHaveLength(1);
    expect(gaps[0]!.atMs).toBe(1000);
    expect(gaps[0]!.lastsMs).toBeGreaterThanOrEqual(1000);
    // Its clock must be found anew.
    expect(gaps[0]!.lastsMs).toBeLessThanOrEqual(1500);
    expect(silentFrames(run.outputs.b![0]!, 1, 2)).toBeGreaterThan(0.99 * RATE);
    expect(silentFrames(run.outputs.c![0]!, 1.05, 2)).toBeGreaterThan(0.94 * RATE);
    expect(errorAt(run, 'a', 'b', 5.5)).toBeLessThan(2);
    expect(errorAt(run, 'b', 'c', 5.5)).toBeLessThan(2);
    // Its own converters stop at once; all else falls and rises softly.
    expect(largestStep(run.outputs.c![0]!, 0.5, 6)).toBeLessThan(0.01);
    expect(largestStep(run.outputs.b![0]!, 1.1, 6)).toBeLessThan(0.01);
  });

  it('and never put back is silence to the end of its file', async () => {
    const run = await play(3, { b: { unplug: [{ at: '1 s' }] } });
    expect(run.outputs.b![0]!.length).toBe(3 * RATE);
    expect(silentFrames(run.outputs.b![0]!, 1.001, 3)).toBeGreaterThan(1.99 * RATE);
    expect(run.clocks.b!.gaps).toEqual([{ atMs: 1000, lastsMs: 2000 }]);
  });

  it('and is the master: a clock of its speed stands in, the others go on and do not search again', async () => {
    const run = await play(6, { a: { ppm: -150, unplug }, b: { ppm: 100 } });
    // From b to c nothing of the master is heard but its clock: what handing over costs is a few periods, twice.
    expect(silentFrames(run.outputs.c![0]!, 0.9, 1.5)).toBeLessThan(0.02 * RATE);
    expect(silentFrames(run.outputs.c![0]!, 1.9, 2.5)).toBeLessThan(0.02 * RATE);
    for (const at of [1.5, 2.5, 5.5]) expect(errorAt(run, 'b', 'c', at), `at ${at}`).toBeLessThan(6);
    expect(silentFrames(run.outputs.a![0]!, 1, 2)).toBeGreaterThan(0.99 * RATE);
    expect(largestStep(run.outputs.a![0]!, 1.1, 6)).toBeLessThan(0.01);
    expect(run.clocks.a!.gaps).toHaveLength(1);
    expect(run.clocks.a!.gaps[0]!.lastsMs).toBeLessThanOrEqual(1010);
    expect(Math.abs(run.clocks.b!.driftPpm - 250)).toBeLessThan(1);
    for (const name of ['b', 'c'] as const) expect(run.clocks[name]!.worstErrorFrames).toBeLessThan(4);
    expect(errorAt(run, 'c', 'a', 5.5)).toBeLessThan(2);
  });

  it('and is the master: a tone of the plan keeps its pitch while a clock stands in', async () => {
    const { aggregates, ...config } = studio({ a: { ppm: -150, unplug } });
    const { ca } = config.graph;
    const graph = { ca, hum: { do: [{ tone: { freq: `${HUM} Hz`, level: '-6 dBFS' } }], to: 'c.o' } };
    const { a, c } = config.devices;
    const room = { ...aggregates.room, members: ['a', 'c'] };
    const run = await simulate(
      { ...config, devices: { a, c }, aggregates: { room }, graph },
      3,
      (_, frames) => new Float64Array(frames),
    );
    const [master, listener] = run.plan.devices;
    const heard = run.outputs.c![0]!;
    const w = ((2 * Math.PI * HUM) / RATE) * (speedOf(master!) / speedOf(listener!));
    /** Parts per million of pitch that are off from one time to another, each in the middle of its window. */
    const pitchOff = (from: number, to: number) => {
      const [first, last] = [from, to].map((t) => Math.round(t * RATE)) as [number, number];
      const on = phaseAt(heard, w, last, 4800) - phaseAt(heard, w, first, 4800);
      return (Math.abs(turned(on - w * (last - first))) / (w * (last - first))) * 1e6;
    };
    expect(pitchOff(0.3, 0.8)).toBeLessThan(2);
    expect(pitchOff(1.2, 1.7)).toBeLessThan(2);
    // Back again: by how much its first wake-up was late is worked off.
    expect(pitchOff(2.3, 2.8)).toBeLessThan(20);
  });
});
