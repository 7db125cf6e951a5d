// What the audio threads of `busbar run` never do, while the config is saved again and again: allocate, free, lock, sleep,
// write, print, throw, make a system call other than their wait, take a page fault after their first second. Seen by
// our own watcher and by RealtimeSanitizer; each of them is shown a violation of every kind first.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, it } from 'vitest';
import type { RunEvent } from '../../runtime/session/events.ts';
import { describeNative } from '../support/addon.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import {
  buildSanitizer,
  buildWatcher,
  noSanitizer,
  noWatcher,
  runWatched,
  type Seed,
  type Watched,
} from './watcher.ts';

const main = fileURLToPath(new URL('../../runtime/cli/main.ts', import.meta.url));

/** Two clock domains, and a member whose audio crosses from one clock to another. */
const studio = (voice: string) => `busbar: 1
name: watched
engine: { rate: 48 kHz, quantum: 64 }
devices:
  desk: { backend: virtual, inputs: { mic: 1-2 }, outputs: { main: 1-2 }, period: 96 }
  hall: { backend: virtual, inputs: { room: 1 }, outputs: { fill: 1 }, period: 128, clock: { ppm: 40 } }
  radio: { backend: virtual, inputs: { air: 1-2 }, outputs: { cast: 1-2 }, period: 256 }
aggregates:
  house: { clock: desk, members: [desk, hall], drift: { hall: resample } }
graph:
  voice: { from: desk.mic, do: ${voice} }
  all: { channels: 2, mix: { voice: 0 dB, hall.room: { gain: -6 dB, pan: 0 } }, to: desk.main }
  fill: { from: desk.mic.1, do: [ delay: 5 ms ], to: hall.fill }
  cast: { from: radio.air, do: [ gain: -3 dB, meter: {} ], to: radio.cast }
`;
const saves = [
  '[ highpass: 80 Hz, compressor: { threshold: -20 dBFS, ratio: 3 } ]',
  '[ highpass: 120 Hz, compressor: { threshold: -26 dBFS, ratio: 3 } ]',
  '[ highpass: 120 Hz, limiter: -3 dBFS, compressor: { threshold: -26 dBFS, ratio: 3 } ]',
  '[ delay: 20 ms, peaking: { freq: 1 kHz, gain: 6 dB } ]',
].map(studio);

const threadsOfStudio = 3;
/** Tests that want what may be missing on a developer's machine; under CI it is not. */
function describeWatched(name: string, missing: string | undefined, tests: () => void): void {
  if (missing === undefined || process.env.CI !== undefined) describeNative(name, tests);
  else {
    console.warn(`skipped: ${name}: ${missing}`);
    it.skip(name, () => {});
  }
}

/** Runs the studio for some seconds; every save that was taken is followed by the next. */
async function runStudio(seconds: number, watched: Omit<Watched, 'program'>) {
  const config = join(temporaryFolder(), 'busbar.yaml');
  let reloads = 0;
  writeFileSync(config, saves[0]!);
  const result = await runWatched({
    ...watched,
    program: ['--import', 'jiti/register', main, 'run', config, '--json', '--for', `${seconds} s`],
    onLine: (line) => {
      const { event } = JSON.parse(line) as RunEvent;
      if (event === 'reloaded') reloads++;
      if (event === 'started' || event === 'reloaded') writeFileSync(config, saves[(reloads + 1) % saves.length]!);
    },
  });
  return { ...result, reloads };
}

describeWatched('audio threads, watched', noWatcher, () => {
  let library = '';
  beforeAll(() => {
    library = buildWatcher();
  });

  it('find a violation of every kind', async () => {
    const seeds: readonly Seed[] = ['malloc', 'free', 'lock', 'sleep', 'write', 'print', 'throw', 'syscall', 'fault'];
    const { status, report } = await runStudio(3, { preload: library, allowed: ['clock_nanosleep'], seeds });
    expect(status).toBe(0);
    expect(report?.findings.map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'call malloc',
      'call free',
      'call pthread_mutex_lock',
      'call usleep',
      'call write',
      'call fprintf',
      'call __cxa_allocate_exception',
      'syscall getpid',
    ]);
    for (const { stack } of report!.findings) expect(stack.length).toBeGreaterThan(3);
    expect(report!.threads.reduce((sum, t) => sum + t.faults, 0)).toBeGreaterThanOrEqual(64);
  });

  it('have none while the config is saved again and again', async () => {
    const { status, stderr, report, reloads } = await runStudio(6, { preload: library, allowed: ['clock_nanosleep'] });
    expect(`${status} ${stderr}`).toBe('0 ');
    expect(report?.findings).toEqual([]);
    expect(report?.threads).toHaveLength(threadsOfStudio);
    console.log(`${reloads} reloads; ${JSON.stringify(report?.threads)}`);
    expect(reloads).toBeGreaterThan(5);
    for (const thread of report!.threads) {
      expect(thread.waits).toBeGreaterThan(500);
      expect(thread.faults).toBe(0);
    }
  });
});

describeWatched('audio threads under RealtimeSanitizer', noSanitizer, () => {
  let library = '';
  beforeAll(() => {
    library = buildSanitizer();
  });

  it.for([
    ['malloc', 'malloc'],
    ['lock', 'pthread_mutex_lock'],
    ['sleep', 'usleep'],
  ] as const)('end the process at a violation: %s', async ([seed, name]) => {
    const { status, stderr } = await runStudio(4, { preload: library, seeds: [seed] });
    expect(stderr).toContain(`intercepted call to real-time unsafe function \`${name}\``);
    expect(status).not.toBe(0);
  });

  it('have none while the config is saved again and again', async () => {
    const { status, stderr, reloads } = await runStudio(4, { preload: library });
    expect(`${status} ${stderr}`).toBe('0 ');
    expect(reloads).toBeGreaterThan(3);
  });
});
