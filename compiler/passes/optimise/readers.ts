// Who reads a signal, where it matters that nobody else does. In: a graph. Out: the one reader of a signal.

import type { SignalId } from '../../../schema/plan.ts';
import type { OpGraph, OpId } from '../../ir/ops.ts';

/** By SignalId: the op that alone reads it, and once; -1 where none does, or more than one. */
export function onlyReaders({ ops, signals }: OpGraph): Int32Array {
  const times = new Int32Array(signals.length);
  const reader = new Int32Array(signals.length).fill(-1);
  for (const [id, op] of ops.entries()) {
    for (const s of op.reads) reader[s] = ++times[s]! === 1 ? id : -1;
  }
  return reader;
}

/** The op that alone reads all of `made`; -1 for none. */
export function onlyReaderOf(readers: Int32Array, made: readonly SignalId[]): OpId {
  const id = readers[made[0]!] ?? -1;
  return made.every((s) => readers[s] === id) ? id : -1;
}
