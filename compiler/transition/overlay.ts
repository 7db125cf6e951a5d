// The graph of two plans laid over each other. In: atoms of both, and which are one. Out: vertices and edges: those of the
// running plan by their number, behind them those of the next; an atom that goes on is one vertex, with the edges of both.

import { edgesOf, stronglyConnected } from '../passes/schedule/components.ts';
import type { AtomId, Atoms } from './atoms.ts';

/** An atom of the running plan and the atom of the next that it goes on as. */
export type Pair = readonly [was: AtomId, is: AtomId];

export class Overlay {
  readonly running: Atoms;
  readonly next: Atoms;
  readonly count: number;
  private readonly before: Int32Array;

  /** `before`: by atom of the next plan the atom of the running plan that is one with it, or -1. */
  constructor(running: Atoms, next: Atoms, before: Int32Array) {
    this.running = running;
    this.next = next;
    this.before = before;
    this.count = running.atoms.length + next.atoms.length;
  }

  vertexOf(id: AtomId): number {
    const was = this.before[id]!;
    return was === -1 ? this.running.atoms.length + id : was;
  }

  /** Cycles, feedback aside. Components are numbered so that an edge never leads to a higher number. */
  components(): { readonly of: Int32Array; readonly count: number } {
    const from: number[] = [];
    const to: number[] = [];
    const { running, next } = this;
    for (const [id, { reads }] of running.atoms.entries()) {
      for (const s of reads) {
        from.push(running.producer[s]!);
        to.push(id);
      }
    }
    for (const [id, { reads }] of next.atoms.entries()) {
      for (const s of reads) {
        from.push(this.vertexOf(next.producer[s]!));
        to.push(this.vertexOf(id));
      }
    }
    return stronglyConnected(this.count, edgesOf(this.count, from, to));
  }
}
