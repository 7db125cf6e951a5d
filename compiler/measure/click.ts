// How a change of the sound is heard: the measure of a click. In: a signal while it changes, and what is steady before and
// after. Out: what is wrong. Invariant: bounds are relative to what is there before and after, so whatever makes harmonics
// of its own (dynamics, sources) is judged against itself.

import { peak as peakOf, toDb } from './level.ts';
import { above, highpassHalf } from './spectrum.ts';

/** Peak above 6 kHz that a change may add, re the signal. */
const CLICK_DB = -95;

export interface Figures {
  /** Peak above 6 kHz. */
  readonly click: number;
  /** Largest second difference. */
  readonly bend: number;
  readonly peak: number;
}

function secondDifference(x: Float64Array): number {
  let most = 0;
  for (let i = 2; i < x.length; i++) most = Math.max(most, Math.abs(x[i]! - 2 * x[i - 1]! + x[i - 2]!));
  return most;
}

/** Figures of `x` from frame `from` on; clicks are looked for within `clickFrames`. */
export function figures(x: Float64Array, from: number, clickFrames: number, rateHz: number): Figures {
  const rest = x.subarray(from - 2 * highpassHalf);
  return {
    click: peakOf(above(rest.subarray(0, clickFrames), 6000, rateHz)),
    bend: secondDifference(rest),
    peak: peakOf(rest),
  };
}

export const larger = (a: Figures, b: Figures): Figures => ({
  click: Math.max(a.click, b.click),
  bend: Math.max(a.bend, b.bend),
  peak: Math.max(a.peak, b.peak),
});

/** What more than the usual is granted, in factors: the second difference and own clicks; the peak. */
export interface Leave {
  readonly margin: number;
  readonly peak: number;
}
export const USUAL: Leave = { margin: 1.1, peak: 10 ** (0.1 / 20) };
/** Own content of noise is random: its peaks differ from stretch to stretch. */
export const NOISE: Leave = { margin: 1.5, peak: 10 ** (1 / 20) };

/** What a change does that it must not. */
export function heard(changed: Figures, steady: Figures, { margin, peak }: Leave = USUAL): readonly string[] {
  const wrong: string[] = [];
  const re = (click: number) => toDb(click / steady.peak).toFixed(1);
  if (!(changed.click <= Math.max(steady.peak * 10 ** (CLICK_DB / 20), margin * steady.click)))
    wrong.push(`click ${re(changed.click)} dB (own: ${re(steady.click)})`);
  if (!(changed.bend <= margin * steady.bend))
    wrong.push(`second difference x ${(changed.bend / steady.bend).toFixed(3)}`);
  if (!(changed.peak <= steady.peak * peak))
    wrong.push(`peak ${toDb(changed.peak / steady.peak).toFixed(2)} dB over the larger`);
  return wrong;
}
