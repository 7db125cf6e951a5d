// A feedback loop is exact from one frame up: y[n] = x[n] + y[n - d], bit for bit, whatever the quantum.

import { expect, it } from 'vitest';
import { describeNative } from '../support/addon.ts';
import { difference } from '../support/compare.ts';
import { planOf } from '../support/compile-text.ts';
import { random } from '../support/random.ts';
import { renderPlan } from '../support/render-plan.ts';
import { noise } from '../support/signals.ts';

const FRAMES = 5000;

const comb = (delay: number, quantum: number) => `
busbar: 1
engine: { rate: 48 kHz, quantum: ${quantum} frames }
devices: { box: { inputs: { line: 1 }, outputs: { main: 1 } } }
graph:
  sum: { channels: 1, mix: { box.line: 0 dB, back: 0 dB }, to: box.main }
  back: { from: sum, do: [ { delay: ${delay} frames } ] }
`;

describeNative('a comb', () => {
  const x = noise(FRAMES, 5, 0.01);
  const quanta = [1, 7, 64, 480, 1024];

  it.each([1, 7, 64, 1000].flatMap((d) => quanta.map((q) => [d, q] as const)))(
    'of %i frames in blocks of %i',
    async (d, q) => {
      const y = new Float64Array(FRAMES);
      for (let n = 0; n < FRAMES; n++) y[n] = x[n]! + (n < d ? 0 : y[n - d]!);
      const plan = await planOf(comb(d, q));
      expect(difference(renderPlan(plan, { box: [x] }, { frames: FRAMES }).box!, [y])).toBeUndefined();
      const next = random(d);
      const block = () => 1 + Math.floor(next() * q);
      expect(difference(renderPlan(plan, { box: [x] }, { frames: FRAMES, block }).box!, [y])).toBeUndefined();
    },
  );
});
