// Routes of a studio against what is heard, in one run. In: the assertion, the plan, a way to play. Out: the finding at the
// worst pair of an input and an output: what should get through and does not, or the other way round.

import { analyser, tonesFor, tonesOf } from '../../compiler/measure/isolation.ts';
import { fromDb, toDb } from '../../compiler/measure/level.ts';
import type { AssertionOf, Channel, TestPlan } from '../../compiler/tests/types.ts';
import type { Plan } from '../../schema/plan.ts';
import type { Probe } from './measure-probe.ts';
import { finite } from './measure-take.ts';
import { db, type Finding, fixed, worstOf } from './outcome.ts';
import { heardAt, rateAt } from './play.ts';
import { gathered } from './sources.ts';

const SETTLE_SECONDS = 0.5;

export async function measureIsolation(
  a: AssertionOf<'isolation'>,
  { plan, taps }: TestPlan,
  probe: Probe,
): Promise<Finding> {
  const inputs = channelsOf(plan, taps, 'in');
  const tapped = a.routes.flatMap((r) => r.to);
  const outputs = unique([...channelsOf(plan, taps, 'out'), ...tapped]);
  const height = fromDb(a.levelDbfs);
  const tones = tonesFor(inputs.length, plan.rateHz);
  const latest = Math.max(0, ...plan.paths.map((p) => p.latencyFrames)) + plan.tailFrames;
  const settle = Math.ceil(SETTLE_SECONDS * plan.rateHz) + latest;
  const take = await probe(
    gathered(
      inputs.map((c, i) => [
        c,
        (frames: number, rateHz: number) => tonesOf({ ...tones, playedHz: rateHz }, i, frames, height),
      ]),
    ),
    (settle + tones.size) / plan.rateHz,
  );
  const analysers = new Map<number, ReturnType<typeof analyser>>();
  const analyserAt = (rateHz: number) => {
    const known = analysers.get(rateHz) ?? analyser({ ...tones, playedHz: rateHz }, height);
    analysers.set(rateHz, known);
    return known;
  };
  const wanted = new Set(a.routes.flatMap((r) => r.from.flatMap((f) => r.to.map((t) => pair(f, t)))));
  return worstOf(
    outputs.flatMap((output) => {
      const rateHz = rateAt(take, output);
      const x = heardAt(take, output).subarray(Math.ceil((settle * rateHz) / plan.rateHz));
      const gains = analyserAt(rateHz)(x);
      return inputs.map((input, i) => judge(a, wanted.has(pair(input, output)), toDb(gains[i]!), input, output));
    }),
  );
}

function judge({ belowDb }: AssertionOf<'isolation'>, isRoute: boolean, gainDb: number, from: Channel, to: Channel) {
  const passed = isRoute ? gainDb > belowDb : gainDb <= belowDb;
  return {
    passed,
    margin: isRoute ? gainDb - belowDb : belowDb - gainDb,
    expected: isRoute ? `more than ${fixed(belowDb, 1)} dB: it is a route` : `${fixed(belowDb, 1)} dB or less`,
    measured: db(gainDb, 'dB', 1),
    where: `${from.name} in ${to.name}`,
    value: finite(gainDb),
    unit: 'dB',
  } satisfies Finding & { readonly margin: number };
}

const pair = (from: Channel, to: Channel) => `${from.device}:${from.channel} ${to.device}:${to.channel}`;

const unique = (channels: readonly Channel[]): readonly Channel[] => [
  ...new Map(channels.map((c) => [`${c.device}:${c.channel}`, c])).values(),
];

/** Every channel of every port, taps aside: those only listen. */
const channelsOf = (plan: Plan, taps: TestPlan['taps'], direction: 'in' | 'out'): readonly Channel[] =>
  unique(
    plan.devices.flatMap((d) =>
      d.ports
        .filter((p) => p.direction === direction && !taps.has(d.name))
        .flatMap((p) =>
          p.channels.map((c, i) => ({
            device: d.name,
            channel: c - 1,
            name: `${d.name}.${p.name}${p.channels.length === 1 ? '' : `.${i + 1}`}`,
          })),
        ),
    ),
  );
