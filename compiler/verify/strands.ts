// What an op combines, and what it only runs beside it. In: an op. Out: its strands, each with the signals that meet in it.
// Lanes of a cascade share an op and nothing else: signals of two strands may arrive at different times, and one may be heard
// while the other is not. All other ops are one strand.

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
  if (op.kernel !== 'cascade') return [op];
  return lanesOf(op).map(({ writeFirst, writeCount }) => ({
    from: op.from.slice(writeFirst, writeFirst + writeCount),
    makes: op.makes.slice(writeFirst, writeFirst + writeCount),
  }));
}

/** The op with those strands alone of which something is `heard`; null where that is none. */
export function onlyStrands(op: PlanOp, heard: (s: SignalId) => boolean): PlanOp | null {
  if (op.makes.length === 0) return op;
  const all = strandsOf(op);
  const kept = all.filter(({ makes }) => makes.some(heard));
  if (kept.length === all.length) return op;
  if (kept.length === 0) return null;
  const lanes = op.makes.flatMap((_, lane) => (kept.some((k) => k.makes.includes(op.makes[lane]!)) ? [lane] : []));
  const parts = op.parts.flatMap((p) => {
    const first = lanes.indexOf(p.writeFirst);
    return first === -1 ? [] : [{ ...p, readFirst: first, writeFirst: first }];
  });
  const pick = <T>(list: readonly T[]): readonly T[] => lanes.map((lane) => list[lane]!);
  return { ...op, reads: pick(op.reads), from: pick(op.from), writes: pick(op.writes), makes: pick(op.makes), parts };
}
