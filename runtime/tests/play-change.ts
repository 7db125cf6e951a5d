// Plays on while the config is changed, from memory, as `busbar run` changes it. In: the running plan and the next, sources.
// Out: what every output plays, and frame and length of the change. Invariant: both plans have the same rate.

import { type Stage, stagesOf } from '../../compiler/index.ts';
import type { Plan } from '../../schema/plan.ts';
import type { NativeAddon } from '../native.ts';
import { bytesOf } from '../session/plan-bytes.ts';
import type { Sources } from './sources.ts';

export type Stages = (running: Plan, next: Plan) => readonly Stage[];

export interface Save {
  readonly frame: number;
  readonly stages: readonly Stage[];
}

/** What is heard, by device and channel. `save`: left out, nothing changes. */
export function playChange(
  addon: NativeAddon,
  plan: Plan,
  sources: Sources,
  frames: number,
  save?: Save,
): ReadonlyMap<string, readonly Float64Array[]> {
  const engine = new addon.Engine(bytesOf(plan));
  const ins = plan.devices.map((d) =>
    Array.from({ length: d.inputs }, (_, c) => {
      const x = sources.get(d.name)?.get(c)?.(frames, d.rateHz);
      return x === undefined || x.length < frames ? padded(x, frames) : x;
    }),
  );
  const outs = plan.devices.map((d) => Array.from({ length: d.outputs }, () => new Float64Array(frames)));
  const run = (from: number, to: number) => {
    const cut = (x: Float64Array) => x.subarray(from, to);
    engine.process(
      ins.map((d) => d.map(cut)),
      outs.map((d) => d.map(cut)),
      to - from,
    );
  };
  run(0, save?.frame ?? frames);
  if (save !== undefined) {
    engine.change(
      save.stages.map(({ plan: next, adopt, frames: length }) => ({ plan: bytesOf(next), adopt, frames: length })),
    );
    run(save.frame, frames);
  }
  return new Map(plan.devices.map((d, i) => [d.name, outs[i]!]));
}

function padded(x: Float64Array | undefined, frames: number): Float64Array {
  const out = new Float64Array(frames);
  if (x !== undefined) out.set(x);
  return out;
}

/** How long a change takes. */
export const framesOf = (stages: readonly Stage[]): number => stages.reduce((sum, s) => sum + s.frames, 0);

/** As `busbar run` does it. */
export const faded: Stages = (running, next) => stagesOf(running, next);

/** The next plan at once, its states new: what a mutant puts in place of the fade. */
export const cutOver: Stages = (_, next) => [{ plan: next, adopt: new Uint32Array(), frames: 0 }];
