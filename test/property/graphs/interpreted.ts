// A graph as the reference interpreter plays it. In: the equipped graph and samples by device name. Out: the same.

import { interpret } from '../../../compiler/interpret.ts';
import type { EquippedGraph } from '../../../compiler/ir/graph.ts';
import { kernelHost } from '../../support/kernel-host.ts';
import type { DeviceSignals } from '../../support/render-plan.ts';

export function interpreted(
  graph: EquippedGraph,
  inputs: DeviceSignals,
  frames: number,
): Record<string, readonly Float64Array[]> {
  const { devices } = graph.graph;
  const out = interpret(
    graph,
    devices.map((d) => inputs[d.name] ?? []),
    frames,
    kernelHost,
  );
  return Object.fromEntries(devices.map((d, i) => [d.name, out[i]!]));
}
