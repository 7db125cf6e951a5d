// Figures for the outside. In: what the engine counted. Out: levels by device in dBFS, load as shares, latencies by path.

import type { Plan } from '../../schema/plan.ts';
import type { RunnerStats, SlotLevels } from '../native-live.ts';
import type { Drifts } from './drifts.ts';
import type { ChannelLevel, DeviceLevels, Load, RunDevice, RunLatency } from './events.ts';
import type { Numbers } from './numbers.ts';

const dbfs = (factor: number): number | null => (factor > 0 ? 20 * Math.log10(factor) : null);

const channels = (peaks: Float64Array, rms: Float64Array): readonly ChannelLevel[] =>
  [...peaks].map((peak, c) => ({ peakDbfs: dbfs(peak), rmsDbfs: dbfs(rms[c] ?? 0) }));

/** In order of name; only devices of the plan. */
export function deviceLevels(
  plan: Plan,
  levels: readonly SlotLevels[],
  numbers: Numbers,
  drifts: Drifts,
): readonly DeviceLevels[] {
  const bySlot = new Map(levels.map((l) => [l.slot, l]));
  return plan.devices.flatMap(({ name }) => {
    const found = bySlot.get(numbers.slot(name));
    if (found === undefined) return [];
    const { inputPeaks, inputRms, outputPeaks, outputRms, clipped } = found;
    return [
      {
        name,
        inputs: channels(inputPeaks, inputRms),
        outputs: channels(outputPeaks, outputRms),
        clipped,
        drift: drifts.shown(name),
      },
    ];
  });
}

/** Of the busiest runner. */
export function loadOf(stats: readonly RunnerStats[]): Load {
  const most = (pick: (s: RunnerStats) => number) => Math.max(0, ...stats.map(pick));
  return { mean: most((s) => s.load), p99: most((s) => s.loadP99), worst: most((s) => s.loadWorst) };
}

export const xrunsOf = (stats: readonly RunnerStats[]): number => stats.reduce((sum, s) => sum + s.xruns, 0);
export const framesOf = (stats: readonly RunnerStats[]): number => Math.max(0, ...stats.map((s) => s.frames));

/** Paths of the plan with what the open devices add to them, and crossings that were widened. */
export function latenciesOf(plan: Plan, devices: readonly RunDevice[], drifts: Drifts): readonly RunLatency[] {
  const byName = new Map(devices.map((d) => [d.name, d]));
  const corrections = new Map(plan.devices.map((d) => [d.name, d.correction]));
  const nameOf = (port: string) => port.slice(0, port.indexOf('.'));
  /** Devices count at their own rates. */
  const corrected = (device: RunDevice | undefined, frames = 0, by = 0) =>
    device === undefined ? 0 : Math.round((Math.max(0, frames + by) * plan.rateHz) / device.rateHz);
  const into = (port: string) => {
    const device = byName.get(nameOf(port));
    return corrected(device, device?.inputLatencyFrames, corrections.get(nameOf(port))?.in);
  };
  const out = (port: string) => {
    const device = byName.get(nameOf(port));
    return corrected(device, device?.outputLatencyFrames, corrections.get(nameOf(port))?.out);
  };
  /**
   * Devices count from and to the cycle that handles a frame. A crossing counts from the moment that its clock gives the frame
   * itself, which is a block before; on a virtual device that is when it is heard and played. On one device both cancel.
   */
  const block = (port: string) => {
    const device = byName.get(nameOf(port));
    return device?.backend === 'virtual' ? 0 : corrected(device, device?.period);
  };
  return plan.paths.map(({ from, to, latencyFrames }) => {
    const widened = (drifts.of(nameOf(from))?.widenedIn ?? 0) + (drifts.of(nameOf(to))?.widenedOut ?? 0);
    const frames = into(from) - block(from) + latencyFrames + widened + block(to) + out(to);
    return { from, to, frames, ms: (1000 * frames) / plan.rateHz };
  });
}
