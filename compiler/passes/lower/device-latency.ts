// What devices add to a path. In: what the inventory knows, and `latency:` of the config. Out: frames by device and
// direction. Invariant: `latency:` corrects the way through a device once: half of it in, half out, where it has both.

import type { EquippedGraph } from '../../ir/graph.ts';
import type { DeviceLatency } from '../../ir/ops.ts';

export function deviceLatencies({ graph }: EquippedGraph): readonly DeviceLatency[] {
  const { rateHz } = graph.config.engine;
  return graph.devices.map(({ found, latencyMs, inputs, outputs }) => {
    const correction = Math.round(((latencyMs ?? 0) * rateHz) / 1000);
    const inward = outputs.length === 0 ? correction : inputs.length === 0 ? 0 : Math.trunc(correction / 2);
    const corrected = (known: number | null | undefined, by: number) =>
      known === null || known === undefined ? null : Math.max(0, known + by);
    return {
      in: corrected(found?.inputs?.latency, inward),
      out: corrected(found?.outputs?.latency, correction - inward),
    };
  });
}
