// What is heard of a change. In: the assertion, its test. Out: the finding at its worst channel: how far above its bound
// content above 6 kHz, a bend or a peak is, all against the steady signal before and after.

import { type Figures, figures, heard, larger } from '../../compiler/measure/click.ts';
import { peak } from '../../compiler/measure/level.ts';
import type { AssertionOf, Change, Channel, TestCase } from '../../compiler/tests/types.ts';
import type { Plan } from '../../schema/plan.ts';
import { type Finding, worstOf } from './outcome.ts';
import { type Player, play } from './play.ts';
import { cutOver, faded, framesOf, playChange, type Stages } from './play-change.ts';
import { sourcesOf } from './sources.ts';

/** From a change on clicks are looked for as long as it takes and this much longer. */
const LISTEN_FRAMES = 4000;
const LEAST_BEFORE = 16_000;

/** Samples round a change: while it happens, and what is steady on either side of it. */
interface Passage {
  readonly changed: (channel: Channel) => Float64Array;
  readonly steady: (channel: Channel) => readonly Float64Array[];
  readonly frame: number;
  readonly listen: number;
  /** Where the steady part of `steady` begins. */
  readonly steadyFrom: number;
  readonly rateHz: number;
}

export async function measureClicks(a: AssertionOf<'clicks'>, test: TestCase, player: Player): Promise<Finding> {
  const passage = await passageOf(a.change, test, player);
  return worstOf(a.at.map((channel) => judge(a.change, passage, channel)));
}

function judge(change: Change, passage: Passage, channel: Channel): Finding & { readonly margin: number } {
  const { frame, listen, rateHz, steadyFrom } = passage;
  const steady = passage.steady(channel).map((x) => figures(x, steadyFrom, listen, rateHz));
  const all = steady.reduce<Figures>(larger, { click: 0, bend: 0, peak: 0 });
  const x = passage.changed(channel);
  const isSilent = peak(x) === 0;
  const wrong = isSilent ? ['nothing is heard'] : heard(figures(x, frame, listen, rateHz), all);
  const words = change.kind === 'unplug' ? `${change.device} is pulled out` : change.words;
  return {
    passed: wrong.length === 0,
    margin: -wrong.length,
    expected: `no click when ${words}`,
    measured: wrong.length === 0 ? 'none' : wrong.join(', '),
    where: channel.name,
    value: null,
    unit: '',
  };
}

const passageOf = (change: Change, test: TestCase, player: Player): Promise<Passage> | Passage =>
  change.kind === 'plan' ? ofPlans(change.plan.plan, test, player) : ofUnplug(change.device, test, player);

function ofPlans(next: Plan, test: TestCase, { addon, isCutOver }: Player): Passage {
  const { plan } = test;
  const { rateHz } = plan;
  const stagesOf: Stages = isCutOver === true ? cutOver : faded;
  const stages = stagesOf(plan, next);
  const frame = Math.max(LEAST_BEFORE, Math.round((test.settleMs * rateHz) / 1000));
  const listen = framesOf(stages) + LISTEN_FRAMES;
  const frames = frame + listen + 2 * rateHz;
  const sources = sourcesOf(test.play);
  const [changed, before, after] = [
    playChange(addon, plan, sources, frames, { frame, stages }),
    playChange(addon, plan, sources, frames),
    playChange(addon, next, sources, frames),
  ];
  const channelOf = (heardBy: ReadonlyMap<string, readonly Float64Array[]>) => (c: Channel) =>
    heardBy.get(c.device)?.[c.channel] ?? new Float64Array(frames);
  return {
    changed: channelOf(changed),
    steady: (c) => [channelOf(before)(c), channelOf(after)(c)],
    frame,
    listen,
    steadyFrom: frames - rateHz,
    rateHz,
  };
}

/** In simulated time. What is steady afterwards is the end of the take itself. */
async function ofUnplug(device: string, test: TestCase, player: Player): Promise<Passage> {
  const { plan } = test;
  const { rateHz } = plan;
  const atMs = Math.max(2000, test.settleMs);
  const seconds = atMs / 1000 + 3;
  const unplugged: Plan = {
    ...plan,
    devices: plan.devices.map((d) =>
      d.name === device && d.clock !== null ? { ...d, clock: { ...d.clock, unplug: [{ atMs, forMs: null }] } } : d,
    ),
  };
  const sources = sourcesOf(test.play);
  const take = await play(player, unplugged, sources, seconds);
  const steady = await play(player, plan, sources, seconds);
  const frame = Math.round((atMs * rateHz) / 1000);
  const channelOf = (t: typeof take) => (c: Channel) => t.heard.get(c.device)?.[c.channel] ?? new Float64Array();
  return {
    changed: channelOf(take),
    steady: (c) => [channelOf(steady)(c), channelOf(take)(c)],
    frame,
    listen: rateHz,
    steadyFrom: Math.round((seconds - 1) * rateHz),
    rateHz,
  };
}
