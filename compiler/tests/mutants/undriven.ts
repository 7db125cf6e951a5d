// Outputs that nothing drives: what asks for their silence must notice when something does. In: a graph. Out: per device
// its channels without a signal, and the graph in which they have one.

import { nodeType } from '../../../schema/index.ts';
import type { DeviceId } from '../../../schema/plan.ts';
import { must } from '../../invariant.ts';
import type { OpGraph, Signal } from '../../ir/ops.ts';
import { wholePart } from '../../passes/lower/op-builder.ts';
import { impliedParams, internalParams } from '../../passes/lower/params.ts';

export interface Undriven {
  readonly device: DeviceId;
  /** From 0. */
  readonly channels: readonly number[];
}

/** Devices behind a crossing are left out: what drives them would need one too. */
export function undrivenOf(graph: OpGraph): readonly Undriven[] {
  const driven = new Set(
    graph.ops.flatMap((op) =>
      op.kernel === 'device_write' ? op.parts.map((p) => `${p.params.device}:${p.params.channel}`) : [],
    ),
  );
  const crossed = new Set(
    graph.aggregates.flatMap((a) => a.members.flatMap((m) => (m.crossingFrames > 0 ? [m.device] : []))),
  );
  return graph.devices.flatMap(({ ports }, device) => {
    if (crossed.has(device)) return [];
    const declared = new Set(ports.flatMap((p) => (p.direction === 'out' ? p.channels : [])));
    const channels = [...declared].map((c) => c - 1).filter((c) => !driven.has(`${device}:${c}`));
    return channels.length === 0 ? [] : [{ device, channels }];
  });
}

/** Noise of this level on channels that were silent. */
export function driven(graph: OpGraph, { device, channels }: Undriven, levelDbfs: number): OpGraph {
  const { name, domain } = graph.devices[device]!;
  const noise = must(nodeType('noise'), 'a step type noise');
  const producer = graph.ops.length;
  const signals = channels.map((c): Signal => ({ name: `Mutant.${c + 1}`, producer, domain }));
  const writes = signals.map((_, i) => graph.signals.length + i);
  const plain = { domain, latency: 0, tail: 0, inPlace: false };
  const params = impliedParams(noise, { colour: 'white', level: levelDbfs });
  return {
    ...graph,
    signals: [...graph.signals, ...signals],
    ops: [
      ...graph.ops,
      {
        ...plain,
        kernel: noise.type,
        name: 'Mutant.noise',
        reads: [],
        writes,
        parts: [wholePart('Mutant', 'noise', noise.type, params, [], writes)],
      },
      {
        ...plain,
        kernel: 'device_write',
        name: `${name}.Mutant`,
        reads: writes,
        writes: [],
        parts: channels.map((channel, i) => ({
          node: name,
          step: `out.${channel + 1}`,
          type: 'device_write',
          params: internalParams('device_write', { device, channel }),
          readFirst: i,
          readCount: 1,
          writeFirst: 0,
          writeCount: 0,
        })),
      },
    ],
  };
}
