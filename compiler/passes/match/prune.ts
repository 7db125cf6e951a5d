// Devices and ports removed with what names them, by `null` or by `missing: prune`. In: a config and removals. Out: the
// config without them, and a list of all that went. Invariants: what is left names nothing that went; a node goes when its
// last source went; a step goes when its side-chain went; the rest stays as it was written.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic, Related } from '../../diagnostics/diagnostic.ts';
import type {
  AddressConfig,
  AggregateConfig,
  Config,
  ControlConfig,
  DeviceConfig,
  NodeConfig,
  StepConfig,
} from '../../ir/config.ts';
import type { JsonPointer, Span } from '../../ir/source.ts';
import { mixSource } from '../../ir/target.ts';
import type { PassContext } from '../pass.ts';
import { parseAddress } from '../resolve/address.ts';

export interface PortName {
  readonly direction: 'in' | 'out';
  readonly name: string;
}

export interface Removal {
  readonly device: string;
  /** `all`: the device itself. */
  readonly ports: 'all' | readonly PortName[];
  /** Where it is asked for. */
  readonly span: Span;
  /** Whether somebody wrote that it goes, or it is not there. */
  readonly why: 'null' | 'missing';
}

/** Of all that went, how much is shown at its place. */
const MOST_SHOWN = 40;

interface Gone {
  readonly what: string;
  readonly at: JsonPointer;
  readonly which: 'key' | 'value';
}

export function prune(
  config: Config,
  removals: readonly Removal[],
  context: PassContext,
): { readonly config: Config; readonly diagnostics: readonly Diagnostic[] } {
  let pruned = config;
  const diagnostics: Diagnostic[] = [];
  for (const removal of removals) {
    const one = new Pruner(removal);
    const left = one.config(pruned);
    const shifted = one.shifted(left, context);
    diagnostics.push(...one.report(context), ...shifted.diagnostics);
    pruned = {
      ...left,
      nodes: left.nodes.filter((n) => !shifted.nodes.has(n.name)),
      broken: new Set([...left.broken, ...shifted.nodes]),
      refused: [],
    };
  }
  return { config: pruned, diagnostics };
}

class Pruner {
  readonly #device: string;
  readonly #removal: Removal;
  readonly #ports: Removal['ports'];
  readonly #gone: Gone[] = [];
  readonly #nodes = new Set<string>();
  readonly #steps = new Set<string>();
  readonly #aggregates = new Set<string>();

  constructor(removal: Removal) {
    this.#removal = removal;
    this.#device = removal.device;
    this.#ports = removal.ports;
  }

