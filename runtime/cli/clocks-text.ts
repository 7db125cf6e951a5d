// How simulated clocks fared in a render. In: their reports. Out: a line per device and one per gap, or the objects of
// `render --json`. Invariant: what did not happen is not mentioned in text; in JSON every figure is there.

import type { Plan } from '../../schema/plan.ts';
import type { ClockReport } from '../native.ts';
import type { Colors } from './context.ts';

const signed = (n: number, digits: number) => `${n < 0 ? '' : '+'}${n.toFixed(digits)}`;
const counted = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

export const clockLines = (plan: Plan, clocks: readonly ClockReport[], c: Colors): readonly string[] =>
  clocks.flatMap((clock) => {
    const name = plan.devices[clock.device]?.name ?? '';
    const { drives, driftPpm, worstErrorFrames } = clock;
    const speed = drives
      ? `master, ${signed(driftPpm, 2)} ppm`
      : `drift ${signed(driftPpm, 2)} ppm, delay within ${worstErrorFrames.toFixed(2)} frames`;
    const troubles = troublesOf(clock).join(', ');
    const gaps = clock.gaps.map(
      ({ atMs, lastsMs }) => `  ${c.yellow(`away from ${(atMs / 1000).toFixed(3)} s, for ${lastsMs.toFixed(1)} ms`)}`,
    );
    return [`${c.bold(name)}  ${speed}`, ...(troubles === '' ? [] : [`  ${c.yellow(troubles)}`]), ...gaps];
  });

function troublesOf(clock: ClockReport): readonly string[] {
  const { xruns, lostFrames, silentFrames, realigned, widenedFrames } = clock;
  return [
    ...(xruns > 0 ? [`${counted(xruns, 'xrun')} (${counted(lostFrames, 'frame')})`] : []),
    ...(silentFrames > 0 ? [`${counted(silentFrames, 'frame')} lost at the crossing`] : []),
    ...(realigned > 0 ? [`re-aligned ${realigned === 1 ? 'once' : `${realigned} times`}`] : []),
    ...(widenedFrames > 0 ? [`crossing widened by ${counted(widenedFrames, 'frame')}`] : []),
  ];
}

export const clocksJson = (plan: Plan, clocks: readonly ClockReport[]): unknown =>
  clocks.map(({ device, ...figures }) => ({ device: plan.devices[device]?.name, ...figures }));
