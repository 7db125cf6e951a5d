// Addresses of tests. In: text and where it stands, the graph of the config. Out: channels of devices.
// Invariants: what a config says of an address that leads nowhere, a test says too; a signal inside the graph gets a tap.

import { diagnose } from '../diagnostics/catalog.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { AddressConfig, DeviceConfig } from '../ir/config.ts';
import type { CheckedGraph, SourceRef } from '../ir/graph.ts';
import type { PassContext } from '../passes/pass.ts';
import { parseAddress } from '../passes/resolve/address.ts';
import { unknown } from '../passes/resolve/complain.ts';
import { Scope } from '../passes/resolve/scope.ts';
import { resolveSink } from '../passes/resolve/sink.ts';
import { resolveSource } from '../passes/resolve/source.ts';
import type { Taps } from './taps.ts';
import type { Channel } from './types.ts';

export class TestAddresses {
  readonly #scope: Scope;
  readonly #checked: CheckedGraph;
  readonly #taps: Taps;

  constructor(checked: CheckedGraph, taps: Taps, context: PassContext) {
    this.#checked = checked;
    this.#taps = taps;
    this.#scope = new Scope(checked.graph.config, context);
  }

  /** What was wrong; places in the config are left out, for they are of other files. */
  get found(): readonly Diagnostic[] {
    return this.#scope.found.map((d) => ({ ...d, related: [] }));
  }

  /** Something to play into: channels of device inputs. */
  input(address: AddressConfig): readonly Channel[] | undefined {
    const source = resolveSource(this.#scope, address);
    if (source === undefined) return undefined;
    if (source.kind === 'channels') return source.channels.map((c) => this.#channel(c.device, c.channel, 'inputs'));
    if (source.kind === 'device') return source.channels.map((c) => this.#channel(source.device, c, 'inputs'));
    const devices = this.#scope.config.devices.filter((d) => d.inputs.length > 0);
    const among = devices.flatMap((d) => d.inputs.map((p) => `${d.name}.${p.name}`));
    this.#scope.found.push(diagnose('test/not-an-input', this.#scope.spanOf(address), { text: address.text, among }));
    return undefined;
  }

  /** Something to listen to: channels of device outputs, or of nodes by way of a tap. */
  output(address: AddressConfig): readonly Channel[] | undefined {
    const parsed = parseAddress(address.text);
    const name = typeof parsed === 'string' ? undefined : parsed.names[0];
    const target = name === undefined ? undefined : this.#scope.find(name);
    if (name !== undefined && target === undefined && !this.#scope.isBroken(name) && typeof parsed !== 'string') {
      return unknown(
        this.#scope,
        address,
        parsed,
        0,
        'device or node',
        this.#scope.names('device', 'aggregate', 'node'),
      );
    }
    if (target?.kind !== 'node') {
      const sink = resolveSink(this.#scope, address);
      return sink?.channels.map((c) => this.#channel(c.device, c.channel, 'outputs'));
    }
    const source = resolveSource(this.#scope, address);
    if (source?.kind !== 'step') return undefined;
    return this.#taps.channels(address.text, this.#width(source));
  }

  /** The name of a device with a simulated clock. */
  clocked(address: AddressConfig): string | undefined {
    const device = this.#device(address);
    if (device === undefined) return undefined;
    if (device.clock !== null) return device.name;
    this.#scope.found.push(diagnose('test/no-clock', this.#scope.spanOf(address), { device: device.name }));
    return undefined;
  }

  /** Channels of all device inputs, or outputs, port by port. */
  all(side: 'inputs' | 'outputs'): readonly Channel[] {
    return this.#scope.config.devices.flatMap((device, id) =>
      [...new Set(device[side].flatMap((p) => p.channels))].map((c) => this.#channel(id, c - 1, side)),
    );
  }

  #device(address: AddressConfig): DeviceConfig | undefined {
    const { devices } = this.#scope.config;
    const found = devices.find((d) => d.name === address.text);
    if (found !== undefined) return found;
    const names = devices.map((d) => d.name);
    return unknown(this.#scope, address, { names: [address.text], channels: null }, 0, 'device', names);
  }

  #width({ node, step, output, channels }: SourceRef & { readonly kind: 'step' }): number {
    const checked = this.#checked.nodes[node]!;
    return (
      channels?.length ?? (step < 0 ? checked.channels : (checked.steps[step]?.outputs[output] ?? checked.channels))
    );
  }

  #channel(id: number, channel: number, side: 'inputs' | 'outputs'): Channel {
    const device = this.#scope.config.devices[id]!;
    return { device: device.name, channel, name: `${device.name}.${portName(device[side], channel)}` };
  }
}

/** `rec.2`, or `mic` where that is all there is of the port. */
function portName(ports: DeviceConfig['inputs'], channel: number): string {
  const port = ports.find((p) => p.channels.includes(channel + 1));
  if (port === undefined) return String(channel + 1);
  return port.channels.length === 1 ? port.name : `${port.name}.${port.channels.indexOf(channel + 1) + 1}`;
}
