// Sources: `device.port`, `aggregate.in`, `node`, `node.step`, `node.output`, `node.step.output`, each with channels.
// In: an address. Out: the place of its signals; undefined, with a diagnostic, where there is none.
// Invariant: hardware channels are checked here; channels of nodes wait for the widths that check works out.

import type { DeviceId } from '../../../schema/plan.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { AddressConfig, AggregateConfig, DeviceConfig, NodeConfig } from '../../ir/config.ts';
import type { NodeId, SourceRef } from '../../ir/graph.ts';
import { type Address, parseAddress } from './address.ts';
import { aggregateChannels } from './aggregate-channels.ts';
import { needsPort, pickChannels, unknown } from './complain.ts';
import { namedOutputs, outputNames, type Scope } from './scope.ts';

export function resolveSource(scope: Scope, config: AddressConfig): SourceRef | undefined {
  const address = parseAddress(config.text);
  if (typeof address === 'string') {
    scope.found.push(diagnose('address/invalid', scope.spanOf(config), { text: config.text, problem: address }));
    return undefined;
  }
  const name = address.names[0] ?? '';
  const target = scope.find(name);
  if (target === undefined) {
    if (scope.isBroken(name)) return undefined;
    const among = scope.meant('node', 'device', 'aggregate');
    return unknown(scope, config, address, 0, 'node or device', among);
  }
  switch (target.kind) {
    case 'device':
      return devicePort(scope, config, address, target.id, target.device);
    case 'aggregate':
      return aggregateIn(scope, config, address, target.aggregate);
    case 'node':
      return nodeSignal(scope, config, address, target.id, target.node);
  }
}

function devicePort(
  scope: Scope,
  config: AddressConfig,
  address: Address,
  id: DeviceId,
  device: DeviceConfig,
): SourceRef | undefined {
  const [, name, more] = address.names;
  const among = device.inputs.map((p) => p.name);
  if (name === undefined) return needsPort(scope, config, address, 'in', among);
  const port = device.inputs.find((p) => p.name === name);
  if (port === undefined) {
    if (!device.outputs.some((p) => p.name === name)) return unknown(scope, config, address, 1, 'input', among);
    scope.found.push(diagnose('address/direction', scope.spanOf(config), { text: config.text, is: 'out', among }));
    return undefined;
  }
  if (more !== undefined) return unknown(scope, config, address, 2, 'part of a port', []);
  const picked = pickChannels(scope, config, address, port.channels.length);
  if (picked === undefined) return undefined;
  const channels = picked.map((c) => (port.channels[c] ?? 0) - 1);
  const { at, isKey, text } = config;
  return { kind: 'device', device: id, port: port.name, channels, at, isKey, text };
}

function aggregateIn(
  scope: Scope,
  config: AddressConfig,
  address: Address,
  aggregate: AggregateConfig,
): SourceRef | undefined {
  const [, name, more] = address.names;
  if (name === undefined) return needsPort(scope, config, address, 'in', []);
  if (name === 'out') {
    scope.found.push(
      diagnose('address/direction', scope.spanOf(config), { text: config.text, is: 'out', among: ['in'] }),
    );
    return undefined;
  }
  if (name !== 'in') return unknown(scope, config, address, 1, 'port of an aggregate', ['in']);
  if (more !== undefined) return unknown(scope, config, address, 2, 'part of a port', []);
  const all = aggregateChannels(scope, aggregate, 'inputs');
  if (all === undefined) return undefined;
  const picked = pickChannels(scope, config, address, all.length);
  if (picked === undefined) return undefined;
  const { at, isKey, text } = config;
  return { kind: 'channels', channels: picked.flatMap((c) => all[c] ?? []), at, isKey, text };
}

function nodeSignal(
  scope: Scope,
  config: AddressConfig,
  address: Address,
  id: NodeId,
  node: NodeConfig,
): SourceRef | undefined {
  const [nodeName = '', second, third] = address.names;
  const last = node.steps.length - 1;
  const channels = address.channels === null ? null : range(address.channels);
  const found = (step: number, output: string): SourceRef => {
    const { at, isKey, text } = config;
    return { kind: 'step', node: id, step, output, channels, at, isKey, text };
  };

  let step = last;
  let output = second;
  const byId = second === undefined ? undefined : scope.stepIndex(node, second);
  if (byId !== undefined) {
    step = byId;
    output = third;
    warnUnnamed(scope, config, node, step);
  } else if (third !== undefined) {
    return unknown(scope, config, address, 1, `step of \`${nodeName}\``, stepIds(node));
  }

  const named = namedOutputs(node.steps[step]);
  if (output === undefined) {
    if (named.length === 0) return found(step, step < 0 ? 'out' : (outputNames(node.steps[step]!)[0] ?? 'out'));
    if (named.length === 1) return found(step, named[0]!);
    return severalOutputs(scope, config, address, node.steps[step]!.id, named);
  }
  if (named.includes(output)) return found(step, output);
  const at = byId === undefined ? 1 : 2;
  const among = byId === undefined ? [...stepIds(node), ...named] : named;
  const kind = byId === undefined ? `step or output of \`${nodeName}\`` : `output of \`${nodeName}.${second}\``;
  return unknown(scope, config, address, at, kind, among);
}

const stepIds = (node: NodeConfig): readonly string[] => node.steps.map((s) => s.id);

const range = ({ first, last }: { first: number; last: number }): readonly number[] =>
  Array.from({ length: last - first + 1 }, (_, i) => first - 1 + i);

function severalOutputs(
  scope: Scope,
  config: AddressConfig,
  address: Address,
  step: string,
  outputs: readonly string[],
): undefined {
  const text = address.names.join('.');
  scope.found.push(diagnose('address/several-outputs', scope.spanOf(config), { text, step, outputs }));
}

/** An address that counts (`peaking-2`, or `peaking` where there are two) changes its meaning with the next edit. */
function warnUnnamed(scope: Scope, config: AddressConfig, node: NodeConfig, index: number): void {
  const step = node.steps[index]!;
  const { type } = step.descriptor;
  if (step.named || !node.steps.some((s, i) => i !== index && s.descriptor.type === type && !s.named)) return;
  scope.found.push(
    diagnose(
      'step/unnamed',
      scope.spanOf(config),
      { text: config.text, type, id: step.id },
      { related: [{ span: scope.context.span(step.at), label: `\`${step.id}\` is this one today` }] },
    ),
  );
}
