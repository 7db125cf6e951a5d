// Random op graphs for the back end's tests. In: a seed and a number of ops. Out: a valid OpGraph of one or two domains.
// Shapes: chains in place, splits, sums, mono spread over two reads, unread outputs, meters, several devices, feedback.

import type { Op, OpGraph, Part, Signal } from '../../compiler/ir/ops.ts';
import type { PlanDevice } from '../../schema/plan.ts';
import { random } from '../support/random.ts';

export interface RandomOps {
  readonly ops: number;
  /** Share of ops that begin a feedback loop. Default 0.05. */
  readonly feedback?: number;
  /** Ops read among the newest this many signals; small makes long, narrow graphs. Default: all. */
  readonly window?: number;
}

export function randomOps(seed: number, { ops: count, feedback = 0.05, window = 1e9 }: RandomOps): OpGraph {
  const next = random(seed);
  const below = (n: number) => Math.floor(next() * n);
  const ops: Op[] = [];
  const signals: Signal[] = [];
  const open: { op: number; channels: number }[] = [];
  let channels = 0;

  const part = (kernel: string, step: string, params: Part['params'], reads: number, writes: number): Part => ({
    node: `n${ops.length}`,
    step,
    type: kernel,
    params,
    readFirst: 0,
    readCount: reads,
    writeFirst: 0,
    writeCount: writes,
  });
  const add = (kernel: string, reads: readonly number[], writes: number, parts: readonly Part[], inPlace = false) => {
    const id = ops.length;
    const made = Array.from({ length: writes }, (_, i) => signals.length + i);
    for (const i of made.keys()) signals.push({ name: `n${id}.${i + 1}`, producer: id, domain: 0 });
    ops.push({ kernel, domain: 0, name: `n${id}`, reads, writes: made, latency: 0, tail: 0, inPlace, parts });
    return id;
  };
  const device = (kernel: string, reads: readonly number[], writes: number) => {
    const isRead = kernel === 'device_read';
    const parts = Array.from({ length: reads.length + writes }, (_, i) => ({
      ...part(kernel, `${i + 1}`, { device: 0, channel: channels++ }, isRead ? 0 : 1, isRead ? 1 : 0),
      ...(isRead ? { writeFirst: i } : { readFirst: i }),
    }));
    return add(kernel, reads, writes, parts);
  };
  const pick = (n: number) => {
    const from = Math.max(0, signals.length - window);
    return Array.from({ length: n }, () => from + below(signals.length - from));
  };

  while (ops.length + open.length < count) {
    const kind = next();
    if (signals.length === 0 || kind < 0.08) device('device_read', [], 1 + below(3));
    else if (kind < 0.08 + feedback && ops.length + open.length + 2 <= count) {
      const n = 1 + below(2);
      const delay = 1 + below(100);
      open.push({ op: add('feedback_out', [], n, [part('feedback_out', 'delay', { delay }, 0, n)]), channels: n });
    } else if (kind < 0.5) {
      const reads = pick(1 + below(2));
      add(
        'gain',
        reads,
        reads.length,
        [part('gain', 'gain', { gainDb: 0, maxDb: 40 }, reads.length, reads.length)],
        true,
      );
    } else if (kind < 0.75) {
      const reads = pick(1 + below(4));
      const writes = 1 + below(2);
      const mixed = { gainDb: 0, panPercent: 0, mute: 0, panned: 0 };
      add('mix', reads, writes, [part('mix', 'mix', mixed, reads.length, writes)]);
    } else if (kind < 0.85) {
      const [read] = pick(1);
      const taps = 1 + below(3);
      const parts = Array.from({ length: taps }, (_, i) => ({
        ...part('align', `${i}`, { delay: 0 }, 1, 1),
        writeFirst: i,
      }));
      add('align', [read!], taps, parts);
    } else device('device_write', pick(1 + below(3)), 0);
  }
  for (const { op, channels: n } of open) {
    const reads = pick(n);
    const from = add('feedback_in', reads, 0, [part('feedback_in', 'in', { op }, n, 0)]);
    ops[op] = { ...ops[op]!, feedback: { from, delayFrames: ops[op]!.parts[0]!.params.delay! } };
  }
  return renumbered(
    {
      name: 'random',
      quantum: 64,
      rateHz: 48000,
      domains: [{ name: 'main', master: 0, rateHz: 48000 }],
      devices: [deviceOf(channels)],
      aggregates: [],
      nodes: [],
      blobs: [],
      ops,
      signals,
      pads: [],
      budget: null,
      arrival: signals.map(() => 0),
    },
    shuffled(ops.length, next),
  );
}

const deviceOf = (channels: number): PlanDevice => ({
  name: 'main',
  backend: 'file',
  domain: 0,
  rateHz: 48000,
  inputs: channels,
  outputs: channels,
  ports: [
    { name: 'in', direction: 'in', channels: Array.from({ length: channels }, (_, i) => i + 1) },
    { name: 'out', direction: 'out', channels: Array.from({ length: channels }, (_, i) => i + 1) },
  ],
  format: 'f32',
  period: 64,
  periods: 2,
  missing: 'fail',
  match: null,
  read: null,
  write: null,
  clock: null,
});

function shuffled(n: number, next: () => number): readonly number[] {
  const ids = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [ids[i], ids[j]] = [ids[j]!, ids[i]!];
  }
  return ids;
}

/** The same graph with op `i` called `ids[i]`: no pass may lean on ids being in order. */
export function renumbered(graph: OpGraph, ids: readonly number[]): OpGraph {
  const ops: Op[] = [];
  for (const [i, op] of graph.ops.entries()) {
    const parts = op.parts.map((p) => (op.kernel === 'feedback_in' ? { ...p, params: { op: ids[p.params.op!]! } } : p));
    const { feedback } = op;
    ops[ids[i]!] = { ...op, parts, ...(feedback ? { feedback: { ...feedback, from: ids[feedback.from]! } } : {}) };
  }
  return { ...graph, ops, signals: graph.signals.map((s) => ({ ...s, producer: ids[s.producer]! })) };
}
