// Two plans laid over each other. In: the running plan and the next. Out: their atoms, and which of them are one.
// An atom goes on where its parts do: same kernel, same identity, same form of state; what it reads may have changed.
// Invariant: with the atoms that go on made one, all edges of both plans together have no cycle (feedback aside).

import type { Plan, PlanOp } from '../../schema/plan.ts';
import { type Atom, type AtomId, type Atoms, atomsOf, isCascade } from './atoms.ts';
import { looseEnds } from './cycles.ts';
import { type Pairing, pairParts, partsOf } from './pairing.ts';
import { hasFormOf } from './params.ts';

export interface Comparison {
  readonly pairing: Pairing;
  readonly running: Atoms;
  readonly next: Atoms;
  /** By atom of the next plan: the atom of the running plan that goes on as it, -1: it starts afresh. */
  readonly before: Int32Array;
  /** By atom of the running plan: the atom of the next that it goes on as, -1: it ends. */
  readonly after: Int32Array;
}

export function compare(running: Plan, next: Plan): Comparison {
  const pairing = pairParts(running, next);
  const old = partsOf(running);
  const parts = partsOf(next);
  const fits = (part: number): boolean => {
    const was = pairing.before[part]!;
    return was !== -1 && hasFormOf(running, old[was]!, next, parts[part]!);
  };
  const a = atomsOf(
    running,
    cascadesLike(next, pairing.after, (_, was) => fits(was)),
  );
  const b = atomsOf(next, cascadesLike(running, pairing.before, fits));
  const before = new Int32Array(b.atoms.length).fill(-1);
  const after = new Int32Array(a.atoms.length).fill(-1);
  for (const [id, atom] of b.atoms.entries()) {
    if (!atom.parts.every(fits)) continue;
    const was = a.atomOf[pairing.before[atom.parts[0]!]!]!;
    if (!goesOn(a, a.atoms[was]!, b, atom, pairing)) continue;
    before[id] = was;
    after[was] = id;
  }
  const part = (was: AtomId, id: AtomId) => {
    before[id] = -1;
    after[was] = -1;
  };
  for (const [was, id] of looseEnds(a, b, before)) part(was, id);
  // The two ends of a line go on together.
  for (const [id, atom] of b.atoms.entries()) {
    const was = before[id]!;
    if (atom.kernel !== 'feedback_in' || was === -1) continue;
    if (before[ownerOf(b, atom)] !== ownerOf(a, a.atoms[was]!)) part(was, id);
  }
  return { pairing, running: a, next: b, before, after };
}

/** The `feedback_out` that a `feedback_in` belongs to. */
export function ownerOf({ plan, parts, atomOf }: Atoms, atom: Atom): AtomId {
  const op = parts[atom.parts[0]!]!.params.op!;
  let first = 0;
  for (let i = 0; i < op; i++) first += plan.ops[i]!.parts.length;
  return atomOf[first]!;
}

/** Cascades that have one of the same filters in the other plan, and may stay whole. */
function cascadesLike(
  other: Plan,
  partner: Int32Array,
  fits: (part: number, partner: number) => boolean,
): (op: PlanOp, firstPart: number) => boolean {
  const firstParts = new Map<number, number>();
  let at = 0;
  for (const op of other.ops) {
    if (isCascade(op)) firstParts.set(at, op.parts.length);
    at += op.parts.length;
  }
  return (op, firstPart) => {
    const there = partner[firstPart]!;
    if (firstParts.get(there) !== op.parts.length) return false;
    return op.parts.every((_, i) => partner[firstPart + i] === there + i && fits(firstPart + i, there + i));
  };
}

function goesOn(a: Atoms, was: Atom, b: Atoms, atom: Atom, { before }: Pairing): boolean {
  return (
    was.kernel === atom.kernel &&
    was.domain === atom.domain &&
    was.latency === atom.latency &&
    was.parts.length === atom.parts.length &&
    was.reads.length === atom.reads.length &&
    was.writes.length === atom.writes.length &&
    atom.parts.every((p, i) => {
      if (before[p] !== was.parts[i]) return false;
      if (atom.isSplit) return true;
      const [x, y] = [a.parts[was.parts[i]!]!, b.parts[p]!];
      return (
        x.readFirst === y.readFirst &&
        x.readCount === y.readCount &&
        x.writeFirst === y.writeFirst &&
        x.writeCount === y.writeCount
      );
    })
  );
}
