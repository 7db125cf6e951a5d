// Ops of one node: its sum, its steps, their bypass switches. In: signals as wired. Out: ops in the builder.
// Invariant: an op's reads are its programme channels first, then its side-chains in the order of the descriptor.

import type { SignalId } from '../../../schema/plan.ts';
import type { CheckedNode, GraphNode } from '../../ir/graph.ts';
import type { Op, OpId } from '../../ir/ops.ts';
import { type OpBuilder, wholePart } from './op-builder.ts';
import { type BlobTable, internalParams } from './params.ts';
import type { StepSignals, Wiring } from './wiring.ts';

export interface LowerContext {
  readonly builder: OpBuilder;
  readonly wiring: Wiring;
  readonly blobs: BlobTable;
  readonly rateHz: number;
  /** Ops of the delays that may close cycles. */
  readonly delays: Map<OpId, number>;
}

export function lowerNode(node: GraphNode, checked: CheckedNode, feedback: ReadonlySet<string>, c: LowerContext): void {
  if (node.input.kind === 'mix') addMix(node, node.input.entries, checked, c);
  for (let index = 0; index < node.steps.length; index++) {
    const op = addStep(node, index, checked, c);
    const { config } = node.steps[index]!;
    if (feedback.size > 0 && feedback.has(`${node.id}:${index}`)) {
      c.delays.set(op, config.descriptor.delayFrames?.(config.params, c.rateHz) ?? 0);
    }
  }
}

function addMix(
  node: GraphNode,
  entries: (GraphNode['input'] & { kind: 'mix' })['entries'],
  { domain }: CheckedNode,
  { builder, wiring }: LowerContext,
): void {
  const writes = wiring.mixed(node.id);
  const reads: SignalId[] = [];
  const parts = entries.map(({ source, gainDb, panPercent, mute }) => {
    const signals = wiring.source(source);
    const readFirst = reads.length;
    reads.push(...signals);
    const params = internalParams('mix', {
      gain: gainDb,
      pan: panPercent ?? 0,
      mute,
      panned: panPercent !== null,
    });
    return {
      node: node.name,
      step: `mix[${source.text}]`,
      type: 'mix',
      params,
      readFirst,
      readCount: signals.length,
      writeFirst: 0,
      writeCount: writes.length,
    };
  });
  builder.add({
    kernel: 'mix',
    domain,
    name: `${node.name}.mix`,
    reads,
    writes,
    latency: 0,
    tail: 0,
    inPlace: false,
    at: node.at,
    parts,
  });
}

const LISTENS: StepSignals = { made: [], passed: [] };

function addStep(node: GraphNode, index: number, checked: CheckedNode, c: LowerContext): OpId {
  const { config, keys } = node.steps[index]!;
  const { descriptor } = config;
  const { inputs, outputs, latencyFrames } = checked.steps[index]!;
  const bands = Object.keys(outputs).length;
  const { builder, wiring } = c;
  const { domain } = checked;
  const taken = wiring.taken(node, index);
  let reads = spread(taken, inputs.in ?? 0);
  for (const port in descriptor.inputs) {
    const key = keys[port];
    if (port !== 'in' && key !== undefined) reads = [...reads, ...spread(wiring.source(key), inputs[port] ?? 0)];
  }
  const { made, passed } = descriptor.passthrough ? LISTENS : wiring.signalsOf(node.id, index);
  const name = `${node.name}.${config.id}`;
  const op: Op = {
    kernel: descriptor.type,
    domain,
    name,
    reads,
    writes: made,
    latency: latencyFrames,
    tail: descriptor.tail?.(config.params, c.rateHz, c.blobs.columns(config)) ?? 0,
    inPlace: descriptor.inPlace,
    at: config.paramsAt,
    parts: [wholePart(node.name, config.id, descriptor.type, c.blobs.params(config), reads, made)],
  };
  const id = builder.add(bands > 1 ? { ...op, bands } : op);
  if (config.bypass !== null) {
    const both = [...taken, ...made];
    const params = internalParams('bypass', { bypass: config.bypass });
    builder.add({
      kernel: 'bypass',
      domain,
      name: `${name}.bypass`,
      reads: both,
      writes: passed,
      latency: 0,
      tail: 0,
      inPlace: true,
      at: config.paramsAt,
      parts: [wholePart(node.name, config.id, 'bypass', params, both, passed)],
    });
  }
  return id;
}

/** One signal over `width` channels: the same id again and again. */
const spread = (signals: readonly SignalId[], width: number): readonly SignalId[] =>
  signals.length === 1 && width > 1 ? new Array<SignalId>(width).fill(signals[0]!) : signals;
