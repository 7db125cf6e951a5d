// Sinks: `device.port` and `aggregate.out`, with channels. In: an address of `to:`. Out: hardware channels.
// Invariant: what a sink names exists; who else drives it is looked at once all are known (drivers.ts).

import type { DeviceId } from '../../../schema/plan.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { AddressConfig, AggregateConfig, DeviceConfig } from '../../ir/config.ts';
import type { SinkRef } from '../../ir/graph.ts';
import { type Address, parseAddress } from './address.ts';
import { aggregateChannels, portOf } from './aggregate-channels.ts';
import { needsPort, pickChannels, unknown } from './complain.ts';
import type { Scope } from './scope.ts';

export function resolveSink(scope: Scope, config: AddressConfig): SinkRef | undefined {
  const address = parseAddress(config.text);
  if (typeof address === 'string') {
    scope.found.push(diagnose('address/invalid', scope.spanOf(config), { text: config.text, problem: address }));
    return undefined;
  }
  const name = address.names[0] ?? '';
  const target = scope.find(name);
  if (target === undefined) {
    if (scope.isBroken(name)) return undefined;
    const among = scope.meant('device', 'aggregate');
    return unknown(scope, config, address, 0, 'device', among);
  }
  switch (target.kind) {
    case 'device':
      return devicePort(scope, config, address, target.id, target.device);
    case 'aggregate':
      return aggregateOut(scope, config, address, target.aggregate);
    case 'node':
      scope.found.push(
        diagnose('address/direction', scope.spanOf(config), { text: config.text, is: 'node', among: [] }),
      );
      return undefined;
  }
}

function devicePort(
  scope: Scope,
  config: AddressConfig,
  address: Address,
  id: DeviceId,
  device: DeviceConfig,
): SinkRef | undefined {
  const [, name, more] = address.names;
  const among = device.outputs.map((p) => p.name);
  if (name === undefined) return needsPort(scope, config, address, 'out', among);
  const port = device.outputs.find((p) => p.name === name);
  if (port === undefined) {
    if (!device.inputs.some((p) => p.name === name)) return unknown(scope, config, address, 1, 'output', among);
    scope.found.push(diagnose('address/direction', scope.spanOf(config), { text: config.text, is: 'in', among }));
    return undefined;
  }
  if (more !== undefined) return unknown(scope, config, address, 2, 'part of a port', []);
  const picked = pickChannels(scope, config, address, port.channels.length);
  if (picked === undefined) return undefined;
  const channels = picked.map((c) => ({ device: id, channel: (port.channels[c] ?? 0) - 1, port: port.name }));
  return { channels, at: config.at, text: config.text };
}

function aggregateOut(
  scope: Scope,
  config: AddressConfig,
  address: Address,
  aggregate: AggregateConfig,
): SinkRef | undefined {
  const [, name, more] = address.names;
  if (name === undefined) return needsPort(scope, config, address, 'out', []);
  if (name === 'in') {
    scope.found.push(
      diagnose('address/direction', scope.spanOf(config), { text: config.text, is: 'in', among: ['out'] }),
    );
    return undefined;
  }
  if (name !== 'out') return unknown(scope, config, address, 1, 'port of an aggregate', ['out']);
  if (more !== undefined) return unknown(scope, config, address, 2, 'part of a port', []);
  const all = aggregateChannels(scope, aggregate, 'outputs');
  if (all === undefined) return undefined;
  const picked = pickChannels(scope, config, address, all.length);
  if (picked === undefined) return undefined;
  const channels = picked.map((c) => {
    const { device, channel } = all[c]!;
    return { device, channel, port: portOf(scope.config.devices[device]!.outputs, channel)?.name ?? 'out' };
  });
  return { channels, at: config.at, text: config.text };
}
