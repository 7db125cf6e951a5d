// Where a mutant can change a graph. In: ops as they were lowered. Out: sites: signals that are read somewhere, which the
// mutant puts something in front of. Invariants: what stands between a node and its device (crossing, ceiling, dither)
// is left alone; sites come in an order that does not depend on anything but the graph, outputs first.

import type { SignalId } from '../../../schema/plan.ts';
import type { Op, OpGraph, OpId } from '../../ir/ops.ts';

/** One read of an op. */
export interface Edge {
  readonly op: OpId;
  readonly read: number;
}

export interface Site {
  readonly kind: 'output' | 'input' | 'node' | 'edge';
  /** What it is called: `interface.voice`, `voice.highpass`, `cue.mix[click]`. */
  readonly name: string;
  /** Channel by channel: the signal, and who reads it. */
  readonly channels: readonly { readonly signal: SignalId; readonly edges: readonly Edge[] }[];
}

export function sitesOf(graph: OpGraph): readonly Site[] {
  const devices = new Set(graph.devices.map((d) => d.name));
  const sideOf = graph.ops.map((op) => plumbing(op, devices));
  const readers = readersOf(graph.ops);
  const outputs: Site[] = [];
  const edges: Site[] = [];
  const produced: Site[] = [];
  for (const [id, op] of graph.ops.entries()) {
    if (sideOf[id] === 'out') {
      const own = op.reads.flatMap((signal, read) => {
        const from = sideOf[graph.signals[signal]!.producer];
        return from === 'out' ? [] : [{ signal, edges: [{ op: id, read }] }];
      });
      if (own.length > 0) outputs.push({ kind: 'output', name: op.name, channels: own });
    }
    if (op.kernel === 'mix' && op.parts.length > 1) edges.push(...mixEdges(op, id));
    const isPlumbing = sideOf[id] !== undefined;
    if (isPlumbing && sideOf[id] !== 'in') continue;
    const channels = op.writes.flatMap((signal) => {
      const own = (readers.get(signal) ?? []).filter((e) => sideOf[e.op] === undefined);
      return own.length === 0 ? [] : [{ signal, edges: own }];
    });
    if (channels.length > 0) produced.push({ kind: isPlumbing ? 'input' : 'node', name: op.name, channels });
  }
  return [...outputs, ...produced, ...edges];
}

/** On which side an op stands that only serves a device; undefined: it belongs to a node. */
function plumbing(op: Op, devices: ReadonlySet<string>): 'in' | 'out' | undefined {
  const [part] = op.parts;
  if (part === undefined || !devices.has(part.node)) return undefined;
  const isIn = op.kernel === 'device_read' || (op.kernel === 'crossing' && !part.step.startsWith('out.'));
  return isIn ? 'in' : 'out';
}

function readersOf(ops: readonly Op[]): ReadonlyMap<SignalId, readonly Edge[]> {
  const readers = new Map<SignalId, Edge[]>();
  for (const [op, { reads }] of ops.entries()) {
    for (const [read, signal] of reads.entries()) {
      const list = readers.get(signal) ?? [];
      list.push({ op, read });
      readers.set(signal, list);
    }
  }
  return readers;
}

const mixEdges = (op: Op, id: OpId): readonly Site[] =>
  op.parts.map((part) => ({
    kind: 'edge',
    name: `${part.node}.${part.step}`,
    channels: Array.from({ length: part.readCount }, (_, i) => {
      const read = part.readFirst + i;
      return { signal: op.reads[read]!, edges: [{ op: id, read }] };
    }),
  }));
