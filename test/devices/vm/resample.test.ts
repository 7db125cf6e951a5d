// An aggregate of loopback cards whose clocks differ by 100 and by 500 ppm either way: what `busbar run` says of each drift
// is what the kernel's own positions say over the same ten minutes, no device runs dry, and a tone of 15 kHz that crosses
// from either clock to the other stays a tone. BUSBAR_CLOCK_SECONDS=120 is a short form.

import { expect, it } from 'vitest';
import { distortionDb } from '../../../compiler/measure/distortion.ts';
import { describeGuest } from './cards.ts';
import { runClocks } from './clocks.ts';

const seconds = Number(process.env.BUSBAR_CLOCK_SECONDS ?? 600);
/** From when on it is judged: the memory of a clock filter is 32 s, and the start is busy. */
const settleSeconds = 60;

/** 16 frames are five periods. */
const tone = Buffer.from(
  Int32Array.from({ length: 48_000 * 10 }, (_, i) =>
    Math.round(0.89 * 2 ** 31 * Math.sin((2 * Math.PI * 15_000 * (i % 16)) / 48_000)),
  ).buffer,
);

/**
 * The mean over time of what was shown. The driver's own rounding lets a shifted cable wander by some frames to and fro,
 * which is followed: at any one moment the clock runs some ppm off its mean.
 */
function meanPpm(shown: readonly { readonly time: number; readonly ppm: number }[]): number {
  let sum = 0;
  for (let i = 1; i < shown.length; i++) sum += shown[i - 1]!.ppm * (shown[i]!.time - shown[i - 1]!.time);
  return sum / (shown.at(-1)!.time - shown[0]!.time);
}

/** The worst stretch of a recording, its first half second left out. */
function worstDb(bytes: Buffer): number {
  const x = Float64Array.from(new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)));
  const size = 65_536;
  const stretches = Math.floor((x.length - 24_000) / size);
  const each = Array.from({ length: stretches }, (_, i) =>
    distortionDb(x.subarray(24_000 + i * size, 24_000 + (i + 1) * size)),
  );
  return Math.max(...each);
}

describeGuest('clocks that differ, resampled', () => {
  it('their drift is told as it is, and a tone stays a tone', async () => {
    const shifts = [100, -100, 500, -500];
    const run = await runClocks({
      ppm: shifts,
      drift: 'resample',
      played: tone,
      seconds,
      settleSeconds,
      recordSeconds: 10,
    });
    const told = run.events.filter((e) => e.event === 'drift');
    const found = run.cards.map(({ name, ppm, there, back }) => {
      const shown = told.filter((e) => e.device === name && e.time >= settleSeconds);
      return {
        ...{ name, measured: ppm, mean: meanPpm(shown), last: shown.at(-1), shown: shown.map((e) => e.ppm) },
        thereDb: worstDb(there),
        backDb: worstDb(back),
      };
    });
    console.log(`${run.wallSeconds.toFixed(0)} s: ${JSON.stringify({ found, meters: run.meters })}`);
    expect(run.events.filter((e) => e.event === 'xrun' || e.event === 'widened')).toEqual([]);
    for (const [i, { measured, mean, last, thereDb, backDb }] of found.entries()) {
      expect(Math.abs(measured - shifts[i]!)).toBeLessThan(20);
      expect(Math.abs(mean - measured)).toBeLessThanOrEqual(2);
      expect(last).toMatchObject({ lost: 0, restarts: 0 });
      expect(thereDb).toBeLessThanOrEqual(-120);
      expect(backDb).toBeLessThanOrEqual(-120);
    }
  });
});
