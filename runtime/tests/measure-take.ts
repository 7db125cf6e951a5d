// Assertions on what a test plays. In: an assertion and the take. Out: the finding at its worst channel.
// Invariant: what is no number fails.

import { distortionDb } from '../../compiler/measure/distortion.ts';
import { peak, rms, toDb } from '../../compiler/measure/level.ts';
import { sineHeight, sineHeightNear } from '../../compiler/measure/sine-level.ts';
import { truePeak } from '../../compiler/measure/true-peak.ts';
import type { AssertionOf, Channel } from '../../compiler/tests/types.ts';
import { db, type Finding, fixed, worstOf } from './outcome.ts';
import { heardAt, rateAt, type Take } from './play.ts';

/** Most that simulated clocks move a frequency. */
const MOST_PPM = 4000;

const settled = (take: Take, channel: Channel, settleMs: number): Float64Array =>
  heardAt(take, channel).subarray(Math.round((settleMs * rateAt(take, channel)) / 1000));

export function measureLevel(a: AssertionOf<'level'>, take: Take, settleMs: number): Finding {
  const { freqHz } = a;
  return worstOf(
    a.at.map((channel) => {
      const x = settled(take, channel, settleMs);
      const rateHz = rateAt(take, channel);
      const height =
        freqHz === null
          ? rms(x)
          : take.isSimulated
            ? sineHeightNear(x, freqHz, rateHz, MOST_PPM)
            : sineHeight(x, freqHz, rateHz);
      const level = toDb(height);
      const off = Math.abs(level - a.isDbfs);
      return {
        passed: off <= a.withinDb,
        margin: a.withinDb - off,
        expected: `${fixed(a.isDbfs, 3)} dBFS ± ${fixed(a.withinDb, 3)} dB`,
        measured: db(level, 'dBFS', 3),
        where: channel.name,
        value: finite(level),
        unit: 'dBFS',
      };
    }),
  );
}

const meters = {
  silence: { of: (x: Float64Array) => peak(x), isWhole: true, unit: 'dBFS' },
  true_peak: { of: (x: Float64Array) => truePeak(x), isWhole: true, unit: 'dBTP' },
  noise_floor: { of: (x: Float64Array) => rms(x), isWhole: false, unit: 'dBFS' },
} as const;

export function measureBelow(
  a: AssertionOf<'silence' | 'true_peak' | 'noise_floor'>,
  take: Take,
  settleMs: number,
): Finding {
  const { of, isWhole, unit } = meters[a.type];
  return below(a.at, a.belowDbfs, unit, (channel) => toDb(of(settled(take, channel, isWhole ? 0 : settleMs))));
}

export const measureDistortion = (a: AssertionOf<'thd_n'>, take: Take, settleMs: number): Finding =>
  below(a.at, a.belowDb, 'dB', (channel) => {
    const x = settled(take, channel, settleMs);
    // Nothing is no clean sine.
    return peak(x) === 0 ? Number.NaN : distortionDb(x);
  });

function below(at: readonly Channel[], bound: number, unit: string, of: (channel: Channel) => number): Finding {
  return worstOf(
    at.map((channel) => {
      const value = of(channel);
      return {
        passed: value <= bound,
        margin: bound - value,
        expected: `${fixed(bound, 3)} ${unit} or less`,
        measured: Number.isNaN(value) ? 'nothing to measure' : db(value, unit),
        where: channel.name,
        value: finite(value),
        unit,
      };
    }),
  );
}

/** What JSON can hold. */
export const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

export function measureXruns(a: AssertionOf<'xruns'>, take: Take): Finding {
  const report = clockOf(take, a.device);
  const xruns = report?.xruns ?? 0;
  return {
    passed: report !== undefined && xruns <= a.most,
    expected: `${a.most} xruns or fewer`,
    measured: report === undefined ? 'no simulated clock' : `${xruns} xruns`,
    where: a.device,
    value: xruns,
    unit: 'xruns',
  };
}

export function measureDrift(a: AssertionOf<'drift'>, take: Take): Finding {
  const drift = clockOf(take, a.device)?.driftPpm ?? Number.NaN;
  return {
    passed: Math.abs(drift - a.isPpm) <= a.withinPpm,
    expected: `${fixed(a.isPpm, 3)} ppm ± ${fixed(a.withinPpm, 3)} ppm`,
    measured: Number.isNaN(drift) ? 'no simulated clock' : `${fixed(drift, 3)} ppm`,
    where: a.device,
    value: finite(drift),
    unit: 'ppm',
  };
}

const clockOf = ({ plan, clocks }: Take, name: string) => clocks.find((c) => plan.devices[c.device]?.name === name);
