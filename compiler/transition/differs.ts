// Whether an op that goes on reads something else. In: the overlay of two plans and a read of such an op. Out: yes or no.

import type { AtomId } from './atoms.ts';
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
  const s = next.atoms[id]!.reads[read]!;
  const old = running.atoms[before[id]!]!.reads[read]!;
  const maker = next.producer[s]!;
  const was = running.producer[old]!;
  return before[maker] !== was || next.atoms[maker]!.writes.indexOf(s) !== running.atoms[was]!.writes.indexOf(old);
}
