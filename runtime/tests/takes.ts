// Takes of one plan, each played once, however many assertions want it. In: what is played. Out: the take.

import type { Played, TestPlan } from '../../compiler/tests/types.ts';
import type { Plan } from '../../schema/plan.ts';
import { type Player, play, type Take } from './play.ts';
import { type Sources, sourcesOf } from './sources.ts';

export class Takes {
  readonly #player: Player;
  readonly #plan: Plan;
  readonly #done = new Map<string, Promise<Take>>();

  constructor(player: Player, { plan }: Pick<TestPlan, 'plan'>) {
    this.#player = player;
    this.#plan = plan;
  }

  /** The plan as it is: device formats, simulated clocks. */
  ofTest(played: readonly Played[], seconds: number): Promise<Take> {
    const key = JSON.stringify([seconds, played], (name, value) => (name === 'samples' ? undefined : value));
    return this.#once(key, () => play(this.#player, this.#plan, sourcesOf(played), seconds));
  }

  /** What the graph answers: clocks ideal, samples as 64-bit floats. Silence is played once for all that want it. */
  async probe(sources: Sources, seconds: number): Promise<Take> {
    const run = () => play(this.#player, idealPlan(this.#plan), sources, seconds);
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
