// The latency of every path of a plan is the one rendered: random aggregates over periods, headrooms, rates, drift and clocks.
// Every device sends two tones of its own, by whose phases its paths are told apart and measured to parts of a frame.

import { expect, it } from 'vitest';
import type { Plan, PlanDevice } from '../../schema/plan.ts';
import { describeNative } from '../support/addon.ts';
import { random, runSeed } from '../support/random.ts';
import { sine, sum } from '../support/signals.ts';
import { type Simulated, simulate, speedOf } from './simulate.ts';
import { phaseAt, turned } from './tone.ts';

const SECONDS = 2;
const RATES = [44_100, 48_000, 88_200, 96_000, 176_400, 192_000];
const PERIODS = [32, 64, 100, 256, 480, 1024];

const NAMES = ['a', 'b', 'c', 'd'];

/** Two frequencies that have no period below a second in common: no whole turns hide behind a phase. */
const tonesOf = (name: string): readonly number[] => {
  const hz = 200 + 37 * NAMES.indexOf(name);
  return [hz, hz + 333];
};

type Kind = 'ideal' | 'clocks' | 'rates' | 'clocks and rates';

function aggregate(kind: Kind, seed: number): object {
  const next = random(seed);
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T;
  const names = NAMES.slice(0, 2 + Math.floor(next() * 3));
  const rate = pick(RATES);
  const device = (name: string) => {
    const isMember = name !== 'a';
    const clock = { ppm: Math.round(600 * next() - 300), jitter: `${Math.round(50 * next())} us` };
    return {
      backend: 'virtual',
      inputs: { i: 1 },
      outputs: { o: 1, p: 2 },
      period: `${pick(PERIODS)} frames`,
      // Nothing is lost, however late a wake-up may be.
      periods: 16,
      ...(kind.includes('clocks') ? { clock } : {}),
      ...(kind.includes('rates') && isMember ? { rate: `${pick(RATES)} Hz` } : {}),
    };
  };
  const source = () => `${pick(names)}.i`;
  const limited = { limiter: { ceiling: '0 dBFS', lookahead: '1 ms' } };
  const nodes = names.flatMap((name) => [
    [`${name}1`, { from: source(), ...(next() < 0.3 ? { do: [limited] } : {}), to: `${name}.o` }],
    [
      `${name}2`,
      {
        channels: 1,
        mix: Object.fromEntries([
          [source(), 0],
          [source(), 0],
        ]),
        to: `${name}.p`,
      },
    ],
  ]);
  return {
    busbar: 1,
    engine: { rate: `${rate} Hz`, quantum: `${pick(PERIODS)} frames` },
    devices: Object.fromEntries(names.map((n) => [n, device(n)])),
    aggregates: { room: { clock: 'a', members: names, headroom: `${1 + Math.round(9 * next())} ms` } },
    graph: Object.fromEntries(nodes),
  };
}

/** Frames of the master by which a path differs from the plan: the worst of its tones. */
function errorOf({ plan, outputs }: Simulated, path: Plan['paths'][number]): number {
  const at = (address: string) => {
    const [name, port] = address.split('.') as [string, string];
    const device = plan.devices.find((d) => d.name === name) as PlanDevice;
    return { device, channel: (device.ports.find((p) => p.name === port)?.channels[0] ?? 1) - 1 };
  };
  const [from, to] = [at(path.from), at(path.to)];
  // Frames of the master, however fast its clock runs.
  const master = speedOf(at('a.o').device);
  const heard = (outputs[to.device.name] as readonly Float64Array[])[to.channel] as Float64Array;
  const count = Math.round(to.device.rateHz);
  const start = heard.length - count - 1000;
  const errors = tonesOf(from.device.name).map((hz) => {
    const true_ = hz * (speedOf(from.device) / from.device.rateHz);
    const radians = (2 * Math.PI * true_) / speedOf(to.device);
    const seconds = start / speedOf(to.device) - path.latencyFrames / master;
    const late = turned(2 * Math.PI * true_ * seconds - phaseAt(heard, radians, start, count));
    return (late / (2 * Math.PI * true_)) * master;
  });
  return Math.max(...errors.map(Math.abs));
}

/** Frames of the master that a path may be off: for each crossing one of the slower side, less where only rates differ. */
function limitOf(kind: Kind, plan: Plan, path: Plan['paths'][number]): number {
  if (kind === 'ideal') return 1e-3;
  const ends = [path.from, path.to].map((address) => address.split('.')[0]);
  const crossings = plan.devices.filter((d) => ends.includes(d.name) && d.name !== 'a');
  const frames = crossings.flatMap((d) =>
    ends.filter((e) => e === d.name).map(() => Math.max(1, plan.rateHz / d.rateHz)),
  );
  const each = kind === 'rates' ? 0.005 : 1;
  return 1e-3 + frames.reduce((sum, f) => sum + each * f, 0);
}

const kinds: readonly Kind[] = ['ideal', 'clocks', 'rates', 'clocks and rates'];
const seed = runSeed();

describeNative('the latency of every path, rendered', () => {
  it.each(kinds.flatMap((kind) => [1, 2].map((n) => [kind, seed * 100 + n] as const)))(
    'is the plan’s: %s, seed %d',
    { timeout: 120_000 },
    async (kind, number) => {
      const config = aggregate(kind, number);
      const tones = (device: PlanDevice, frames: number) =>
        sum(...tonesOf(device.name).map((hz) => sine(frames, hz, device.rateHz, 0.2)));
      const run = await simulate(config, SECONDS, tones);
      const { plan } = run;
      expect(plan.paths.length).toBeGreaterThan(0);
      for (const path of plan.paths) {
        const said = `${path.from} -> ${path.to}\n${JSON.stringify(config)}`;
        expect(errorOf(run, path), said).toBeLessThan(limitOf(kind, plan, path));
      }
      for (const clock of Object.values(run.clocks))
        expect(clock).toMatchObject({ xruns: 0, silentFrames: 0, realigned: 0, widenedFrames: 0 });
    },
  );
});
