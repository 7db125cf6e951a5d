// Which signals stand where in the graph. In: a checked graph without errors. Out: for every node input and step the
// signals that are there afterwards. Invariants: what an op makes has its signals before any op is built, in order of
// names; stacking, spreading and passing round are lists of ids, never ops.

import type { DomainId, SignalId } from '../../../schema/plan.ts';
import { invariant, must } from '../../invariant.ts';
import type { StepConfig } from '../../ir/config.ts';
import type { CheckedStep, EquippedGraph, GraphNode, GraphStep, NodeId, SourceRef } from '../../ir/graph.ts';
import type { StepGraph } from '../check/step-graph.ts';
import { inputSources } from '../sources.ts';
import type { DeviceReads } from './device-reads.ts';
import type { OpBuilder } from './op-builder.ts';

/** Signals after a node's input or a step, by output. */
type Carried = Readonly<Record<string, readonly SignalId[]>>;

export interface StepSignals {
  /** What the step's op writes, output after output. */
  readonly made: readonly SignalId[];
  /** What leaves the bypass switch behind it; `made` where there is none. */
  readonly passed: readonly SignalId[];
}

export class Wiring {
  private readonly checked: EquippedGraph;
  private readonly reads: DeviceReads;
  private readonly steps: StepGraph;
  private readonly carried: Carried[] = [];
  private readonly own: (StepSignals | undefined)[] = [];

  constructor(checked: EquippedGraph, steps: StepGraph, order: Int32Array, builder: OpBuilder, reads: DeviceReads) {
    this.checked = checked;
    this.reads = reads;
    this.steps = steps;
    for (const node of checked.graph.nodes) this.makeSignals(node, builder);
    for (const vertex of order) this.carried[vertex] = this.carry(vertex);
  }

  /** Signals of a source, one by one. */
  source(source: SourceRef): readonly SignalId[] {
    switch (source.kind) {
      case 'device':
        return source.channels.map((c) => this.reads.signal(source.device, c));
      case 'channels':
        return source.channels.map((c) => this.reads.signal(c.device, c.channel));
      case 'step': {
        const all = this.after(source.node, source.step, source.output);
        return source.channels === null ? all : source.channels.map((c) => must(all[c], 'a channel in range'));
      }
    }
  }

  /** Signals after step `step` of a node; -1: its input. */
  after(node: NodeId, step: number, output?: string): readonly SignalId[] {
    const carried = this.carried[this.steps.vertex(node, step)]!;
    if (output !== undefined && step >= 0) return must(carried[output], 'an output of the step');
    if (carried.out !== undefined) return carried.out;
    const lists = Object.values(carried);
    invariant(lists.length === 1, 'a signal of one output');
    return lists[0]!;
  }

  /** What the mix of a node makes. */
  mixed(node: NodeId): readonly SignalId[] {
    return this.after(node, -1);
  }

  signalsOf(node: NodeId, step: number): StepSignals {
    return must(this.own[this.steps.vertex(node, step)], 'signals of a step with an op of its own');
  }

  /** What the step takes of the signals before it: all, or the channels that it is limited to. */
  taken(node: GraphNode, index: number): readonly SignalId[] {
    const step = node.steps[index]!;
    if (!('in' in step.config.descriptor.inputs)) return [];
    return limited(step, this.after(node.id, index - 1));
  }

  private makeSignals(node: GraphNode, builder: OpBuilder): void {
    const checked = this.checked.nodes[node.id]!;
    const { domain } = checked;
    const input = this.steps.vertex(node.id, -1);
    this.own[input] = undefined;
    if (node.input.kind === 'mix') {
      const made = builder.signalsNamed(`${node.name}.mix`, checked.channels, domain);
      this.own[input] = { made, passed: made };
    }
    for (let i = 0; i < node.steps.length; i++) {
      const { config } = node.steps[i]!;
      if (config.descriptor.passthrough) continue;
      const { outputs } = checked.steps[i]!;
      const made = makeStepSignals(builder, node.name, config, outputs, domain, config.bypass === null ? '' : '@wet');
      const passed = config.bypass === null ? made : makeStepSignals(builder, node.name, config, outputs, domain, '');
      this.own[input + 1 + i] = { made, passed };
    }
  }

  private carry(vertex: number): Carried {
    const node = this.steps.node(vertex);
    const step = this.steps.step(vertex);
    const own = this.own[vertex];
    if (step === undefined) return { out: own?.made ?? this.stacked(node) };
    const index = vertex - this.steps.vertex(node.id, 0);
    if (own === undefined) return { out: this.after(node.id, index - 1) };
    const { outputs } = this.checked.nodes[node.id]!.steps[index]!;
    if (isPlain(outputs)) return { out: this.around(node, step, index, own.passed) };
    const names = Object.keys(outputs);
    let at = 0;
    return Object.fromEntries(
      names.map((name) => {
        const first = at;
        at += outputs[name]!;
        return [name, own.passed.slice(first, at)];
      }),
    );
  }

  /** Signals of a `from` list: stacked in order; a single channel spreads over the node. */
  private stacked(node: GraphNode): readonly SignalId[] {
    const { channels } = this.checked.nodes[node.id]!;
    const signals = inputSources(node).flatMap((s) => this.source(s));
    if (signals.length !== 1) return signals;
    return new Array<SignalId>(channels).fill(signals[0]!);
  }

  /** Channels that a limited step leaves alone go round it. */
  private around(node: GraphNode, step: GraphStep, index: number, passed: readonly SignalId[]): readonly SignalId[] {
    const { channels } = step.config;
    if (channels === null) return passed;
    const all = [...this.after(node.id, index - 1)];
    for (const [i, c] of channels.entries()) all[c - 1] = passed[i]!;
    return all;
  }
}

const limited = ({ config }: GraphStep, signals: readonly SignalId[]): readonly SignalId[] =>
  config.channels === null ? signals : config.channels.map((c) => must(signals[c - 1], 'a channel in range'));

/** True for the one output that has no name. Bands are never called `out`. */
const isPlain = (outputs: CheckedStep['outputs']): boolean => 'out' in outputs;

/** What the step's own op makes, output after output, called `node.step[.output].channel`. */
function makeStepSignals(
  builder: OpBuilder,
  node: string,
  { id, channels }: StepConfig,
  outputs: CheckedStep['outputs'],
  domain: DomainId,
  suffix: string,
): readonly SignalId[] {
  const limited = channels === null ? undefined : channels.length;
  let total = 0;
  for (const output in outputs) total += limited ?? outputs[output]!;
  // Of known length: arrays that grow keep room for sixteen more.
  const made = new Array<SignalId>(total);
  let at = 0;
  for (const output in outputs) {
    const prefix = output === 'out' ? `${node}.${id}.` : `${node}.${id}.${output}.`;
    for (let c = 0; c < (limited ?? outputs[output]!); c++) {
      made[at++] = builder.signal(`${prefix}${channels === null ? c + 1 : channels[c]!}${suffix}`, domain);
    }
  }
  return made;
}
