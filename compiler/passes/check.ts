// graph -> checked graph: widths unified, cycles and clocks judged, latencies known. In: a resolved graph. Out: the same
// with a width for every port and a domain for every device. Invariant: without an error, every width is known and
// every cycle has a delay; with one, a value still comes out so that files can be looked at too.

import type { StepConfig } from '../ir/config.ts';
import type { CheckedGraph, CheckedNode, CheckedStep, Graph } from '../ir/graph.ts';
import { checkAggregates } from './check/aggregates.ts';
import { checkChannels } from './check/channels.ts';
import { crossingsOf } from './check/crossings.ts';
import { checkCycles } from './check/cycles.ts';
import { checkDevices } from './check/devices.ts';
import { checkDomains } from './check/domains.ts';
import { checkSize } from './check/size.ts';
import { StepGraph } from './check/step-graph.ts';
import { solveWidths, type Widths } from './check/widths.ts';
import type { Pass } from './pass.ts';

export const check: Pass<Graph, CheckedGraph> = (graph, context) => {
  const { rateHz } = graph.config.engine;
  const steps = new StepGraph(graph);
  const widths = solveWidths(steps);
  const cycles = checkCycles(steps, rateHz, context);
  const domains = checkDomains(graph, context);
  const value: CheckedGraph = {
    graph,
    nodes: graph.nodes.map(
      (node): CheckedNode => ({
        channels: widths.input[node.id]!,
        steps: node.steps.map((s, i) => checkedStep(s.config, widths, steps.vertex(node.id, i), rateHz)),
        domain: domains.ofNode[node.id]!,
      }),
    ),
    deviceDomain: domains.ofDevice,
    domains: domains.domains,
    crossings: crossingsOf(graph),
    feedback: cycles.feedback,
  };
  const tooLarge = checkSize(graph, widths, context);
  if (tooLarge !== undefined) return { diagnostics: [tooLarge] };
  const aggregates = checkAggregates(graph.config, context);
  const diagnostics = [
    ...checkChannels(steps, widths, context),
    ...cycles.diagnostics,
    ...aggregates,
    ...checkDevices(graph.config, context),
    // A clock that two aggregates claim is in one of them: what it does not meet then is no second mistake.
    ...(aggregates.some((d) => d.code.startsWith('aggregate/shared-')) ? [] : domains.diagnostics),
  ];
  return { value, diagnostics };
};

function checkedStep(config: StepConfig, widths: Widths, vertex: number, rateHz: number): CheckedStep {
  const { inputs, outputs } = widths.steps[vertex]!;
  return { inputs, outputs, latencyFrames: config.descriptor.latency?.(config.params, rateHz) ?? 0 };
}
