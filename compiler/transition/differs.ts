// Whether an op that goes on, and is heard, reads something else. In: the overlay of two plans and a read of such an op.
// Out: yes or no.

import { type AtomId, onlyListens } from './atoms.ts';
import type { Overlay } from './overlay.ts';

/** Which atoms are one. */
export interface Comparable {
  /** By atom of the next plan: the atom of the running plan that goes on as it, -1: it starts afresh. */
  readonly before: Int32Array;
  /** By atom of the running plan: the atom of the next that it goes on as, -1: it ends. */
  readonly after: Int32Array;
}

/** `id`: an atom of the next plan that goes on; `read`: index of a read. Made by one atom at one place: the same. */
export function differs({ running, next }: Overlay, { before }: Comparable, id: AtomId, read: number): boolean {
  const atom = next.atoms[id]!;
  if (onlyListens(atom)) return false;
  const s = atom.reads[read]!;
  const old = running.atoms[before[id]!]!.reads[read]!;
  const maker = next.producer[s]!;
  const was = running.producer[old]!;
  return before[maker] !== was || next.atoms[maker]!.writes.indexOf(s) !== running.atoms[was]!.writes.indexOf(old);
}

/** True where something that is heard will read something else: a transition has fades. */
export function hasFades(overlay: Overlay, pairs: Comparable): boolean {
  const { running, next } = overlay;
  for (const [id, atom] of next.atoms.entries()) {
    if (pairs.before[id] === -1) {
      if (atom.kernel === 'device_write') return true;
    } else if (atom.reads.some((_, i) => differs(overlay, pairs, id, i))) return true;
  }
  return running.atoms.some((atom, id) => atom.kernel === 'device_write' && pairs.after[id] === -1);
}
