// graph -> tasks: sources, sums, steps and sinks, read from the graph itself. In: an equipped graph. Out: tasks in no
// particular order. Invariant: shares no code with the passes that lower a graph to ops; it is what they are held to.

import { must } from '../invariant.ts';
import type { EquippedGraph, GraphNode, GraphStep, NodeId, SourceRef } from '../ir/graph.ts';
import { addOutputs } from './outputs.ts';
import { stepSpec } from './spec.ts';
import type { StreamId, SumSource, Task } from './task.ts';

export class TaskList {
  readonly graph: EquippedGraph;
  readonly frames: number;
  readonly tasks: Task[] = [];
  streams = 0;
  private readonly inputs = new Map<string, StreamId>();
  /** Streams that a node's sum or step makes, by `node:step:output` (step -1: the sum). */
  private readonly made = new Map<string, readonly StreamId[]>();

  constructor(graph: EquippedGraph, frames: number) {
    this.graph = graph;
    this.frames = frames;
    const { nodes } = graph.graph;
    for (const node of nodes) this.reserve(node);
    for (const node of nodes) {
      this.addSum(node);
      for (const [i, step] of node.steps.entries()) this.addStep(node, step, i);
    }
    addOutputs(this);
  }

  newStreams(count: number): readonly StreamId[] {
    return Array.from({ length: count }, () => this.streams++);
  }

  /** What stands after step `step` of a node (-1: before any), in its only output or in `output`. */
  after(node: NodeId, step: number, output?: string): readonly StreamId[] {
    const graphNode = this.graph.graph.nodes[node]!;
    if (step < 0) return this.made.get(`${node}:-1:out`) ?? this.stacked(graphNode);
    const { config } = graphNode.steps[step]!;
    if (config.descriptor.passthrough) return this.after(node, step - 1);
    const outputs = this.graph.nodes[node]!.steps[step]!.outputs;
    const name = output ?? must(Object.keys(outputs)[0], 'a step with an output');
    const own = must(this.made.get(`${node}:${step}:${name}`), 'an output of the step');
    if (config.channels === null) return own;
    const all = [...this.after(node, step - 1)];
    for (const [i, c] of config.channels.entries()) all[c - 1] = own[i]!;
    return all;
  }

  /** Streams for everything that makes any, so that cycles find each other. */
  private reserve(node: GraphNode): void {
    const checked = this.graph.nodes[node.id]!;
    if (node.input.kind === 'mix') this.made.set(`${node.id}:-1:out`, this.newStreams(checked.channels));
    for (const [i, { config }] of node.steps.entries()) {
      if (config.descriptor.passthrough) continue;
      const { outputs } = checked.steps[i]!;
      for (const name in outputs)
        this.made.set(`${node.id}:${i}:${name}`, this.newStreams(config.channels?.length ?? outputs[name]!));
    }
  }

  private stacked(node: GraphNode): readonly StreamId[] {
    const sources = node.input.kind === 'from' ? node.input.sources : [];
    return widened(
      sources.flatMap((s) => this.source(s)),
      this.graph.nodes[node.id]!.channels,
    );
  }

  private source(source: SourceRef): readonly StreamId[] {
    if (source.kind === 'device') return source.channels.map((channel) => this.input(source.device, channel));
    if (source.kind === 'channels') return source.channels.map(({ device, channel }) => this.input(device, channel));
    const all = this.after(source.node, source.step, source.output);
    return source.channels === null ? all : source.channels.map((c) => must(all[c], 'a channel of the source'));
  }

  /** A hardware channel as the graph hears it: late by the crossing where its device runs on another clock. */
  private input(device: number, channel: number): StreamId {
    const key = `${device}:${channel}`;
    const known = this.inputs.get(key);
    if (known !== undefined) return known;
    const name = `${this.graph.graph.devices[device]!.name}.${channel + 1}`;
    const [raw, crossed] = this.newStreams(2);
    const late = this.graph.crossings.get(device)?.frames ?? 0;
    this.tasks.push(
      { kind: 'input', name, reads: [], writes: [raw!], latency: 0, from: { device, channel } },
      { kind: 'late', name, reads: [raw!], writes: [crossed!], latency: late, frames: late },
    );
    this.inputs.set(key, crossed!);
    return crossed!;
  }

  private addSum({ id, name, input }: GraphNode): void {
    if (input.kind !== 'mix') return;
    const writes = this.after(id, -1);
    const reads: StreamId[] = [];
    const sources = input.entries.map((entry): SumSource => {
      const streams = this.source(entry.source);
      const first = reads.length;
      reads.push(...streams);
      const gain = entry.mute ? 0 : 10 ** (entry.gainDb / 20);
      const pan = entry.panPercent === null ? writes.map(() => 1) : panned(entry.panPercent / 100);
      return { first, count: streams.length, factors: pan.map((p) => p * gain) };
    });
    this.tasks.push({ kind: 'sum', name, reads, writes, latency: 0, sources });
  }

  private addStep(node: GraphNode, step: GraphStep, index: number): void {
    const { config, keys } = step;
    const { descriptor } = config;
    if (descriptor.passthrough) return;
    const { inputs, outputs, latencyFrames: latency } = this.graph.nodes[node.id]!.steps[index]!;
    const before = 'in' in descriptor.inputs ? this.after(node.id, index - 1) : [];
    const dry = config.channels === null ? before : config.channels.map((c) => before[c - 1]!);
    const reads = [...widened(dry, inputs.in ?? 0)];
    for (const port in descriptor.inputs)
      if (keys[port] && port !== 'in') reads.push(...widened(this.source(keys[port]), inputs[port]!));
    const leaves = Object.keys(outputs).flatMap((o) => must(this.made.get(`${node.id}:${index}:${o}`), 'its streams'));
    const name = `${node.name}.${config.id}`;
    const wet = config.bypass === null ? leaves : this.newStreams(leaves.length);
    const { rateHz } = this.graph.graph.config.engine;
    if (this.graph.feedback.has(`${node.id}:${index}`) && descriptor.delayFrames) {
      const frames = descriptor.delayFrames(config.params, rateHz);
      this.tasks.push({ kind: 'feedback', name, reads, writes: wet, latency: 0, frames });
    } else {
      const spec = stepSpec(this.graph, node.name, config, reads.length, wet.length, this.frames);
      this.tasks.push({ kind: 'kernel', name, reads, writes: wet, latency, spec });
    }
    if (config.bypass === null) return;
    const from = wet.map((_, i) => (config.bypass ? i : dry.length + i));
    this.tasks.push({ kind: 'take', name, reads: [...dry, ...wet], writes: leaves, latency: 0, from });
  }
}

/** One stream stands for every channel of a wider place. */
const widened = (streams: readonly StreamId[], width: number): readonly StreamId[] =>
  streams.length === 1 && width > 1 ? new Array<StreamId>(width).fill(streams[0]!) : streams;

/** Constant power, 0 dB at the centre; `position` from -1, left, to 1. */
const panned = (position: number): readonly number[] => {
  const angle = ((position + 1) * Math.PI) / 4;
  return [Math.SQRT2 * Math.cos(angle), Math.SQRT2 * Math.sin(angle)];
};
