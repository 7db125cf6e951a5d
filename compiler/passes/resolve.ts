// config -> graph: names become ids, addresses become places of signals. In: a validated config. Out: the graph, without
// what could not be resolved. Invariant: each wrong name is reported once, where it stands, in nodes that were refused too.

import type { Config } from '../ir/config.ts';
import type { Graph } from '../ir/graph.ts';
import type { Pass } from './pass.ts';
import { checkPortNames, resolveAggregate } from './resolve/aggregates.ts';
import { warnOfLostBands } from './resolve/bands.ts';
import { checkDrivers } from './resolve/drivers.ts';
import { lookUp, resolveNode } from './resolve/node.ts';
import { Scope } from './resolve/scope.ts';
import { hintUnused } from './resolve/unused.ts';

export const resolve: Pass<Config, Graph> = (config, context) => {
  const scope = new Scope(config, context);
  for (const device of config.devices) checkPortNames(scope, device);
  const aggregates = config.aggregates.flatMap((a) => resolveAggregate(scope, a) ?? []);
  const nodes = config.nodes.map((node, id) => resolveNode(scope, node, id));
  const refused = config.refused.map((node) => ({ name: node.name, sinks: lookUp(scope, node) }));
  checkDrivers(scope, [...nodes, ...refused]);
  warnOfLostBands(scope, nodes);
  hintUnused(scope, nodes);
  return { value: { config, devices: config.devices, aggregates, nodes }, diagnostics: scope.found };
};