  config(config: Config): Config {
    const name = this.#device;
    const whole = this.#ports === 'all';
    return {
      ...config,
      devices: config.devices.flatMap((d) => (d.name !== name ? d : whole ? [] : this.#withoutPorts(d))),
      aggregates: whole ? config.aggregates.map((a) => this.#aggregate(a)) : config.aggregates,
      nodes: this.#without(config.nodes),
      controls: config.controls.filter((c) => this.#keeps(c)),
      matched: config.matched.map((m) => (m.name === name && whole ? { ...m, state: 'pruned' as const } : m)),
    };
  }

  /** One diagnostic for all that went, each at its place; none where nothing followed a `null`. */
  report(context: PassContext): readonly Diagnostic[] {
    const { why, span } = this.#removal;
    const related: readonly Related[] = this.#gone.slice(0, MOST_SHOWN).map(({ what, at, which }) => ({
      span: context.span(at, which),
      label: `${what} goes`,
    }));
    const ports = this.#ports === 'all' ? [] : this.#ports.map((p) => p.name);
    const args = { device: this.#device, ports, gone: [...new Set(this.#gone.map((g) => g.what))] };
    if (why === 'missing') return [diagnose('device/pruned', span, args, { related })];
    return this.#gone.length === 0 ? [] : [diagnose('device/removed', span, args, { related })];
  }

  /** Channels of an aggregate count over its members: without one of them the numbers would mean others. */
  shifted(config: Config, context: PassContext) {
    const diagnostics: Diagnostic[] = [];
    const nodes = new Set<string>();
    for (const node of this.#aggregates.size === 0 ? [] : config.nodes) {
      for (const address of addressesOf(node)) {
        const [aggregate = ''] = namesOf(address);
        if (!this.#aggregates.has(aggregate)) continue;
        const span = context.span(address.at, address.isKey ? 'key' : 'value');
        const args = { aggregate, member: this.#device, text: address.text };
        diagnostics.push(diagnose('aggregate/pruned-member', span, args));
        nodes.add(node.name);
      }
    }
    return { diagnostics, nodes };
  }

  /** Lists something that goes; false, for filters. */
  #drop(what: string, at: JsonPointer, which: 'key' | 'value'): false {
    this.#gone.push({ what: `\`${what}\``, at, which });
    return false;
  }

  /** True: the address names something that went, and has been listed. */
  #goes(address: AddressConfig, direction: 'in' | 'out'): boolean {
    const goes = this.#isGone(address, direction);
    if (goes) this.#drop(address.text, address.at, address.isKey ? 'key' : 'value');
    return goes;
  }

  #isGone(address: AddressConfig, direction: 'in' | 'out'): boolean {
    const [first, second] = namesOf(address);
    const isPort =
      first === this.#device &&
      (this.#ports === 'all' || this.#ports.some((p) => p.direction === direction && p.name === second));
    return isPort || (direction === 'in' && this.#nodes.has(first ?? ''));
  }

  /** Looks only at nodes that name the device, or one that went: linear in the names that are written. */
  #without(nodes: readonly NodeConfig[]): readonly NodeConfig[] {
    const naming = new Map<string, number[]>();
    for (const [i, node] of nodes.entries()) {
      for (const name of new Set(addressesOf(node).map((a) => namesOf(a)[0] ?? ''))) {
        const list = naming.get(name);
        if (list) list.push(i);
        else naming.set(name, [i]);
      }
    }
    const left: (NodeConfig | undefined)[] = [...nodes];
    const open = [...(naming.get(this.#device) ?? [])];
    for (const i of open) {
      const node = left[i];
      if (node === undefined) continue;
      left[i] = this.#node(node);
      if (left[i] === undefined) open.push(...(naming.get(node.name) ?? []));
    }
    return left.filter((node) => node !== undefined);
  }

  #node(node: NodeConfig): NodeConfig | undefined {
    const { input } = node;
    const before = this.#gone.length;
    const steps = node.steps.flatMap((step) => this.#step(node, step) ?? []);
    const to = node.to.filter((sink) => !this.#goes(sink, 'out'));
    let kept = input;
    if (input.kind === 'from') kept = { kind: 'from', sources: input.sources.filter((s) => !this.#goes(s, 'in')) };
    if (input.kind === 'mix') kept = { kind: 'mix', entries: input.entries.filter((e) => !this.#goes(e.source, 'in')) };
    if (this.#gone.length === before) return node;
    const left = kept.kind === 'from' ? kept.sources.length : kept.kind === 'mix' ? kept.entries.length : 1;
    if (left > 0) return { ...node, input: kept, steps, to };
    this.#nodes.add(node.name);
    this.#drop(node.name, node.at, 'key');
    return undefined;
  }

  /** Nodes are through by now. A source of a mix goes with its device or node. */
  #keeps({ name, at, target }: ControlConfig): boolean {
    const source = mixSource(target);
    const goes =
      this.#nodes.has(target.node) ||
      this.#steps.has(`${target.node}.${target.step}`) ||
      (source !== undefined && this.#isGone({ text: source, at, isKey: true }, 'in'));
    return !goes || this.#drop(name, at, 'key');
  }

  #step(node: NodeConfig, step: StepConfig): StepConfig | undefined {
    if (!Object.values(step.keys).some((key) => this.#goes(key, 'in'))) return step;
    this.#steps.add(`${node.name}.${step.id}`);
    this.#drop(`${node.name}.${step.id}`, step.at, 'value');
    return undefined;
  }

  #aggregate(aggregate: AggregateConfig): AggregateConfig {
    const name = this.#device;
    const members = aggregate.members.filter((m) => m.device !== name);
    if (members.length === aggregate.members.length) return aggregate;
    this.#aggregates.add(aggregate.name);
    const member = aggregate.members.find((m) => m.device === name);
    if (member) this.#drop(`${aggregate.name}.members`, member.at, 'value');
    return { ...aggregate, members, drift: new Map([...aggregate.drift].filter(([device]) => device !== name)) };
  }

  #withoutPorts(device: DeviceConfig): DeviceConfig {
    const gone = this.#ports === 'all' ? [] : this.#ports;
    const has = (direction: 'in' | 'out', name: string) =>
      !gone.some((g) => g.direction === direction && g.name === name);
    return {
      ...device,
      inputs: device.inputs.filter((p) => has('in', p.name)),
      outputs: device.outputs.filter((p) => has('out', p.name)),
      align: device.align.filter((a) => has('out', a.port) || this.#drop(`${device.name}.align`, a.at, 'value')),
      ceiling: new Map([...device.ceiling].filter(([port]) => has('out', port))),
      connect: new Map([...device.connect].filter(([port]) => has('in', port) && has('out', port))),
    };
  }
}

const addressesOf = ({ input, steps, to }: NodeConfig): readonly AddressConfig[] => [
  ...(input.kind === 'from' ? input.sources : []),
  ...(input.kind === 'mix' ? input.entries.map((e) => e.source) : []),
  ...steps.flatMap((s) => Object.values(s.keys)),
  ...to,
];

function namesOf({ text }: AddressConfig): readonly string[] {
  const address = parseAddress(text);
  return typeof address === 'string' ? [] : address.names;
}
