// Slots are as many as an order keeps alive at once and no more; steps run in place wherever they may.

import { describe, expect, it, test } from 'vitest';
import type { OpGraph } from '../../compiler/ir/ops.ts';
import type { Assignment } from '../../compiler/ir/schedule.ts';
import { assignBuffers } from '../../compiler/passes/assign-buffers.ts';
import { schedule } from '../../compiler/passes/schedule.ts';
import { planOf } from '../support/compile-text.ts';
import { runSeed } from '../support/random.ts';
import { contextOf } from './front.ts';
import { slotsNeeded } from './orders.ts';
import { randomOps } from './random-ops.ts';

const assigned = (graph: OpGraph, slots: 'shared' | 'private' = 'shared'): Assignment => {
  const context = contextOf(undefined, { slots });
  return assignBuffers(schedule(graph, context).value!, context).value!;
};

describe('shared slots, on random graphs', () => {
  const seed = runSeed();
  const graphs = Array.from({ length: 200 }, (_, i) => randomOps(seed + i, { ops: 2 + (i % 30) }));

  it('are exactly as many as signals are alive at once', () => {
    for (const [i, graph] of graphs.entries()) {
      const { schedule: s, slotCounts } = assigned(graph);
      expect([seed + i, slotCounts]).toEqual([seed + i, [slotsNeeded(graph, s.domains[0]!.order)]]);
    }
  });

  it('are those of the reads in place, whenever a read dies there and is read once', () => {
    for (const [i, graph] of graphs.entries()) {
      const { schedule: s, slotOf } = assigned(graph);
      const { order } = s.domains[0]!;
      for (const [at, id] of order.entries()) {
        const { reads, writes, inPlace } = graph.ops[id]!;
        const later = new Set(order.slice(at + 1).flatMap((o) => graph.ops[o]!.reads));
        for (const [w, write] of writes.entries()) {
          const read = reads[w];
          const free = read !== undefined && !later.has(read) && reads.filter((r) => r === read).length === 1;
          const over = reads.findIndex((r) => slotOf[r] === slotOf[write]);
          expect([seed + i, id, over]).toEqual([seed + i, id, inPlace && free ? w : -1]);
        }
      }
    }
  });
});

test('private slots are one for every signal', () => {
  const graph = randomOps(3, { ops: 20 });
  const { slotOf, slotCounts } = assigned(graph, 'private');
  expect(slotCounts).toEqual([graph.signals.length]);
  expect(new Set(slotOf).size).toBe(graph.signals.length);
});

test('a chain of steps runs in one slot, from device to device', async () => {
  const plan = await planOf(`
busbar: 1
devices: { main: { inputs: { mic: 1 }, outputs: { mon: 1 } } }
graph: { voice: { from: main.mic, do: [ { gain: -6 dB }, { limiter: { ceiling: -1 dBFS } }, { delay: 1 ms } ], to: main.mon } }
`);
  expect(plan.ops.map((op) => [op.kernel, op.reads, op.writes])).toEqual([
    ['device_read', [], [0]],
    ['gain', [0], [0]],
    ['limiter', [0], [0]],
    ['delay', [0], [0]],
    ['device_write', [0], []],
  ]);
  expect(plan).toMatchObject({ slots: 1, slotBound: 1 });
});
