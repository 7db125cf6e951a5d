// A response against a mask. In: gains over frequency, the edges. Out: where it leaves the mask furthest.
// Edges are straight lines over octaves between the frequencies that the mask names; outside them nothing is asked.

import { gainAt, type Transfer } from './impulse-response.ts';
import { toDb } from './level.ts';

export interface MaskEdge {
  readonly hz: number;
  readonly minDb: number;
  readonly maxDb: number;
}

export interface MaskPlace extends MaskEdge {
  readonly gainDb: number;
  /** How far outside, in dB; negative inside. */
  readonly outsideDb: number;
}

const PER_OCTAVE = 24;

/** The worst place; `edges` in order of frequency, one or more. */
export function worstPlace(transfer: Transfer, edges: readonly MaskEdge[]): MaskPlace {
  let worst: MaskPlace | undefined;
  for (const edge of gridOf(edges)) {
    const gainDb = toDb(gainAt(transfer, edge.hz));
    const outsideDb = Math.max(edge.minDb - gainDb, gainDb - edge.maxDb);
    if (worst === undefined || !(outsideDb <= worst.outsideDb)) worst = { ...edge, gainDb, outsideDb };
  }
  if (worst === undefined) throw new RangeError('a mask without edges');
  return worst;
}

function gridOf(edges: readonly MaskEdge[]): readonly MaskEdge[] {
  return edges.flatMap((edge, i) => {
    const next = edges[i + 1];
    if (next === undefined) return [edge];
    const steps = Math.max(1, Math.ceil(Math.log2(next.hz / edge.hz) * PER_OCTAVE));
    const mix = (a: number, b: number, share: number) => a + (b - a) * share;
    return Array.from({ length: steps }, (_, s) => ({
      hz: edge.hz * (next.hz / edge.hz) ** (s / steps),
      minDb: mix(edge.minDb, next.minDb, s / steps),
      maxDb: mix(edge.maxDb, next.maxDb, s / steps),
    }));
  });
}
