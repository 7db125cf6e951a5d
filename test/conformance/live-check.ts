// A live change must not be heard as a click: the bounds of engine.md section 2. In: a subject. Out: what is wrong.
// Invariant: bounds are relative to what the step does before and after, so steps that make harmonics of their own
// (dynamics, sources) are judged against themselves.

import { peak, toDb } from '../support/compare.ts';
import { programme } from '../support/signals.ts';
import { above, highpassHalf } from '../support/spectrum.ts';
import type { Check } from './checks.ts';
import { otherValue, run } from './run.ts';
import type { LiveParam, Subject } from './subject.ts';

const CHANGE = 16_000;
/** Steady figures are taken over the programme's common period, a second, to its end. */
const FRAMES = 72_000;
const STEADY = FRAMES - 48_000;
/** Clicks are looked for in this many frames from the change on, and in as many of the steady signal. */
const CLICK_FRAMES = 8_000;
/** Peak above 6 kHz that a change may add, re the signal. */
const CLICK_DB = -95;

const secondDifference = (x: Float64Array): number => {
  let most = 0;
  for (let i = 2; i < x.length; i++) most = Math.max(most, Math.abs(x[i]! - 2 * x[i - 1]! + x[i - 2]!));
  return most;
};

interface Figures {
  readonly click: number;
  readonly bend: number;
  readonly peak: number;
}

/** Figures of `x` from frame `from` on, its clicks within the first CLICK_FRAMES. */
function figures(x: Float64Array, from: number, rateHz: number): Figures {
  const rest = x.subarray(from - 2 * highpassHalf);
  return {
    click: peak(above(rest.subarray(0, CLICK_FRAMES), 6000, rateHz)),
    bend: secondDifference(rest),
    peak: peak(rest),
  };
}

const larger = (a: Figures, b: Figures): Figures => ({
  click: Math.max(a.click, b.click),
  bend: Math.max(a.bend, b.bend),
  peak: Math.max(a.peak, b.peak),
});

function complaints(s: Subject, live: LiveParam, to: number): string[] {
  const inputs = Array.from({ length: Math.max(1, s.reads) }, (_, c) =>
    programme(FRAMES, s.rateHz, 0.25 / (1 + c / 4)),
  );
  const before = run(s.make(), s, inputs).out;
  const kernel = s.make();
  kernel.update(0, s.params.with(live.index, to));
  const after = run(kernel, s, inputs).out;
  const { out } = run(s.make(), s, inputs, { changes: [{ frame: CHANGE, params: s.params.with(live.index, to) }] });
  // Own content of noise is random: its peaks differ from stretch to stretch.
  const margin = s.source ? 1.5 : 1.1;
  return out.flatMap((x, c) => {
    const steady = larger(figures(before[c]!, STEADY, s.rateHz), figures(after[c]!, STEADY, s.rateHz));
    const changed = figures(x, CHANGE, s.rateHz);
    const wrong: string[] = [];
    const say = (what: string) => wrong.push(`${live.name} ${live.value} -> ${to}, output ${c}: ${what}`);
    if (changed.click > Math.max(steady.peak * 10 ** (CLICK_DB / 20), margin * steady.click))
      say(
        `click ${toDb(changed.click / steady.peak).toFixed(1)} dB (own: ${toDb(steady.click / steady.peak).toFixed(1)})`,
      );
    if (changed.bend > margin * steady.bend) say(`second difference x ${(changed.bend / steady.bend).toFixed(3)}`);
    if (toDb(changed.peak / steady.peak) > (s.source ? 1 : 0.1))
      say(`peak ${toDb(changed.peak / steady.peak).toFixed(2)} dB over the larger`);
    return wrong;
  });
}

/** Each live param, changed in the middle of a programme, moves without a step. */
export const liveChangesGlide: Check = (s) =>
  s.live.flatMap((live) => {
    const to = otherValue(live, s.rateHz);
    return to === undefined ? [] : complaints(s, live, to);
  });
