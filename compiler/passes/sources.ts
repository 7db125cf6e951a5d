// Every source that a node reads, side-chains included: one list for all who walk edges.

import type { GraphNode, SourceRef } from '../ir/graph.ts';

/** What stands at the node's input, in the order in which channels stack or sums are formed. */
export function inputSources({ input }: GraphNode): readonly SourceRef[] {
  if (input.kind === 'from') return input.sources;
  return input.kind === 'mix' ? input.entries.map((e) => e.source) : [];
}

export function nodeSources(node: GraphNode): readonly SourceRef[] {
  const sources = inputSources(node);
  const keys: SourceRef[] = [];
  for (const step of node.steps) for (const port in step.keys) keys.push(step.keys[port]!);
  return keys.length === 0 ? sources : [...sources, ...keys];
}
