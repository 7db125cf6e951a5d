// Comparisons of signals. Invariant: none of them lets NaN pass as equal to a number, and `difference` tells 0 from -0.

import { toDb } from '../../compiler/measure/level.ts';

export { fromDb, peak, rms, toDb } from '../../compiler/measure/level.ts';

export type Channels = readonly Float64Array[];

const words = (x: Float64Array) => new BigUint64Array(x.buffer, x.byteOffset, x.length);

/** Index of the first sample whose bits differ; -1: none. Lengths that differ count as a difference at the shorter's end. */
export function firstDifference(a: Float64Array, b: Float64Array): number {
  const n = Math.min(a.length, b.length);
  const x = words(a);
  const y = words(b);
  for (let i = 0; i < n; i++) if (x[i] !== y[i]) return i;
  return a.length === b.length ? -1 : n;
}

/** Where two sets of channels first differ, in words; undefined when every bit agrees. */
export function difference(a: Channels, b: Channels): string | undefined {
  if (a.length !== b.length) return `${a.length} channels against ${b.length}`;
  for (let c = 0; c < a.length; c++) {
    const i = firstDifference(a[c]!, b[c]!);
    if (i >= 0) return `channel ${c} differs from frame ${i} on: ${a[c]![i]} against ${b[c]![i]}`;
  }
  return undefined;
}

/**
 * Largest difference between two sets of channels in dB, relative to the larger of `reference` (default 1: full scale)
 * and the peak of `expected`. -Infinity when equal; +Infinity when a sample is not finite in one of them only.
 */
export function errorDb(actual: Channels, expected: Channels, reference = 1): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let worst = 0;
  let scale = reference;
  for (let c = 0; c < expected.length; c++) {
    const a = actual[c]!;
    const e = expected[c]!;
    if (a.length !== e.length) return Number.POSITIVE_INFINITY;
    for (let i = 0; i < e.length; i++) {
      if (Object.is(a[i], e[i])) continue;
      const d = Math.abs(a[i]! - e[i]!);
      if (!Number.isFinite(d)) return Number.POSITIVE_INFINITY;
      worst = Math.max(worst, d);
      scale = Math.max(scale, Math.abs(e[i]!));
    }
  }
  return toDb(worst / scale);
}
