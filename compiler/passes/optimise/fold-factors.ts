// Lets a sum multiply by the gains, mutes and polarities around it, so that they cost no pass over memory of their own: those
// of one source before it is weighed, those of the sum behind it. Each stays a part with its own params and state, and all
// numbers are multiplied in the order they stood in, so that nothing changes by a bit.

import type { Op, OpGraph, OpId, Part } from '../../ir/ops.ts';
import { isFactor } from './families.ts';
import { onlyReaderOf, onlyReaders } from './readers.ts';
import { renumber } from './renumber.ts';

export function foldFactors(graph: OpGraph): OpGraph {
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

  /** Factors that nothing but one source of this sum goes through. */
  sources(id: OpId, mix: Op): void {
    const reads = [...mix.reads];
    const parts = mix.parts.flatMap((part) => {
      const before: Part[] = [];
      for (let f = this.factorOf(reads, part, id); f !== -1; f = this.factorOf(reads, part, f)) {
        const { readFirst, readCount, writeFirst, writeCount } = part;
        const factor = this.graph.ops[f]!;
        before.unshift(...factor.parts.map((p) => ({ ...p, readFirst, readCount, writeFirst, writeCount })));
        for (const [c, s] of factor.reads.entries()) reads[readFirst + c] = s;
        this.ops[f] = null;
      }
      return [...before, part];
    });
    if (parts.length > mix.parts.length) this.ops[id] = { ...mix, reads, parts };
  }

  /** Factors that all of the sum, and nothing else, goes through. */
  sum(id: OpId): void {
    for (;;) {
      const mix = this.ops[id]!;
      const f = onlyReaderOf(this.readers, mix.writes);
      const factor = f === -1 ? null : this.ops[f]!;
      if (factor === null || !isFactor(factor.kernel)) return;
      if (factor.reads.length !== mix.writes.length || factor.reads.some((s, c) => s !== mix.writes[c])) return;
      const range = { readFirst: 0, readCount: 0, writeFirst: 0, writeCount: mix.writes.length };
      const parts = [...mix.parts, ...factor.parts.map((p) => ({ ...p, ...range }))];
      this.ops[id] = { ...mix, writes: factor.writes, parts };
      this.ops[f] = null;
    }
  }

  /** The factor that makes all that a part reads, and only for it; -1 for none. */
  private factorOf(reads: readonly number[], { readFirst, readCount }: Part, reader: OpId): OpId {
    const f = this.graph.signals[reads[readFirst]!]!.producer;
    const op = this.ops[f];
    if (!op || !isFactor(op.kernel) || op.writes.length !== readCount) return -1;
    const alone = op.writes.every((s, c) => reads[readFirst + c] === s && this.readers[s] === reader);
    return alone ? f : -1;
  }
}
