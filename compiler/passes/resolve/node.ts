// One node: its sources, side-chains and sinks. In: a node's config. Out: a graph node, without what was refused.
// Invariant: a source that was dropped leaves `incomplete` behind, so that no width is guessed from the rest.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { AddressConfig, NodeConfig } from '../../ir/config.ts';
import type { GraphMixEntry, GraphNode, GraphStep, NodeId, SinkRef, SourceRef } from '../../ir/graph.ts';
import { pointer } from '../../ir/source.ts';
import { namedOutputs, outputNames, type Scope } from './scope.ts';
import { resolveSink } from './sink.ts';
import { resolveSource } from './source.ts';

const NO_KEYS: Readonly<Record<string, SourceRef>> = {};

export function resolveNode(scope: Scope, node: NodeConfig, id: NodeId): GraphNode {
  checkOutputs(scope, node);
  let dropped = false;
  const source = (address: AddressConfig): SourceRef[] => {
    const ref = resolveSource(scope, address);
    dropped ||= ref === undefined;
    return ref === undefined ? [] : [ref];
  };
  const input = resolveInput(node, source);
  const incomplete = dropped;
  const steps = node.steps.map((config): GraphStep => {
    let keys = NO_KEYS;
    for (const port in config.keys) {
      const [ref] = source(config.keys[port]!);
      if (ref !== undefined) keys = { ...keys, [port]: ref };
    }
    return { config, keys };
  });
  const sinks = node.to.flatMap((address) => resolveSink(scope, address) ?? []);
  return {
    id,
    name: node.name,
    at: node.at,
    declaredChannels: node.channels,
    input,
    steps,
    sinks,
    incomplete,
  };
}

/** Says what is wrong with the addresses of a node that was refused. Out: where it would have gone. */
export function lookUp(scope: Scope, node: NodeConfig): readonly SinkRef[] {
  resolveInput(node, (address) => [resolveSource(scope, address) ?? []].flat());
  for (const { keys } of node.steps) for (const address of Object.values(keys)) resolveSource(scope, address);
  return node.to.flatMap((address) => resolveSink(scope, address) ?? []);
}

function resolveInput(node: NodeConfig, source: (a: AddressConfig) => SourceRef[]): GraphNode['input'] {
  const { input } = node;
  switch (input.kind) {
    case 'none':
      return input;
    case 'from':
      return { kind: 'from', sources: input.sources.flatMap(source) };
    case 'mix': {
      const entries: GraphMixEntry[] = [];
      for (const { source: address, gainDb, panPercent, mute } of input.entries) {
        for (const ref of source(address)) entries.push({ source: ref, gainDb, panPercent, mute });
      }
      return { kind: 'mix', entries };
    }
  }
}

/** A step with several outputs ends its node, is addressed by output, and shares no name with another step. */
function checkOutputs(scope: Scope, node: NodeConfig): void {
  const last = node.steps.length - 1;
  for (let i = 0; i <= last; i++) {
    const step = node.steps[i]!;
    const named = namedOutputs(step);
    if (named.length === 0) continue;
    const next = node.steps[i + 1];
    if (next !== undefined && outputNames(step).length > 1) {
      scope.found.push(
        diagnose(
          'step/after-outputs',
          scope.context.span(next.at),
          { node: node.name, step: step.id, outputs: named, next: next.id },
          { related: [{ span: scope.context.span(step.at), label: `outputs ${named.join(', ')}` }] },
        ),
      );
    }
    if (i !== last) continue;
    for (const other of node.steps) {
      if (!named.includes(other.id)) continue;
      scope.found.push(
        diagnose(
          'step/output-clash',
          scope.context.span(pointer(other.paramsAt, 'id')),
          { node: node.name, id: other.id, step: step.id },
          { related: [{ span: scope.context.span(step.at), label: `has an output \`${other.id}\`` }] },
        ),
      );
    }
    const to = node.to[0];
    if (to !== undefined && named.length > 1) {
      const help = `Give each output a node of its own: \`{ from: ${node.name}.${named[0]}, to: ${to.text} }\`.`;
      const args = { text: node.name, step: step.id, outputs: named };
      scope.found.push(diagnose('address/several-outputs', scope.spanOf(to), args, { help }));
    }
  }
}
