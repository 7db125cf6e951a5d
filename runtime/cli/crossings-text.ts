// Crossings for people. In: a plan. Out: per aggregate, what each member pays to meet its clock, and for what.

import type { Plan, PlanAggregate } from '../../schema/plan.ts';
import type { Colors } from './context.ts';
import { latencyText, rateText } from './units-text.ts';

type Member = PlanAggregate['members'][number];

/** Empty where nothing crosses. */
export function crossingLines(plan: Plan, c: Colors): readonly string[] {
  const lines = plan.aggregates.flatMap(({ name, clock, members }) => {
    const crossing = members.filter((m) => m.crossingFrames > 0);
    if (crossing.length === 0) return [];
    return [
      c.dim(`crossings to the clock of ${plan.devices[clock]?.name}, ${name}`),
      ...crossing.map((m) => lineOf(plan, m, c)),
    ];
  });
  return lines.length === 0 ? [] : [...lines, ''];
}

const words: Readonly<Record<string, string>> = { resample: 'resampled', steer: 'steered', locked: 'locked' };

/** `tape  341 frames, 7.1 ms: period 140, headroom 96, kernel 105; resampled from 44.1 kHz`. */
function lineOf({ devices, rateHz }: Plan, m: Member, c: Colors): string {
  const device = devices[m.device];
  const causes = [
    `period ${m.crossingFrames - m.headroomFrames - m.kernelFrames}`,
    ...(m.headroomFrames > 0 ? [`headroom ${m.headroomFrames}`] : []),
    ...(m.kernelFrames > 0 ? [`kernel ${m.kernelFrames}`] : []),
  ];
  const from = device === undefined || device.rateHz === rateHz ? '' : ` from ${rateText(device.rateHz)}`;
  const latency = c.bold(latencyText(m.crossingFrames, rateHz));
  return `${device?.name}  ${latency}: ${causes.join(', ')}; ${words[m.drift] ?? m.drift}${from}`;
}
