// The plan's word on time against what is heard. In: the assertion, the plan as it was lowered, a way to play. Out: the
// finding at its worst channel. An impulse is played, and silence: the first frame that differs is when it arrived.

import { impulse } from '../../compiler/measure/stimuli.ts';
import { type Arrival, Arrivals } from '../../compiler/tests/first-arrival.ts';
import type { AssertionOf, Channel } from '../../compiler/tests/types.ts';
import type { Plan } from '../../schema/plan.ts';
import { writeQuantity } from '../../schema/units.ts';
import type { Probe } from './measure-probe.ts';
import { type Finding, fixed, worstOf } from './outcome.ts';
import { heardAt, rateAt, type Take } from './play.ts';
import { intoAll } from './sources.ts';

/** Frames before the impulse: whatever starts up has done so. */
const LEAD = 4096;
const HEIGHT = 0.5;

export async function measureLatency(
  a: AssertionOf<'latency'>,
  plan: Plan,
  lowered: Plan,
  probe: Probe,
): Promise<Finding> {
  const foretold = new Arrivals(lowered, a.from);
  const latest = Math.max(0, ...plan.paths.map((p) => p.latencyFrames)) + plan.tailFrames;
  const seconds = (2 * LEAD + latest) / plan.rateHz + 0.1;
  const take = await probe(
    intoAll(a.from, (frames, rateHz) => impulse(frames, leadAt(plan, rateHz), HEIGHT)),
    seconds,
  );
  const silence = await probe(new Map(), seconds);
  const seen = a.to.map((channel) => ({
    channel,
    expected: foretold.at(channel),
    frames: arrivalOf(plan, take, silence, channel),
  }));
  // A mono source in a stereo port: what neither the plan nor the ear finds is no path.
  const paths = seen.filter((s) => s.expected !== undefined || s.frames !== undefined);
  return worstOf((paths.length === 0 ? seen : paths).map((s) => judge(a, plan, s)));
}

interface Seen {
  readonly channel: Channel;
  readonly expected: Arrival | undefined;
  /** Of the master, after the impulse. */
  readonly frames: number | undefined;
}

function judge(a: AssertionOf<'latency'>, plan: Plan, { channel, expected, frames }: Seen) {
  const where = channel.name;
  if (expected === undefined || frames === undefined) {
    const measured = frames === undefined ? 'nothing came through' : `${fixed(frames, 2)} frames`;
    const words =
      expected === undefined && frames !== undefined ? 'nothing, says the plan' : expectedWords(a, expected, plan);
    return { passed: false, margin: Number.NaN, expected: words, measured, where, value: null, unit: 'frames' };
  }
  const ms = (frames * 1000) / plan.rateHz;
  const whole = ms + deviceMs(plan, a.from, channel);
  const slack = slackOf(plan, [...a.from, channel]);
  const off = Math.max(expected.earliest - slack - frames, frames - expected.latest - slack);
  const offIs = a.isMs === null ? 0 : Math.abs(ms - a.isMs) - 500 / plan.rateHz;
  const offMost = a.mostMs === null ? 0 : whole - a.mostMs;
  const withDevices = whole === ms ? '' : `, ${fixed(whole, 3)} ms with devices`;
  return {
    passed: off <= 0 && offIs <= 0 && offMost <= 0,
    margin: -Math.max(off, offIs, offMost),
    expected: expectedWords(a, expected, plan),
    measured: `${fixed(frames, 2)} frames (${fixed(ms, 4)} ms${withDevices})`,
    where,
    value: frames,
    unit: 'frames',
  };
}

const leadAt = (plan: Plan, rateHz: number) => Math.round((LEAD * rateHz) / plan.rateHz);

/** Resamplers ring on both sides of an impulse; where rates differ frames of one are not whole frames of the other. */
function slackOf(plan: Plan, ends: readonly Channel[]): number {
  const frames = ends.map(({ device }) => {
    const id = plan.devices.findIndex((d) => d.name === device);
    if (plan.devices[id]?.rateHz === plan.rateHz) return 0;
    const member = plan.aggregates.flatMap((g) => g.members).find((m) => m.device === id);
    return (member?.kernelFrames ?? 0) + 2;
  });
  return frames.reduce((sum, n) => sum + n, 0);
}

/** The first frame that the impulse changes. */
function arrivalOf(plan: Plan, take: Take, silence: Take, channel: Channel): number | undefined {
  const before = heardAt(silence, channel);
  const first = heardAt(take, channel).findIndex((v, i) => v !== before[i]);
  const rateHz = rateAt(take, channel);
  return first < 0 ? undefined : ((first - leadAt(plan, rateHz)) * plan.rateHz) / rateHz;
}

function expectedWords({ isMs, mostMs }: AssertionOf<'latency'>, expected: Arrival | undefined, plan: Plan): string {
  const { earliest, latest } = expected ?? { earliest: 0, latest: 0 };
  const told = earliest === latest ? `${earliest} frames` : `${earliest} to ${latest} frames`;
  const time = (ms: number) => `${writeQuantity(ms, 'time')} (${fixed((ms * plan.rateHz) / 1000, 2)} frames)`;
  return [
    expected === undefined ? 'that something comes through' : `${told}, as planned`,
    ...(isMs === null ? [] : [time(isMs)]),
    ...(mostMs === null ? [] : [`at most ${time(mostMs)}`]),
  ].join('; ');
}

/** What the devices add, where an inventory told it. */
function deviceMs(plan: Plan, from: readonly Channel[], to: Channel): number {
  const [first] = from;
  const portOf = ({ device, channel }: Channel, direction: 'in' | 'out') => {
    const found = plan.devices.find((d) => d.name === device);
    const port = found?.ports.find((p) => p.direction === direction && p.channels.includes(channel + 1));
    return `${device}.${port?.name ?? ''}`;
  };
  const path = first && plan.paths.find((p) => p.from === portOf(first, 'in') && p.to === portOf(to, 'out'));
  return ((path?.deviceFrames ?? 0) * 1000) / plan.rateHz;
}
