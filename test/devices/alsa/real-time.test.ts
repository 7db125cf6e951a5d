// What the audio thread of an ALSA stream never does while the config is saved again and again: the same as every other.
// Its device is the test's own, in user space, which looks at its control files and sets its timer on our thread: those
// calls are the device's own, beside the wait. A card's driver has `ioctl` in their place.

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { describeWatched, everySeed, expectNothingFound, runSaves } from '../../realtime/saves.ts';
import { buildWatcher, noWatcher } from '../../realtime/watcher.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { buildDevice, noTestDevice } from './rig.ts';

const allowed = ['poll', 'ppoll', 'ioctl', 'read', 'access', 'timerfd_settime'];

const studio = (voice: string) => `busbar: 1
name: watched
engine: { rate: 48 kHz, quantum: 64 }
devices:
  desk: { backend: alsa, match: { id: dut }, period: 128, periods: 3, inputs: { mic: 1-2 }, outputs: { main: 1-2 } }
graph:
  voice: { from: desk.mic, do: ${voice} }
  main: { from: voice, do: [ meter: {} ], to: desk.main }
`;

/** A device that is heard as silence, with a clock that nothing on this machine makes late. */
function deviceOf(lib: string): NodeJS.ProcessEnv {
  const folder = temporaryFolder();
  const control = join(folder, 'control');
  mkdirSync(control);
  const asoundrc = join(folder, 'asoundrc');
  const keys = { control, clock: 'patient', format: 'S32_LE' };
  const text = Object.entries(keys).map(([key, value]) => `  ${key} ${JSON.stringify(value)}`);
  writeFileSync(
    asoundrc,
    `pcm_type.busbar_test { lib ${JSON.stringify(lib)} }\npcm.dut {\n  type busbar_test\n${text.join('\n')}\n}\n`,
  );
  return { ALSA_CONFIG_PATH: asoundrc };
}

describeWatched("an ALSA stream's thread, watched", noWatcher ?? noTestDevice, () => {
  let preload = '';
  let device = '';
  beforeAll(() => {
    preload = buildWatcher();
    device = buildDevice();
  });

  it('finds a violation of every kind', async () => {
    const { status, report } = await runSaves(studio, 3, {
      preload,
      allowed,
      seeds: everySeed.seeds,
      env: deviceOf(device),
    });
    expect(status).toBe(0);
    everySeed.expectIn(report);
  });

  it('has none while the config is saved again and again', async () => {
    const { status, stderr, report, reloads } = await runSaves(studio, 6, { preload, allowed, env: deviceOf(device) });
    expect(`${status} ${stderr}`).toBe('0 ');
    console.log(`${reloads} reloads; ${JSON.stringify(report?.threads)}`);
    expectNothingFound(report, { threads: 1, waits: 500, deviceFaultsAtFirst: true });
    expect(reloads).toBeGreaterThan(5);
  });
});
