// How late the sound is on its way. In: a plan. Out: frames from the device inputs to each step, by `node.step`, and to
// the end of each node, by its name: everything on the way that is latency, and nothing that was asked for.

import type { Plan } from '../../schema/plan.ts';

export function arrivalsOf({ ops, nodes, signals }: Plan): ReadonlyMap<string, number> {
  const at = new Float64Array(signals.length);
  const found = new Map<string, number>();
  for (const { from, makes, latencyFrames, parts } of ops) {
    // On a cycle an op may read what is made after it: that is 0 here, and met by what is not.
    const frames = from.reduce((latest, s) => Math.max(latest, at[s] ?? 0), 0) + latencyFrames;
    for (const s of makes) at[s] = frames;
    for (const { node, step } of parts) {
      for (const name of [`${node}.${step}`, node]) found.set(name, Math.max(found.get(name) ?? 0, frames));
    }
  }
  for (const { name, steps } of nodes) {
    const last = found.get(`${name}.${steps.at(-1)?.id}`);
    if (last !== undefined) found.set(name, last);
  }
  return found;
}
