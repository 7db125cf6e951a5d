// What an op combines, and what it only runs beside it. In: an op. Out: its strands, each with the signals that meet in it.
// Lanes of a cascade share an op and nothing else: signals of two strands may arrive at different times, and one may be heard
// while the other is not. FIRs that share an op are a strand each, of the same signals. All other ops are one strand.

import type { PlanOp, PlanPart, SignalId } from '../../schema/plan.ts';

export interface Strand {
  readonly from: readonly SignalId[];
  readonly makes: readonly SignalId[];
}

/** Runs of parts over the same lanes, first lanes first. */
export function lanesOf({ parts }: PlanOp): readonly PlanPart[] {
  return parts.filter((p, i) => p.writeFirst !== parts[i - 1]?.writeFirst);
}

export function strandsOf(op: PlanOp): readonly Strand[] {
  if (op.kernel === 'cascade') return lanesOf(op).map((p) => strandOf(op, p));
  return op.kernel === 'fir' ? op.parts.map((p) => strandOf(op, p)) : [op];
}

const strandOf = (op: PlanOp, { readFirst, readCount, writeFirst, writeCount }: PlanPart): Strand => ({
  from: op.from.slice(readFirst, readFirst + readCount),
  makes: op.makes.slice(writeFirst, writeFirst + writeCount),
});

/** The op with those strands alone of which something is `heard`; null where that is none. */
export function onlyStrands(op: PlanOp, heard: (s: SignalId) => boolean): PlanOp | null {
  if (op.makes.length === 0) return op;
  const all = strandsOf(op);
  const kept = all.filter(({ makes }) => makes.some(heard));
  if (kept.length === all.length) return op;
  if (kept.length === 0) return null;
  const writes = op.makes.flatMap((s, w) => (kept.some((k) => k.makes.includes(s)) ? [w] : []));
  const reads = op.kernel === 'cascade' ? writes : [...op.from.keys()];
  const parts = op.parts.flatMap((p) => {
    const writeFirst = writes.indexOf(p.writeFirst);
    return writeFirst === -1 ? [] : [{ ...p, readFirst: reads.indexOf(p.readFirst), writeFirst }];
  });
  const pick = <T>(list: readonly T[], places: readonly number[]): readonly T[] => places.map((at) => list[at]!);
  return {
    ...op,
    reads: pick(op.reads, reads),
    from: pick(op.from, reads),
    writes: pick(op.writes, writes),
    makes: pick(op.makes, writes),
    parts,
  };
}
