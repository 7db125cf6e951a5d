// Alignment heard: a sine and its copy half a period late cancel; once the compiler compensates, they double.
// Over rates and quanta, with a step that declares latency; a `delay` step is intent, so there they do cancel.

import { expect, it } from 'vitest';
import { nodeTypes } from '../../schema/index.ts';
import type { Plan } from '../../schema/plan.ts';
import { describeNative } from '../support/addon.ts';
import { peak } from '../support/compare.ts';
import { planOf } from '../support/compile-text.ts';
import { renderPlan } from '../support/render-plan.ts';
import { sine } from '../support/signals.ts';

const graph = (rateHz: number, quantum: number, step: string) => `
busbar: 1
engine: { rate: ${rateHz}, quantum: ${quantum} frames }
devices: { box: { inputs: { line: 1 }, outputs: { main: 1 } } }
graph:
  late: { from: box.line, do: [ ${step} ] }
  sum: { channels: 1, mix: { box.line: 0 dB, late: 0 dB }, to: box.main }
`;

/** The limiter is far below its ceiling: nothing but its look-ahead is left of it. */
const LATE = '{ limiter: { ceiling: 0 dBFS } }';
const HEIGHT = 0.25;

const latencyOf = (plan: Plan): number => Math.max(0, ...plan.paths.map((p) => p.latencyFrames));

function peakOf(plan: Plan, rateHz: number, period: number): number {
  const frames = Math.ceil(20 * period);
  const x = sine(frames, rateHz / period, rateHz, HEIGHT);
  const { box } = renderPlan(plan, { box: [x] }, { frames });
  // The first periods hold what comes before the late path begins.
  return peak(box![0]!.subarray(Math.ceil(4 * period)));
}

describeNative('paths of different latency', () => {
  const rates = [44100, 48000, 96000, 192000];
  const quanta = [1, 7, 64, 480, 1024];

  it('has a step to be late', () => {
    expect(nodeTypes.some((d) => d.type === 'limiter')).toBe(true);
  });

  it.each(rates.flatMap((rate) => quanta.map((quantum) => [rate, quantum] as const)))(
    'double at %i Hz in blocks of %i',
    async (rate, quantum) => {
      const plan = await planOf(graph(rate, quantum, LATE));
      const latency = latencyOf(plan);
      expect(latency).toBeGreaterThan(2);
      expect(peakOf(plan, rate, 2 * latency)).toBeCloseTo(2 * HEIGHT, 6);
    },
  );

  it.each(rates)('cancel at %i Hz where the delay is meant', async (rate) => {
    const plan = await planOf(graph(rate, 64, '{ delay: 48 frames }'));
    expect(latencyOf(plan)).toBe(0);
    expect(peakOf(plan, rate, 96)).toBeLessThan(1e-12);
  });
});
