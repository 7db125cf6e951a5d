// The ordering problem of one clock domain, in flat arrays. In: aligned ops. Out: what bound and search read.
// Vertices are the domain's ops by ascending id, then one opener per feedback loop: an op of no cost that comes
// after everything the loop needs and before everything in it, so that ops of a loop can be kept neighbours.

import type { DomainId } from '../../../schema/plan.ts';
import type { OpGraph, OpId } from '../../ir/ops.ts';
import { type Edges, edgesOf, stronglyConnected, weaklyConnected } from './components.ts';

export interface OrderProblem {
  /** By vertex; openers have none. */
  readonly ops: readonly OpId[];
  /** Vertices, openers included. */
  readonly count: number;
  readonly successors: Edges;
  readonly predecessors: Edges;
  /** Distinct reads: those of v are `readSignal[readFirst[v]] .. [readFirst[v + 1] - 1]`; signals count from 0 per domain. */
  readonly readFirst: Int32Array;
  readonly readSignal: Int32Array;
  /** By read: its vertex, and 1 where an output may take the signal's slot should it die there. */
  readonly readVertex: Int32Array;
  readonly readPairs: Uint8Array;
  readonly writeFirst: Int32Array;
  /** Writes that somebody reads, by vertex. */
  readonly kept: Int32Array;
  /** By signal: the signal whose slot it may take when it is made; -1 for none. */
  readonly overwrites: Int32Array;
  /** Reads of each signal, how many they are, and its producer. */
  readonly readsOf: Edges;
  readonly readers: Int32Array;
  readonly producer: Int32Array;
  /** Loop that a vertex belongs to, loop that it opens; -1 for none. */
  readonly loopOf: Int32Array;
  readonly opens: Int32Array;
  /** By loop. */
  readonly openers: readonly number[];
  readonly loopSize: readonly number[];
  /** Vertices that share nothing with the others: each can be ordered on its own, one after the other. */
  readonly islands: readonly (readonly number[])[];
}

/** Distinct signals of a list, in order, and the write that each may hand its slot to: of the same index; -1 for none. */
function distinctReads(reads: readonly number[], writes: number, inPlace: boolean) {
  const signals: number[] = [];
  const pairs: number[] = [];
  const at = new Map<number, number>();
  for (const [i, s] of reads.entries()) {
    const before = at.get(s);
    if (before !== undefined) {
      pairs[before] = -1;
      continue;
    }
    at.set(s, signals.length);
    signals.push(s);
    pairs.push(inPlace && i < writes ? i : -1);
  }
  return { signals, pairs };
}

export function orderProblem(graph: OpGraph, domain: DomainId): OrderProblem {
  const ops: OpId[] = [];
  const vertexOf = new Int32Array(graph.ops.length).fill(-1);
  const signalOf = new Int32Array(graph.signals.length).fill(-1);
  const producer: number[] = [];
  const writeFirst: number[] = [];
  for (const [id, op] of graph.ops.entries()) {
    if (op.domain !== domain) continue;
    const v = ops.push(id) - 1;
    vertexOf[id] = v;
    writeFirst.push(producer.length);
    for (const s of op.writes) signalOf[s] = producer.push(v) - 1;
  }
  const opCount = ops.length;
  writeFirst.push(producer.length);

  const readFirst: number[] = [];
  const readSignal: number[] = [];
  const readVertex: number[] = [];
  const readPairs: number[] = [];
  const readers = new Int32Array(producer.length);
  const overwrites = new Int32Array(producer.length).fill(-1);
  const from: number[] = [];
  const to: number[] = [];
  const partners: [number, number][] = [];
  const lastEdge = new Int32Array(opCount).fill(-1);
  for (let v = 0; v < opCount; v++) {
    const op = graph.ops[ops[v]!]!;
    readFirst.push(readSignal.length);
    const { signals, pairs } = distinctReads(op.reads, op.writes.length, op.inPlace);
    for (const [i, s] of signals.entries()) {
      const signal = signalOf[s]!;
      readSignal.push(signal);
      readVertex.push(v);
      readPairs.push(pairs[i]! >= 0 ? 1 : 0);
      readers[signal]!++;
      if (pairs[i]! >= 0) overwrites[signalOf[op.writes[pairs[i]!]!]!] = signal;
      const u = producer[signal]!;
      if (lastEdge[u] === v) continue;
      lastEdge[u] = v;
      from.push(u);
      to.push(v);
    }
    if (op.feedback) partners.push([v, vertexOf[op.feedback.from]!]);
  }
  readFirst.push(readSignal.length);
  for (const [out, fedBy] of partners) {
    from.push(out);
    to.push(fedBy);
  }

  const loops = partners.length === 0 ? [] : findLoops(opCount, from, to, partners);
  const count = opCount + loops.length;
  const loopOf = new Int32Array(count).fill(-1);
  const opens = new Int32Array(count).fill(-1);
  for (const [l, members] of loops.entries()) for (const v of members) loopOf[v] = l;
  for (let e = from.length - 1; e >= 0; e--) {
    const l = loopOf[to[e]!]!;
    if (l === -1 || loopOf[from[e]!] === l) continue;
    from.push(from[e]!);
    to.push(opCount + l);
  }
  for (const [l, members] of loops.entries()) {
    opens[opCount + l] = l;
    readFirst.push(readSignal.length);
    writeFirst.push(producer.length);
    for (const v of members) {
      from.push(opCount + l);
      to.push(v);
    }
  }

  const successors = edgesOf(count, from, to);
  const kept = new Int32Array(count);
  for (let s = 0; s < producer.length; s++) if (readers[s]! > 0) kept[producer[s]!]!++;
  return {
    ops,
    count,
    successors,
    predecessors: edgesOf(count, to, from),
    readFirst: Int32Array.from(readFirst),
    readSignal: Int32Array.from(readSignal),
    readVertex: Int32Array.from(readVertex),
    readPairs: Uint8Array.from(readPairs),
    writeFirst: Int32Array.from(writeFirst),
    kept,
    overwrites,
    readsOf: edgesOf(
      producer.length,
      readSignal,
      readSignal.map((_, r) => r),
    ),
    readers,
    producer: Int32Array.from(producer),
    loopOf,
    opens,
    openers: loops.map((_, l) => opCount + l),
    loopSize: loops.map((members) => members.length),
    islands: weaklyConnected(count, successors),
  };
}

/** Ops of each cycle, ascending. A feedback_out and the feedback_in that fills it always share one. */
function findLoops(
  count: number,
  from: readonly number[],
  to: readonly number[],
  partners: readonly (readonly [number, number])[],
): readonly (readonly number[])[] {
  const { of } = stronglyConnected(
    count,
    edgesOf(count, [...from, ...partners.map(([, fedBy]) => fedBy)], [...to, ...partners.map(([out]) => out)]),
  );
  const members = new Map<number, number[]>();
  for (let v = 0; v < count; v++) {
    const list = members.get(of[v]!);
    if (list) list.push(v);
    else members.set(of[v]!, [v]);
  }
  return [...members.values()].filter((m) => m.length > 1);
}
