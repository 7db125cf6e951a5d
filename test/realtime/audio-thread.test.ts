// What the audio threads of `busbar run` never do, while the config is saved again and again: allocate, free, lock, sleep,
// write, print, throw, make a system call other than their wait, take a page fault. Seen by
// our own watcher and by RealtimeSanitizer; each of them is shown a violation of every kind first.

import { beforeAll, expect, it } from 'vitest';
import { describeWatched, everySeed, expectNothingFound, runSaves } from './saves.ts';
import { buildSanitizer, buildWatcher, noSanitizer, noWatcher } from './watcher.ts';

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
const allowed = ['clock_nanosleep'];

describeWatched('audio threads, watched', noWatcher, () => {
  let preload = '';
  beforeAll(() => {
    preload = buildWatcher();
  });

  it('find a violation of every kind', async () => {
    const { status, report } = await runSaves(studio, 3, { preload, allowed, seeds: everySeed.seeds });
    expect(status).toBe(0);
    everySeed.expectIn(report);
  });

  it('have none while the config is saved again and again', async () => {
    const { status, stderr, report, reloads } = await runSaves(studio, 6, { preload, allowed });
    expect(`${status} ${stderr}`).toBe('0 ');
    console.log(`${reloads} reloads; ${JSON.stringify(report?.threads)}`);
    expectNothingFound(report, { threads: 3, waits: 500 });
    expect(reloads).toBeGreaterThan(5);
  });
});

describeWatched('audio threads under RealtimeSanitizer', noSanitizer, () => {
  let preload = '';
  beforeAll(() => {
    preload = buildSanitizer();
  });

  it.for([
    ['malloc', 'malloc'],
    ['lock', 'pthread_mutex_lock'],
    ['sleep', 'usleep'],
  ] as const)('end the process at a violation: %s', async ([seed, name]) => {
    const { status, stderr } = await runSaves(studio, 4, { preload, seeds: [seed] });
    expect(stderr).toContain(`intercepted call to real-time unsafe function \`${name}\``);
    expect(status).not.toBe(0);
  });

  it('have none while the config is saved again and again', async () => {
    const { status, stderr, reloads } = await runSaves(studio, 4, { preload });
    expect(`${status} ${stderr}`).toBe('0 ');
    expect(reloads).toBeGreaterThan(3);
  });
});
