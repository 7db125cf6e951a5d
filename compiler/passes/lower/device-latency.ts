// What devices add to a path. In: what the inventory knows, and `latency:` of the config. Out: frames of the
// master by device and direction. Invariant: `latency:` corrects the way through a device once: half of it in, half out, where it has both.

import type { DeviceConfig } from '../../ir/config.ts';
import type { EquippedGraph } from '../../ir/graph.ts';
import type { DeviceLatency } from '../../ir/ops.ts';
import { rateOf } from '../check/crossings.ts';

export function deviceLatencies({ graph }: EquippedGraph): readonly DeviceLatency[] {
  const { rateHz } = graph.config.engine;
  return graph.devices.map((device) => {
    const ownHz = rateOf(device, rateHz);
    const by = correctionOf(device, ownHz);
    const corrected = (known: number | null | undefined, frames: number) =>
      known === null || known === undefined ? null : Math.round((Math.max(0, known + frames) * rateHz) / ownHz);
    return {
      in: corrected(device.found?.inputs?.latency, by?.in ?? 0),
      out: corrected(device.found?.outputs?.latency, by?.out ?? 0),
    };
  });
}

/** Frames to add to what the device reports, at its rate; undefined: none. */
export function correctionOf(
  { latencyMs, inputs, outputs }: DeviceConfig,
  rateHz: number,
): { readonly in: number; readonly out: number } | undefined {
  const frames = Math.round(((latencyMs ?? 0) * rateHz) / 1000);
  if (frames === 0) return undefined;
  const inward = outputs.length === 0 ? frames : inputs.length === 0 ? 0 : Math.trunc(frames / 2);
  return { in: inward, out: frames - inward };
}
