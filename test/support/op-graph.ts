// Op graphs in a line per op, for tests of passes that rewrite or order ops.

import type { Op, OpGraph, Part } from '../../compiler/ir/ops.ts';
import type { PassContext } from '../../compiler/passes/pass.ts';

export const noContext: PassContext = { options: {}, sources: [], span: () => ({ source: 0, start: 0, end: 0 }) };

export type OpLine = [name: string, reads: string[], writes: string[], extra?: Partial<Op>];

/** Ops by the names of their signals: `['limit', ['a'], ['b'], { latency: 72 }]`. */
export function graphOf(lines: readonly OpLine[]): OpGraph {
  const names = lines.flatMap(([, , writes]) => writes);
  const id = (name: string) => names.indexOf(name);
  const ops = lines.map(
    ([name, reads, writes, extra]): Op => ({
      kernel: name,
      domain: 0,
      name,
      reads: reads.map(id),
      writes: writes.map(id),
      latency: 0,
      tail: 0,
      inPlace: false,
      parts: partsOf(name, reads.length, writes.length),
      ...extra,
    }),
  );
  const signals = lines.flatMap(([, , writes], producer) => writes.map((name) => ({ name, producer, domain: 0 })));
  return {
    name: '',
    quantum: 64,
    rateHz: 48000,
    domains: [{ name: 'd', master: null, rateHz: 48000 }],
    devices: [],
    aggregates: [],
    nodes: [],
    blobs: [],
    ops,
    signals,
    pads: [],
    budget: null,
    arrival: [],
  };
}

/** One part over everything; a device read has one per channel, a mix of single channels one per read. */
function partsOf(name: string, reads: number, writes: number): readonly Part[] {
  const part = { node: name, step: name, type: name, params: {}, readFirst: 0, readCount: reads, writeFirst: 0 };
  if (name === 'mix')
    return Array.from({ length: reads }, (_, readFirst) => ({ ...part, readFirst, readCount: 1, writeCount: writes }));
  if (name !== 'device_read') return [{ ...part, writeCount: writes }];
  return Array.from({ length: writes }, (_, channel) => ({
    ...part,
    params: { device: 0, channel },
    writeFirst: channel,
    writeCount: 1,
  }));
}
