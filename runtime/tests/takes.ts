// Takes of one plan, each played once, however many assertions want it, and the plan before any rewrite. In: what is
// played. Out: the take.

import { compile } from '../../compiler/index.ts';
import type { Played, TestPlan } from '../../compiler/tests/types.ts';
import type { Plan } from '../../schema/plan.ts';
import { type Player, play, type Take } from './play.ts';
import { type Sources, sourcesOf } from './sources.ts';

export class Takes {
  readonly #player: Player;
  readonly #test: TestPlan;
  readonly #done = new Map<string, Promise<Take>>();

  #lowered: Promise<Plan> | undefined;

  constructor(player: Player, test: TestPlan) {
    this.#player = player;
    this.#test = test;
  }

  /** What the compiler means the plan to do, before any rewrite and without what a mutant does to it. */
  lowered(): Promise<Plan> {
    this.#lowered ??= loweredOf(this.#test);
    return this.#lowered;
  }

  /** The plan as it is: device formats, simulated clocks. */
  ofTest(played: readonly Played[], seconds: number): Promise<Take> {
    const key = JSON.stringify([seconds, played], (name, value) => (name === 'samples' ? undefined : value));
    return this.#once(key, () => play(this.#player, this.#test.plan, sourcesOf(played), seconds));
  }

  /** What the graph answers: clocks ideal, samples as 64-bit floats. Silence is played once for all that want it. */
  async probe(sources: Sources, seconds: number): Promise<Take> {
    const run = () => play(this.#player, idealPlan(this.#test.plan), sources, seconds);
    return sources.size === 0 ? this.#once(`silence ${seconds}`, run) : run();
  }

  #once(key: string, run: () => Promise<Take>): Promise<Take> {
    const take = this.#done.get(key) ?? run();
    this.#done.set(key, take);
    return take;
  }
}

const idealPlan = (plan: Plan): Plan => ({
  ...plan,
  devices: plan.devices.map((d) => ({ ...d, format: 'f64', clock: null })),
});

async function loweredOf({ request, plan }: TestPlan): Promise<Plan> {
  const { rewrite: _, ...options } = request.options ?? {};
  const { plan: lowered } = await compile({ ...request, options: { ...options, optimise: false } });
  return lowered ?? plan;
}
