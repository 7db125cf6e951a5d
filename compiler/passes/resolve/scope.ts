// Every name that an address can start with. In: a config. Out: look-ups by name, and a place for complaints.
// Invariant: names in `config.broken` are known but lead nowhere, so nothing is said of them twice.

import { namePattern } from '../../../schema/forms.ts';
import { isPlainOutput, outputsOf } from '../../../schema/node.ts';
import type { DeviceId } from '../../../schema/plan.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { AddressConfig, AggregateConfig, Config, DeviceConfig, NodeConfig, StepConfig } from '../../ir/config.ts';
import type { NodeId } from '../../ir/graph.ts';
import type { JsonPointer, Span } from '../../ir/source.ts';
import type { PassContext } from '../pass.ts';

type Target =
  | { readonly kind: 'device'; readonly id: DeviceId; readonly device: DeviceConfig }
  | { readonly kind: 'aggregate'; readonly aggregate: AggregateConfig }
  | { readonly kind: 'node'; readonly id: NodeId; readonly node: NodeConfig };

export class Scope {
  readonly config: Config;
  readonly context: PassContext;
  readonly found: Diagnostic[] = [];
  /** Keys that a mend would write: two would undo each other. */
  readonly claimed = new Set<JsonPointer>();
  private readonly targets = new Map<string, Target>();
  private readonly steps = new Map<NodeConfig, ReadonlyMap<string, number>>();

  constructor(config: Config, context: PassContext) {
    this.config = config;
    this.context = context;
    for (const [id, device] of config.devices.entries()) this.targets.set(device.name, { kind: 'device', id, device });
    for (const aggregate of config.aggregates) this.targets.set(aggregate.name, { kind: 'aggregate', aggregate });
    for (const [id, node] of config.nodes.entries()) this.targets.set(node.name, { kind: 'node', id, node });
  }

  find(name: string): Target | undefined {
    return this.targets.get(name);
  }

  deviceId(name: string): DeviceId | undefined {
    const target = this.targets.get(name);
    return target?.kind === 'device' ? target.id : undefined;
  }

  /** True for a name that was refused when it was defined. */
  isBroken(name: string): boolean {
    return this.config.broken.has(name);
  }

  names(...kinds: readonly Target['kind'][]): readonly string[] {
    return [...this.targets].filter(([, t]) => kinds.includes(t.kind)).map(([name]) => name);
  }

  /** What a mistyped name may have meant: definitions that were refused too, but for those whose name is none. */
  meant(...kinds: readonly Target['kind'][]): readonly string[] {
    return [...this.names(...kinds), ...[...this.config.broken].filter((name) => namePattern.test(name))];
  }

  stepIndex(node: NodeConfig, id: string): number | undefined {
    let steps = this.steps.get(node);
    if (steps === undefined) {
      steps = new Map(node.steps.map((s, i) => [s.id, i]));
      this.steps.set(node, steps);
    }
    return steps.get(id);
  }

  spanOf(address: AddressConfig): Span {
    return this.context.span(address.at, address.isKey ? 'key' : 'value');
  }
}

/** Names of a step's outputs, band by band. */
export const outputNames = (step: StepConfig): readonly string[] =>
  Object.keys(outputsOf(step.descriptor, step.params));

const NONE: readonly string[] = [];

/** Outputs that an address has to name; empty where the step has the one that needs no name. */
export function namedOutputs(step: StepConfig | undefined): readonly string[] {
  // Most types have one output whatever their params: those are not asked for its name each time.
  if (step === undefined || (typeof step.descriptor.outputs === 'object' && 'out' in step.descriptor.outputs))
    return NONE;
  const outputs = outputNames(step);
  return isPlainOutput(outputs) ? NONE : outputs;
}
