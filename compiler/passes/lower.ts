// checked graph -> ops: sums, crossings, device reads and writes made explicit. In: a graph without errors. Out: ops and
// signals. Invariants: a signal has one producer; stacking and spreading cost no op; nothing is aligned yet.

import type { EquippedGraph } from '../ir/graph.ts';
import type { OpGraph } from '../ir/ops.ts';
import { pointer } from '../ir/source.ts';
import { StepGraph } from './check/step-graph.ts';
import { deviceLatencies } from './lower/device-latency.ts';
import { DeviceReads } from './lower/device-reads.ts';
import { addDeviceWrites } from './lower/device-writes.ts';
import { splitFeedback } from './lower/feedback.ts';
import { hintHeadroom } from './lower/headroom.ts';
import { lowerNode } from './lower/nodes.ts';
import { OpBuilder } from './lower/op-builder.ts';
import { BlobTable } from './lower/params.ts';
import { planAggregates, planDevices, planNodes } from './lower/plan-tables.ts';
import { Wiring } from './lower/wiring.ts';
import type { Pass } from './pass.ts';

export const lower: Pass<EquippedGraph, OpGraph> = (checked, passContext) => {
  const { config, nodes } = checked.graph;
  const { engine } = config;
  const steps = new StepGraph(checked.graph);
  const order = steps.dataOrder(checked.feedback);
  const builder = new OpBuilder();
  const reads = new DeviceReads(checked, builder);
  const wiring = new Wiring(checked, steps, order, builder, reads);
  const blobs = new BlobTable(checked.assets);
  const delays = new Map<number, number>();
  const context = { builder, wiring, blobs, rateHz: engine.rateHz, delays };
  for (const node of nodes) lowerNode(node, checked.nodes[node.id]!, checked.feedback, context);
  addDeviceWrites(checked, builder, (node) => wiring.after(node, nodes[node]!.steps.length - 1));
  const value: OpGraph = {
    name: config.name,
    quantum: passContext.options.quantum ?? engine.quantum,
    rateHz: engine.rateHz,
    domains: checked.domains,
    devices: planDevices(checked),
    aggregates: planAggregates(checked),
    deviceLatency: deviceLatencies(checked),
    nodes: planNodes(checked),
    blobs: blobs.blobs,
    ops: splitFeedback(builder.ops, builder.signals, delays),
    signals: builder.signals,
    pads: [],
    arrival: [],
    budget:
      engine.latencyBudgetMs === null ? null : { ms: engine.latencyBudgetMs, at: pointer(engine.at, 'latency_budget') },
  };
  const { rewrite = (graph: OpGraph) => graph } = passContext.options;
  return { value: rewrite(value), diagnostics: hintHeadroom(checked, steps, order, passContext) };
};
