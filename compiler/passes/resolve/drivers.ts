// One driver per hardware channel. In: the sinks of every node. Out: an error for each sink that meets an earlier one.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { GraphNode, SinkRef } from '../../ir/graph.ts';
import type { Scope } from './scope.ts';

type Driver = Pick<GraphNode, 'name' | 'sinks'>;

export function checkDrivers(scope: Scope, nodes: readonly Driver[]): void {
  const drivers = scope.config.devices.map(() => new Map<number, { node: Driver; sink: SinkRef }>());
  for (const node of nodes) {
    for (const sink of node.sinks) {
      const met = new Set<SinkRef>();
      for (const { device, channel, port } of sink.channels) {
        const known = drivers[device]!;
        const first = known.get(channel);
        if (first === undefined) {
          known.set(channel, { node, sink });
          continue;
        }
        if (met.has(first.sink)) continue;
        met.add(first.sink);
        const { name } = scope.config.devices[device]!;
        scope.found.push(
          diagnose(
            'graph/driven-twice',
            scope.context.span(sink.at),
            {
              sink: sink.text,
              channel: `channel ${channel + 1} of \`${name}\` (\`${name}.${port}\`)`,
              first: first.node.name,
              second: node.name,
            },
            {
              label: `\`${node.name}\` drives it here`,
              related: [{ span: scope.context.span(first.sink.at), label: `\`${first.node.name}\` drives it here` }],
            },
          ),
        );
      }
    }
  }
}
