// Fades one behind another. In: the overlay of two plans without contradictions. Out: pairs that must part, so that no
// signal on its way to an output is faded twice, or faded and moved by a gliding param: the product of two fades may be
// louder than either plan (a step of +6 dB that goes where one of -6 dB comes). What lies between the two then runs twice,
// and the fade that remains is the last. Lines of feedback are no part of the way: what went round is of another time.

import { type Comparable, differs } from './differs.ts';
import type { Overlay, Pair } from './overlay.ts';

const FADED = 1;
const GLIDES = 2;

/** `gliding`: by atom of the next plan, 1 where it goes on with other live values. */
export function inSeries(overlay: Overlay, pairs: Comparable, gliding: Uint8Array): readonly Pair[] {
  const { running, next } = overlay;
  const { before, after } = pairs;
  const flags = new Uint8Array(overlay.count);
  /** Vertices that make what a fade reads, and are faded or glide themselves. */
  const behind: number[] = [];
  const parting = new Set<number>();
  const producers = (v: number): readonly number[] => {
    const base = running.atoms.length;
    const old = v < base ? running.atoms[v]!.reads.map((s) => running.producer[s]!) : [];
    const id = v < base ? after[v]! : v - base;
    return id === -1 ? old : [...old, ...next.atoms[id]!.reads.map((s) => overlay.vertexOf(next.producer[s]!))];
  };

  for (const v of inOrder(overlay, pairs)) {
    const base = running.atoms.length;
    const id = v < base ? after[v]! : v - base;
    const goesOn = v < base && id !== -1;
    const atom = id === -1 ? running.atoms[v]! : next.atoms[id]!;
    let flag = producers(v).reduce((sum, u) => sum | flags[u]!, 0);
    if (goesOn) {
      for (const [i, s] of atom.reads.entries()) {
        if (!differs(overlay, pairs, id, i)) continue;
        flag |= FADED;
        const makers = [running.producer[running.atoms[v]!.reads[i]!]!, overlay.vertexOf(next.producer[s]!)];
        behind.push(...makers.filter((u) => flags[u] !== 0));
      }
      if (gliding[id] === 1) {
        if ((flag & FADED) !== 0) parting.add(id);
        flag |= GLIDES;
      }
    } else if (atom.kernel === 'device_write') behind.push(...producers(v).filter((u) => flags[u] !== 0));
    flags[v] = flag;
  }

  const seen = new Set(behind);
  for (const v of seen) {
    if (v < running.atoms.length && after[v] !== -1) parting.add(after[v]!);
    for (const u of producers(v)) if (flags[u] !== 0) seen.add(u);
  }
  return [...parting].map((id): Pair => [before[id]!, id]);
}

/** Every vertex behind what it reads. */
function inOrder(overlay: Overlay, { after }: Comparable): readonly number[] {
  const { of, count } = overlay.components();
  const order = new Array<number>(count).fill(-1);
  for (const [v, component] of of.entries()) order[count - 1 - component] = v;
  const base = overlay.running.atoms.length;
  // Numbers of the next plan's atoms that go on stand for nothing: their vertex is that of the running plan's atom.
  const stands = new Uint8Array(overlay.count).fill(1);
  for (const id of after) if (id !== -1) stands[base + id] = 0;
  return order.filter((v) => stands[v] === 1);
}
