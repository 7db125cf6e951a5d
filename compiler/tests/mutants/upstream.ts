// What an output hears. In: a graph, channels of devices. Out: every read that has a say in them.

import type { OpGraph, OpId } from '../../ir/ops.ts';
import type { Channel } from '../types.ts';
import type { Edge, Site } from './sites.ts';

export class Upstream {
  readonly #edges = new Set<string>();

  constructor(graph: OpGraph, heard: readonly Channel[]) {
    const devices = new Map(graph.devices.map((d, id) => [d.name, id]));
    const wanted = new Set(heard.map((c) => `${devices.get(c.device)}:${c.channel}`));
    const waiting: OpId[] = [];
    for (const [id, op] of graph.ops.entries()) {
      if (op.kernel !== 'device_write') continue;
      for (const { params, readFirst } of op.parts) {
        if (!wanted.has(`${params.device}:${params.channel}`)) continue;
        this.#edges.add(keyOf({ op: id, read: readFirst }));
        waiting.push(graph.signals[op.reads[readFirst]!]!.producer);
      }
    }
    const seen = new Set<OpId>();
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      if (seen.has(id)) continue;
      seen.add(id);
      const op = graph.ops[id]!;
      for (const [read, signal] of op.reads.entries()) {
        this.#edges.add(keyOf({ op: id, read }));
        waiting.push(graph.signals[signal]!.producer);
      }
      // The end of a loop hears what goes into its beginning.
      if (op.feedback !== undefined) {
        waiting.push(op.feedback.from);
        waiting.push(
          ...graph.ops.flatMap((o, i) => (o.kernel === 'feedback_in' && o.parts[0]?.params.op === id ? [i] : [])),
        );
      }
    }
  }

  has({ channels }: Site): boolean {
    return channels.some((c) => c.edges.some((e) => this.#edges.has(keyOf(e))));
  }
}

const keyOf = ({ op, read }: Edge): string => `${op}:${read}`;
