// Hints about what nothing refers to. In: the graph. Out: one hint per node, one per device.
// Invariant: only the end of a forgotten chain is named, and a device's spare ports are one hint together.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { GraphNode, SourceRef } from '../../ir/graph.ts';
import { nodeSources } from '../sources.ts';
import type { Scope } from './scope.ts';

export function hintUnused(scope: Scope, nodes: readonly GraphNode[]): void {
  const { config, context, found } = scope;
  // What was refused may have been what uses the rest.
  if (config.broken.size > 0 || found.some((d) => d.severity === 'error')) return;
  const readNodes = new Set<number>();
  const usedChannels = config.devices.map(() => ({ inputs: new Set<number>(), outputs: new Set<number>() }));
  const read = (source: SourceRef): void => {
    if (source.kind === 'step') readNodes.add(source.node);
    else if (source.kind === 'device') for (const c of source.channels) usedChannels[source.device]!.inputs.add(c);
    else for (const c of source.channels) usedChannels[c.device]!.inputs.add(c.channel);
  };
  for (const node of nodes) {
    for (const source of nodeSources(node)) read(source);
    for (const sink of node.sinks) for (const c of sink.channels) usedChannels[c.device]!.outputs.add(c.channel);
  }

  for (const node of nodes) {
    const observed = node.steps.some((s) => s.config.descriptor.passthrough);
    const sends = config.nodes[node.id]!.to.length > 0;
    if (readNodes.has(node.id) || observed || sends) continue;
    found.push(diagnose('graph/unused', context.span(node.at, 'key'), { kind: 'node', name: node.name, unused: [] }));
  }

  const clocks = new Set(config.aggregates.map((a) => a.clock.device));
  for (const [id, device] of config.devices.entries()) {
    const spare = (direction: 'inputs' | 'outputs') =>
      device[direction].filter((p) => !p.channels.some((c) => usedChannels[id]![direction].has(c - 1)));
    const unused = [...spare('inputs'), ...spare('outputs')].map((p) => p.name);
    if (unused.length === 0) continue;
    const whole = unused.length === device.inputs.length + device.outputs.length;
    if (whole && clocks.has(device.name)) continue;
    const args = whole
      ? { kind: 'device', name: device.name, unused: [] }
      : { kind: 'port', name: device.name, unused: [...new Set(unused)] };
    found.push(diagnose('graph/unused', context.span(device.at, 'key'), args));
  }
}
