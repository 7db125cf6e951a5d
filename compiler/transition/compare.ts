// Two plans laid over each other. In: the running plan and the next. Out: their atoms, and which of them are one.
// An atom goes on where its parts do: same kernel, same identity, same form of state; what it reads may have changed.
// Invariants: with the atoms that go on made one, all edges of both plans together have no cycle (feedback aside), and no
// way to an output needs two fades, or a fade and a glide.

import type { Plan } from '../../schema/plan.ts';
import { type Atom, type AtomId, type Atoms, atomsOf, inStrands, strandsOf } from './atoms.ts';
import { contradictions } from './cycles.ts';
import { type Comparable, differs } from './differs.ts';
import { forgetsSoon } from './memory.ts';
import { Overlay, type Pair } from './overlay.ts';
import { type Pairing, pairParts, partsOf } from './pairing.ts';
import { differing, hasFormOf } from './params.ts';
import { inSeries } from './series.ts';

export interface Comparison extends Comparable {
  readonly pairing: Pairing;
  readonly running: Atoms;
  readonly next: Atoms;
}

export function compare(running: Plan, next: Plan): Comparison {
  const old = partsOf(running);
  const parts = partsOf(next);
  const pairing = pairParts(running, next, old, parts);
  const form = Uint8Array.from(parts, (part, i) => {
    const was = pairing.before[i]!;
    return was !== -1 && hasFormOf(running, old[was]!, next, part) ? 1 : 0;
  });
  const fits = (part: number): boolean => form[part] === 1;
  const a = atomsOf(
    running,
    old,
    strandsLike(next, pairing.after, (_, was) => fits(was)),
  );
  const b = atomsOf(next, parts, strandsLike(running, pairing.before, fits));
  const before = new Int32Array(b.atoms.length).fill(-1);
  const after = new Int32Array(a.atoms.length).fill(-1);
  for (const [id, atom] of b.atoms.entries()) {
    if (!atom.parts.every(fits)) continue;
    const was = a.atomOf[pairing.before[atom.parts[0]!]!]!;
    if (!goesOn(a.atoms[was]!, atom, pairing)) continue;
    before[id] = was;
    after[was] = id;
  }
  const part = (pairs: readonly Pair[]): boolean => {
    for (const [was, id] of pairs) {
      before[id] = -1;
      after[was] = -1;
    }
    return pairs.length > 0;
  };
  const pairs: Comparable = { before, after };
  const overlay = new Overlay(a, b, before);
  part(contradictions(overlay, before));
  const gliding = Uint8Array.from(b.atoms, (atom, id) => (before[id] !== -1 && moves(a, b, atom, pairing) ? 1 : 0));
  do {
    for (const [id, atom] of b.atoms.entries()) {
      if (before[id] === -1 || !atom.reads.some((_, i) => differs(overlay, pairs, id, i))) continue;
      if (forgetsSoon(b, atom)) part([[before[id]!, id]]);
    }
  } while (part(inSeries(overlay, pairs, gliding)));
  // The two ends of a line go on together.
  for (const [id, atom] of b.atoms.entries()) {
    const was = before[id]!;
    if (atom.kernel !== 'feedback_in' || was === -1) continue;
    if (before[ownerOf(b, atom)] !== ownerOf(a, a.atoms[was]!)) part([[was, id]]);
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

/** Strands that have one of the same steps in the other plan, and may stay whole. */
function strandsLike(
  other: Plan,
  partner: Int32Array,
  fits: (part: number, partner: number) => boolean,
): (firstPart: number, count: number) => boolean {
  const counts = new Map<number, number>();
  let at = 0;
  for (const op of other.ops) {
    if (inStrands(op.kernel)) for (const { first, count } of strandsOf(op)) counts.set(at + first, count);
    at += op.parts.length;
  }
  return (firstPart, count) => {
    const there = partner[firstPart]!;
    if (count === 1) return true;
    if (counts.get(there) !== count) return false;
    for (let i = 0; i < count; i++)
      if (partner[firstPart + i] !== there + i || !fits(firstPart + i, there + i)) return false;
    return true;
  };
}

/** True where live params move in an atom that goes on. */
const moves = (a: Atoms, b: Atoms, atom: Atom, { before }: Pairing): boolean =>
  atom.parts.some((p) => differing(a.plan, a.parts[before[p]!]!, b.plan, b.parts[p]!).length > 0);

function goesOn(was: Atom, atom: Atom, { before }: Pairing): boolean {
  return (
    was.kernel === atom.kernel &&
    was.domain === atom.domain &&
    was.latency === atom.latency &&
    was.parts.length === atom.parts.length &&
    was.reads.length === atom.reads.length &&
    was.writes.length === atom.writes.length &&
    atom.parts.every((p, i) => {
      if (before[p] !== was.parts[i]) return false;
      const [x, y] = [was.places[i]!, atom.places[i]!];
      return (
        x.readFirst === y.readFirst &&
        x.readCount === y.readCount &&
        x.writeFirst === y.writeFirst &&
        x.writeCount === y.writeCount
      );
    })
  );
}
