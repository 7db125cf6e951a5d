// `busbar run` of a config that is saved again and again, under a library that watches its audio threads. In: the config
// for a voice's steps, which of the libraries. Out: what was found, and how many saves were taken.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import type { RunEvent } from '../../runtime/session/events.ts';
import { describeNative } from '../support/addon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { runWatched, type Seed, type Watched, type WatchReport } from './watcher.ts';

const main = fileURLToPath(new URL('../../runtime/cli/main.ts', import.meta.url));

const voices = [
  '[ highpass: 80 Hz, compressor: { threshold: -20 dBFS, ratio: 3 } ]',
  '[ highpass: 120 Hz, compressor: { threshold: -26 dBFS, ratio: 3 } ]',
  '[ highpass: 120 Hz, limiter: -3 dBFS, compressor: { threshold: -26 dBFS, ratio: 3 } ]',
  '[ delay: 20 ms, peaking: { freq: 1 kHz, gain: 6 dB } ]',
];

/** Tests that want what may be missing on a developer's machine; under CI it is not. */
export function describeWatched(name: string, missing: string | undefined, tests: () => void): void {
  if (missing === undefined || process.env.CI !== undefined) describeNative(name, tests);
  else {
    console.warn(`skipped: ${name}: ${missing}`);
    it.skip(name, () => {});
  }
}

/** Runs a studio for some seconds; every save that was taken is followed by the next. */
export async function runSaves(studio: (voice: string) => string, seconds: number, watched: Omit<Watched, 'program'>) {
  const config = join(temporaryFolder(), 'busbar.yaml');
  const save = (i: number) => writeFileSync(config, studio(voices[i % voices.length]!));
  let reloads = 0;
  save(0);
  const result = await runWatched({
    ...watched,
    program: ['--import', 'jiti/register', main, 'run', config, '--json', '--for', `${seconds} s`],
    onLine: (line) => {
      const { event } = JSON.parse(line) as RunEvent;
      if (event === 'reloaded') reloads++;
      if (event === 'started' || event === 'reloaded') save(reloads + 1);
    },
  });
  return { ...result, reloads };
}

const kinds: readonly Seed[] = ['malloc', 'free', 'lock', 'sleep', 'write', 'print', 'throw', 'syscall', 'fault'];
/** What the watcher is to say of them. */
const found = [
  'call malloc',
  'call free',
  'call pthread_mutex_lock',
  'call usleep',
  'call write',
  'call fprintf',
  'call __cxa_allocate_exception',
  'syscall getpid',
];

/** A violation of every kind was committed, and is in the report. */
export const everySeed = {
  seeds: kinds,
  expectIn(report: WatchReport | undefined): void {
    expect(report?.findings.map(({ kind, name }) => `${kind} ${name}`)).toEqual(found);
    for (const { stack } of report!.findings) expect(stack.length).toBeGreaterThan(3);
    expect(report!.threads.reduce((sum, t) => sum + t.faults, 0)).toBeGreaterThanOrEqual(64);
    if (!report!.located) console.warn('the kernel does not say where page faults are (kernel.perf_event_paranoid)');
    else
      expect(report!.faults).toContainEqual({
        where: expect.stringMatching(/^page \d+ of \d+, rw-p/),
        address: expect.stringMatching(/^0x/),
        afterMs: expect.any(Number),
        by: expect.stringMatching(/watcher\.so\+0x/),
      });
  },
};

export interface Expected {
  readonly threads: number;
  /** Each waited so often: it ran for long enough to say something. */
  readonly waits: number;
  /** Page faults of the first second that the device itself causes are no finding. */
  readonly deviceFaultsAtFirst?: boolean;
}

export function expectNothingFound(
  report: WatchReport | undefined,
  { threads, waits, deviceFaultsAtFirst = false }: Expected,
): void {
  expect(report?.findings).toEqual([]);
  expect(report?.faults.filter((f) => !deviceFaultsAtFirst || f.afterMs >= 1000)).toEqual([]);
  expect(report?.threads).toHaveLength(threads);
  for (const thread of report!.threads) {
    expect(thread.waits).toBeGreaterThan(waits);
    expect(thread.faults).toBe(0);
    if (!deviceFaultsAtFirst) expect(thread.firstFaults).toBe(0);
  }
}
