// Bands of a crossover that are lost. In: the graph. Out: a warning per crossover of which some bands reach a sink and
// others do not: whoever removes the node or port of a woofer keeps tweeters that miss its band. A crossover of which
// nothing is heard is parked, and that is only a hint (unused.ts).

import { diagnose } from '../../diagnostics/catalog.ts';
import type { GraphNode } from '../../ir/graph.ts';
import { nodeSources } from '../sources.ts';
import { namedOutputs, type Scope } from './scope.ts';

export function warnOfLostBands(scope: Scope, nodes: readonly GraphNode[]): void {
  const { config, context, found } = scope;
  // What was refused may have been what takes the band.
  if (config.broken.size > 0 || found.some((d) => d.severity === 'error')) return;
  const split = nodes.filter((n) => namedOutputs(n.steps.at(-1)?.config).length > 1);
  if (split.length === 0) return;
  const taken = bandsHeard(nodes);
  for (const node of split) {
    const step = node.steps.at(-1)!.config;
    const bands = namedOutputs(step);
    const lost = bands.filter((band) => !taken.has(`${node.id} ${band}`));
    if (lost.length === 0 || lost.length === bands.length) continue;
    const args = {
      step: `${node.name}.${step.id}`,
      node: node.name,
      lost,
      kept: bands.filter((b) => !lost.includes(b)),
    };
    found.push(diagnose('graph/band-lost', context.span(step.at), args));
  }
}

/** Every `node output` that is on the way to a sink. */
function bandsHeard(nodes: readonly GraphNode[]): ReadonlySet<string> {
  const taken = new Set<string>();
  const heard = new Set<number>();
  const open = nodes.filter((n) => n.sinks.length > 0);
  for (const node of open) {
    if (heard.has(node.id)) continue;
    heard.add(node.id);
    for (const source of nodeSources(node)) {
      if (source.kind !== 'step') continue;
      taken.add(`${source.node} ${source.output}`);
      open.push(nodes[source.node]!);
    }
  }
  return taken;
}
