// Lets a sum do the weighing around it, so that it costs no pass over memory of its own: gains, mutes, polarities, pans,
// balances and downmixes of one source before it is added, those of the sum behind it. Each stays a part with its own params
// and state, and all numbers are multiplied in the order they stood in, so that nothing changes by a bit.

import type { SignalId } from '../../../schema/plan.ts';
import type { Op, OpGraph, OpId, Part } from '../../ir/ops.ts';
import { isBlend } from './families.ts';
import { onlyReaderOf, onlyReaders } from './readers.ts';
import { renumber } from './renumber.ts';

export function foldWeights(graph: OpGraph): OpGraph {
  const folding = new Folding(graph);
  for (const [id, op] of graph.ops.entries()) if (op.kernel === 'mix') folding.sources(id, op);
  for (const [id, op] of graph.ops.entries()) if (op.kernel === 'mix') folding.sum(id);
  return renumber(graph, folding.ops);
}

class Folding {
  readonly ops: (Op | null)[];
  private readonly graph: OpGraph;
  private readonly readers: Int32Array;

  constructor(graph: OpGraph) {
    this.graph = graph;
    this.ops = [...graph.ops];
    this.readers = onlyReaders(graph);
  }

  /** Blends that nothing but one source of this sum goes through. */
  sources(id: OpId, mix: Op): void {
    const reads: SignalId[] = [];
    const parts = mix.parts.flatMap((part) => {
      let own = mix.reads.slice(part.readFirst, part.readFirst + part.readCount);
      const before: Part[] = [];
      for (let b = this.blendOf(own, id); b !== -1; b = this.blendOf(own, b)) {
        const blend = this.graph.ops[b]!;
        before.unshift(...blend.parts);
        own = [...blend.reads];
        this.ops[b] = null;
      }
      const range = { readFirst: reads.length, readCount: own.length };
      reads.push(...own);
      const { writeFirst, writeCount } = part;
      return [...before, part].map((p) => ({ ...p, ...range, writeFirst, writeCount }));
    });
    if (parts.length > mix.parts.length) this.ops[id] = { ...mix, reads, parts };
  }

  /** Blends that all of the sum, and nothing else, goes through, channel by channel. */
  sum(id: OpId): void {
    for (;;) {
      const mix = this.ops[id]!;
      const b = onlyReaderOf(this.readers, mix.writes);
      const blend = b === -1 ? null : this.ops[b]!;
      if (blend === null || !isBlend(blend.kernel) || blend.writes.length !== mix.writes.length) return;
      if (blend.reads.length !== mix.writes.length || blend.reads.some((s, c) => s !== mix.writes[c])) return;
      const range = { readFirst: 0, readCount: 0, writeFirst: 0, writeCount: mix.writes.length };
      const parts = [...mix.parts, ...blend.parts.map((p) => ({ ...p, ...range }))];
      this.ops[id] = { ...mix, writes: blend.writes, parts };
      this.ops[b] = null;
    }
  }

  /** The blend that makes all of these signals, in order, and only for `reader`; -1 for none. */
  private blendOf(signals: readonly SignalId[], reader: OpId): OpId {
    const b = this.graph.signals[signals[0]!]!.producer;
    const op = this.ops[b];
    if (!op || !isBlend(op.kernel) || op.writes.length !== signals.length) return -1;
    return op.writes.every((s, c) => signals[c] === s && this.readers[s] === reader) ? b : -1;
  }
}
