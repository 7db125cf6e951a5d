// Clocks of aggregates in simulation, deterministic by seed, under sanitizers: the figures that a crossing is held to.

import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { above } from '../../compiler/measure/spectrum.ts';
import { kernelTaps } from '../../schema/clock.ts';
import { peak, toDb } from '../support/compare.ts';

/** `bin`: the folder of the binaries, once they are built. */
export function clockFigures(bin: () => string): void {
  const run = (...args: string[]): readonly Record<string, number>[] =>
    execFileSync(join(bin(), 'busbar_clock'), args, { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, number>);

  it('the loop locks within 5 s, for good, and stays within 0.05 ppm', { timeout: 300_000 }, () => {
    const [ours] = run('loop', 'busbar');
    expect(ours!.lockSeconds).toBeLessThanOrEqual(5);
    expect(ours!.rmsPpmFrom30s).toBeLessThanOrEqual(0.05);
    expect(ours!.worstFillFrames).toBeLessThan(1);
    expect(ours!.thdn10kDb).toBeLessThanOrEqual(-130);
  });

  it('the place in the stream is exact: rounding of all ratios does not add up', () => {
    for (const row of run('hours', '0.05', 'exact')) {
      expect(row.underruns).toBe(0);
      expect(row.positionErrorFrames).toBeLessThan(1e-10);
    }
  });

  it('a stall of 50 ms moves the ratio by at most 0.2 ppm and loses nothing within the headroom', () => {
    const [stall] = run('stall');
    expect(stall!.worstAfterStallPpm).toBeLessThanOrEqual(0.2);
    expect(stall!.underruns).toBe(0);
  });

  it('a crossing keeps its delay within a frame; a stall beyond its headroom is one gap of that length', () => {
    for (const row of run('crossing')) {
      expect(row.worstDelayErrorFrames, String(row.crossing)).toBeLessThan(0.6);
      expect(row.thdnDb, String(row.crossing)).toBeLessThanOrEqual(-138);
      const stalled = String(row.crossing).startsWith('stall');
      expect(row.restarts).toBe(stalled ? 1 : 0);
      expect(row.lostFrames).toBeLessThanOrEqual(stalled ? 0.05 * 48_000 : 0);
    }
  });

  it('a break costs two fades of 5 ms beside its silence: nothing old is played as if it were new', () => {
    const rows = run('breaks').filter((row) => /512|stalls/.test(String(row.break)));
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.astrayFrames, String(row.break)).toBeLessThanOrEqual(2 * 240);
  });

  it('what waits when a producer is restarted and what comes then are joined without a click', () => {
    for (const [i, samples] of (run('splice') as unknown as number[][]).entries()) {
      const heard = Float64Array.from(samples);
      // Both are heard: three tones, with the fades between.
      expect(peak(heard.subarray(0, heard.length / 3))).toBeGreaterThan(0.85);
      expect(peak(heard.subarray((2 * heard.length) / 3))).toBeGreaterThan(0.85);
      const click = toDb(peak(above(heard, 6000, 48_000)) / peak(heard));
      expect(click, i === 0 ? 'resampled' : 'as it is').toBeLessThanOrEqual(-95);
    }
  });

  it('a gap between two drivers is counted from the end of the last cycle, however it was cut', () => {
    expect(run('handover')[0]!.gapMs).toBeCloseTo(5, 2);
  });

  it('a steered clock comes to rest, whatever the period', () => {
    for (const row of run('steering')) {
      const of = JSON.stringify(row);
      expect(row.leftPpm, of).toBeLessThan(0.1 + row.latenessUs! / 1000);
      expect(row.offFrames, of).toBeLessThan(0.1 + row.latenessUs! / 1000);
      // What is seen late makes the pitch restless, which is no overshoot.
      if (row.latenessUs === 0) expect(row.overshootPpm, of).toBeLessThan(1);
      // It is put in its place once, at the most: in each direction, where the clocks took long to be known.
      expect(row.restarts, of).toBeLessThanOrEqual(row.period! > 1024 ? 2 : 0);
    }
  });

  it('what is lost is counted in frames of the producer', () => {
    const row = run('breaks').find((r) => String(r.break).includes('96 kHz'));
    expect(row!.lostFrames).toBeGreaterThanOrEqual(9600);
    expect(row!.lostFrames).toBeLessThan(9600 + 1000);
  });

  it('a stream that is not resampled goes back to its place when a restart has moved the phase', () => {
    const rows = run('breaks').filter((row) => String(row.break).includes('later'));
    expect(rows).toHaveLength(2);
    for (const row of rows) expect(row.offAtEndFrames, String(row.break)).toBeLessThan(1);
  });

  it('a day at +-300 ppm holds the delay within a frame, without an underrun', { timeout: 300_000 }, () => {
    for (const row of run('hours', '24')) {
      expect(row.underruns).toBe(0);
      expect(row.worstFillFrames).toBeLessThan(1);
    }
  });

  it('the compiler reckons with the kernel that is built', () => {
    const near = [47_500, 47_520, 47_524, 47_525, 47_530, 48_000, 48_479, 48_480, 48_490, 48_500, 48_520];
    const rates = [8000, 44_100, 44_541, ...near, 88_200, 96_000, 176_400, 192_000, 384_000];
    const pairs = rates.flatMap((a) => rates.map((b) => [a, b] as const));
    const built = run('taps', ...pairs.flat().map(String)).map((row) => row.taps);
    expect(built).toEqual(pairs.map(([a, b]) => kernelTaps(a, b)));
  });

  it('the resampler is the same to the bit on every processor', () => {
    const rows = run('paths');
    expect(rows).toHaveLength(16);
    for (const row of rows) expect(row.different, JSON.stringify(row)).toBe(0);
  });

  it('the resampler is transparent', { timeout: 300_000 }, () => {
    const [ours] = run('resampler', 'busbar');
    expect(ours!.thdn997Db).toBeLessThanOrEqual(-138);
    expect(ours!.thdn10000Db).toBeLessThanOrEqual(-135);
    expect(ours!.thdn19000Db).toBeLessThanOrEqual(-130);
    expect(ours!.rippleDb).toBeLessThanOrEqual(0.005);
  });
}
