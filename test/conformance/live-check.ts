// A live change must not be heard as a click: the bounds of engine.md section 2. In: a subject. Out: what is wrong.

import { figures, heard, larger, NOISE } from '../../compiler/measure/click.ts';
import { programme } from '../support/signals.ts';
import type { Check } from './checks.ts';
import { otherValue, run } from './run.ts';
import type { LiveParam, Subject } from './subject.ts';

const CHANGE = 16_000;
/** Steady figures are taken over the programme's common period, a second, to its end. */
const FRAMES = 72_000;
const STEADY = FRAMES - 48_000;
/** Clicks are looked for in this many frames from the change on, and in as many of the steady signal. */
const CLICK_FRAMES = 8_000;

function complaints(s: Subject, live: LiveParam, to: number): string[] {
  const inputs = Array.from({ length: Math.max(1, s.reads) }, (_, c) =>
    programme(FRAMES, s.rateHz, 0.25 / (1 + c / 4)),
  );
  const before = run(s.make(), s, inputs).out;
  const kernel = s.make();
  kernel.update(0, s.params.with(live.index, to));
  const after = run(kernel, s, inputs).out;
  const { out } = run(s.make(), s, inputs, { changes: [{ frame: CHANGE, params: s.params.with(live.index, to) }] });
  const from = (x: Float64Array, frame: number) => figures(x, frame, CLICK_FRAMES, s.rateHz);
  return out.flatMap((x, c) => {
    const steady = larger(from(before[c]!, STEADY), from(after[c]!, STEADY));
    return heard(from(x, CHANGE), steady, s.source ? NOISE : undefined).map(
      (w) => `${live.name} ${live.value} -> ${to}, output ${c}: ${w}`,
    );
  });
}

/** Each live param, changed in the middle of a programme, moves without a step. */
export const liveChangesGlide: Check = (s) =>
  s.live.flatMap((live) => {
    const to = otherValue(live, s.rateHz);
    return to === undefined ? [] : complaints(s, live, to);
  });
