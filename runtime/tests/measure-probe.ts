// Assertions that play a sweep themselves. In: the assertion, and a way to play. Out: the finding at its worst channel.
// What comes out in silence (noise, tones, dither) is taken away first, so that what is left is the answer of the graph.

import { peakOf, signOf, type Transfer, transferOf } from '../../compiler/measure/impulse-response.ts';
import { fromDb } from '../../compiler/measure/level.ts';
import { worstPlace } from '../../compiler/measure/mask.ts';
import { sweep } from '../../compiler/measure/stimuli.ts';
import type { AssertionOf, Channel } from '../../compiler/tests/types.ts';
import type { Plan } from '../../schema/plan.ts';
import { writeQuantity } from '../../schema/units.ts';
import { finite } from './measure-take.ts';
import { db, type Finding, fixed, worstOf } from './outcome.ts';
import { heardAt, rateAt, type Take } from './play.ts';
import { intoAll, type Sources } from './sources.ts';

/** Plays into the plan that is tested, clocks ideal, samples as 64-bit floats. */
export type Probe = (sources: Sources, seconds: number) => Promise<Take>;

type Swept = AssertionOf<'response' | 'polarity' | 'delay'>;

/** Two thirds of a second at 48 kHz, and what comes after it. */
const SWEEP_FRAMES = 2 ** 15;
const RING_SECONDS = 0.5;

/** The whole band that the rate has, but for its edges. */
const sweepOf = (rateHz: number, levelDbfs: number) =>
  sweep(SWEEP_FRAMES, rateHz / 48_000, 0.499 * rateHz, rateHz, fromDb(levelDbfs));

export async function measureSwept(a: Swept, plan: Plan, probe: Probe): Promise<Finding> {
  const [first] = a.from;
  if (first === undefined) throw new Error('a sweep without an input');
  const rateHz = rateAt({ plan }, first);
  const latest = Math.max(0, ...plan.paths.map((p) => p.latencyFrames)) + plan.tailFrames;
  const seconds = SWEEP_FRAMES / rateHz + RING_SECONDS + latest / plan.rateHz;
  const played = sweepOf(rateHz, a.levelDbfs);
  const [take, silence] = [
    await probe(
      intoAll(a.from, () => played),
      seconds,
    ),
    await probe(new Map(), seconds),
  ];
  return worstOf(
    a.to.map((channel) => {
      const before = heardAt(silence, channel);
      const heard = heardAt(take, channel).map((v, i) => v - before[i]!);
      const outHz = rateAt(take, channel);
      // Two rates: a sweep at the other one is what an ideal converter would give.
      const reference = outHz === rateHz ? played : resampled(a.levelDbfs, rateHz, outHz);
      const transfer = transferOf(reference, heard, outHz);
      const isSilent = heard.every((v) => v === 0);
      return isSilent ? nothing(a, channel) : judge(a, transfer, channel);
    }),
  );
}

const resampled = (levelDbfs: number, fromHz: number, toHz: number): Float64Array =>
  sweep(Math.round((SWEEP_FRAMES * toHz) / fromHz), fromHz / 48_000, 0.499 * fromHz, toHz, fromDb(levelDbfs));

const nothing = (a: Swept, { name }: Channel) => ({
  passed: false,
  margin: Number.NaN,
  expected: expectedOf(a),
  measured: 'nothing came through',
  where: name,
  value: null,
  unit: '',
});

function expectedOf(a: Swept): string {
  switch (a.type) {
    case 'response':
      return 'a gain within the mask';
    case 'polarity':
      return a.inverted ? 'inverted' : 'normal';
    case 'delay': {
      const within = a.withinMs === null ? 'half a frame' : writeQuantity(a.withinMs, 'time');
      return `${writeQuantity(a.isMs, 'time')} ± ${within}`;
    }
  }
}

function judge(a: Swept, transfer: Transfer, { name }: Channel): Finding & { readonly margin: number } {
  switch (a.type) {
    case 'response': {
      const { hz, minDb, maxDb, gainDb, outsideDb } = worstPlace(transfer, a.mask);
      return {
        passed: outsideDb <= 0,
        margin: -outsideDb,
        expected: `${fixed(minDb, 2)} to ${fixed(maxDb, 2)} dB`,
        measured: db(gainDb, 'dB', 3),
        where: `${name} at ${fixed(hz, 1)} Hz`,
        value: finite(gainDb),
        unit: 'dB',
      };
    }
    case 'polarity': {
      const sign = signOf(transfer);
      const passed = sign === (a.inverted ? -1 : 1);
      return {
        passed,
        margin: passed ? 1 : -1,
        expected: expectedOf(a),
        measured: sign < 0 ? 'inverted' : 'normal',
        where: name,
        value: sign,
        unit: '',
      };
    }
    case 'delay': {
      const { at } = peakOf(transfer);
      const ms = (at * 1000) / transfer.rateHz;
      const within = a.withinMs ?? 500 / transfer.rateHz;
      const off = Math.abs(ms - a.isMs);
      return {
        passed: off <= within,
        margin: within - off,
        expected: expectedOf(a),
        measured: `${fixed(ms, 4)} ms (${fixed(at, 2)} frames)`,
        where: name,
        value: ms,
        unit: 'ms',
      };
    }
  }
}
