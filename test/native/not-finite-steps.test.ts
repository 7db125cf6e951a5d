// Every step type comes back after samples that are not finite, guarded as live: no state may keep them and look sound.

import { expect, it } from 'vitest';
import { encodePlan } from '../../compiler/index.ts';
import { nodeTypes } from '../../schema/index.ts';
import type { Plan } from '../../schema/plan.ts';
import { settingsOf } from '../conformance/settings.ts';
import { compileSetting } from '../conformance/subject.ts';
import { describeNative, native } from '../support/addon.ts';
import { errorDb } from '../support/compare.ts';
import { noise } from '../support/signals.ts';

const FRAMES = 36_000;
const BAD = 2000;
/** What is left of it is looked at in the last part. */
const LOOK = 32_000;

/** Plays noise through a plan, all inputs bad for a few frames if `bad` is given; the outputs' last part. */
function play(plan: Plan, bad?: number): Float64Array[] {
  const engine = new (native().Engine)(encodePlan(plan));
  engine.guard = true;
  const inputs = plan.devices.map((d) =>
    Array.from({ length: d.inputs }, (_, c) => {
      const x = noise(FRAMES, c + 1).map((v) => v / 4);
      return bad === undefined ? x : x.fill(bad, BAD, BAD + 3);
    }),
  );
  const outputs = plan.devices.map((d) => Array.from({ length: d.outputs }, () => new Float64Array(FRAMES)));
  engine.process(inputs, outputs, FRAMES);
  for (const x of outputs.flat()) expect(x.every(Number.isFinite)).toBe(true);
  return outputs.flat().map((x) => x.subarray(LOOK));
}

describeNative('every step type', () => {
  it.each(nodeTypes)('$type is itself again', async (d) => {
    const wrong: string[] = [];
    for (const setting of settingsOf(d)) {
      const compiled = await compileSetting(d, setting, 2);
      if (!('plan' in compiled)) continue;
      const { plan } = compiled;
      const expected = play(plan);
      for (const bad of [Number.NaN, Number.POSITIVE_INFINITY, 1e300]) {
        const error = errorDb(play(plan, bad), expected);
        if (!(error < -100)) wrong.push(`${setting.label}, ${bad}: ${error} dB`);
      }
    }
    expect(wrong).toEqual([]);
  });
});
