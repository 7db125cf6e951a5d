// What JACK's process thread never does while it runs our engine and the config is saved again and again: the same as our
// own threads. libjack waits and wakes by futex, which is all that it may ask of the system.

import { beforeAll, expect, it } from 'vitest';
import { JackServer, noJack } from '../integration/jack/server.ts';
import { describeWatched, everySeed, expectNothingFound, runSaves } from './saves.ts';
import { buildSanitizer, buildWatcher, noSanitizer, noWatcher } from './watcher.ts';

/** Two devices, which are one client of the server. */
const studio = (voice: string) => `busbar: 1
name: watched
engine: { rate: 48 kHz, quantum: 64 }
devices:
  daw: { backend: jack, inputs: { mic: 1-2 }, outputs: { main: 1-2 }, connect: { mic: "system:*", main: "system:*" } }
  desk: { backend: jack, inputs: { talk: 1 }, outputs: { cue: 1 } }
graph:
  voice: { from: daw.mic, do: ${voice} }
  main: { from: voice, do: [ meter: {} ], to: daw.main }
  cue: { channels: 1, mix: { desk.talk: -6 dB, voice.1: -12 dB }, do: [ delay: 5 ms ], to: desk.cue }
`;
const allowed = ['futex'];
const period = 128;

describeWatched("JACK's process thread, watched", noWatcher ?? noJack, () => {
  let preload = '';
  beforeAll(() => {
    preload = buildWatcher();
  });

  it('finds a violation of every kind', async () => {
    const { env } = await JackServer.start({ period });
    const { status, report } = await runSaves(studio, 3, { preload, allowed, seeds: everySeed.seeds, env });
    expect(status).toBe(0);
    everySeed.expectIn(report);
  });

  it('has none while the config is saved again and again', async () => {
    const { env } = await JackServer.start({ period });
    const { status, stderr, report, reloads } = await runSaves(studio, 6, { preload, allowed, env });
    expect(`${status} ${stderr}`).toBe('0 ');
    console.log(`${reloads} reloads; ${JSON.stringify(report?.threads)}`);
    expectNothingFound(report, { threads: 1, waits: 500 });
    expect(reloads).toBeGreaterThan(5);
  });
});

describeWatched("JACK's process thread under RealtimeSanitizer", noSanitizer ?? noJack, () => {
  let preload = '';
  beforeAll(() => {
    preload = buildSanitizer();
  });

  it('ends the process at a violation', async () => {
    const { env } = await JackServer.start({ period });
    const { status, stderr } = await runSaves(studio, 4, { preload, seeds: ['malloc'], env });
    expect(stderr).toContain('intercepted call to real-time unsafe function `malloc`');
    expect(status).not.toBe(0);
  });

  it('has none while the config is saved again and again', async () => {
    const { env } = await JackServer.start({ period });
    const { status, stderr, reloads } = await runSaves(studio, 4, { preload, env });
    expect(`${status} ${stderr}`).toBe('0 ');
    expect(reloads).toBeGreaterThan(3);
  });
});
