// What every back end must do for a session. In: a rig, which says how its devices are written and pulled. Out: tests.
// Two devices, `first` and `second`, with an output port `main` each; their clocks are `ppm` apart.

import { expect, it } from 'vitest';
import type { NativeAddon } from '../../runtime/native.ts';
import { LiveStudio } from './live-studio.ts';

export type DeviceName = 'first' | 'second';

export interface Rig {
  /** Sets the devices up, both there. */
  begin(): NativeAddon;
  /** Keys of a device in the config, without its ports and its period. */
  keys(name: DeviceName): string;
  readonly ppm: Readonly<Record<DeviceName, number>>;
  /** Takes a device away and puts it back; left out: that is in its keys or in nobody's power. */
  readonly pull?: (name: DeviceName, there: boolean) => void;
}

interface Over {
  readonly level?: string;
  readonly steps?: string;
  readonly period?: number;
  readonly headroom?: string;
}

function config(rig: Rig, { level = '-20 dBFS', steps = '', period = 256, headroom = '20 ms' }: Over = {}): string {
  const device = (name: DeviceName, frames: number) =>
    `  ${name}: { ${rig.keys(name)}, missing: silence, period: ${frames} frames, outputs: { main: 1 } }`;
  return `busbar: 1
name: suite
devices:
${device('first', period)}
${device('second', 256)}
aggregates:
  all: { clock: first, members: [first, second], headroom: ${headroom} }
graph:
  sound: { channels: 1, do: [ { tone: { freq: 1 kHz, level: ${level} } }${steps} ], to: [ first.main, second.main ] }
`;
}

export function deviceSuite(rig: Rig): void {
  it('opens both, says what was granted, and is heard on both', async () => {
    const studio = await LiveStudio.start(rig.begin(), config(rig));
    const { devices } = await studio.next('started');
    expect(devices.map(({ name, state, rateHz, period }) => ({ name, state, rateHz, period }))).toEqual(
      ['first', 'second'].map((name) => ({ name, state: 'open', rateHz: 48_000, period: 256 })),
    );
    await studio.loud('first', -20);
    await studio.loud('second', -20);
    expect(studio.count('xrun') + studio.count('device')).toBe(0);
  });

  it('takes saves while it plays: a value, a step, a period', async () => {
    const studio = await LiveStudio.start(rig.begin(), config(rig));
    await studio.loud('second', -20);
    for (const [over, tier, dBFS] of [
      [{ level: '-14 dBFS' }, 1, -14],
      [{ level: '-14 dBFS', steps: ', { gain: -6 dB }' }, 2, -20],
      [{ level: '-14 dBFS', steps: ', { gain: -6 dB }', period: 512 }, 3, -20],
    ] as const) {
      studio.save(config(rig, over));
      expect((await studio.next('reloaded')).tier).toBe(tier);
      await studio.loud('first', dBFS);
      await studio.loud('second', dBFS);
    }
    expect(studio.session.status().devices.map((d) => [d.name, d.state, d.period])).toEqual([
      ['first', 'open', 512],
      ['second', 'open', 256],
    ]);
    expect(studio.count('rejected') + studio.count('device')).toBe(0);
  });

  it('joins two clocks: nothing breaks off, and their drift is shown', async () => {
    // Half a second of headroom: how busy the machine is decides nothing.
    const studio = await LiveStudio.start(rig.begin(), config(rig, { headroom: '500 ms' }));
    await studio.loud('second', -20);
    const before = await studio.drift('second', 1);
    // Five seconds: the first figures are from clocks that are still being measured.
    const shown = await studio.drift('second', 50);
    console.log(`drift shown: ${shown.ppm.toFixed(2)} ppm of ${rig.ppm.second - rig.ppm.first}`);
    expect(Math.abs(shown.ppm - (rig.ppm.second - rig.ppm.first))).toBeLessThan(2);
    expect([shown.restarts, shown.lost]).toEqual([before.restarts, before.lost]);
    expect(studio.count('xrun') + studio.count('widened')).toBe(0);
  });

  const { pull } = rig;
  if (pull === undefined) return;
  it.each(['first', 'second'] as const)('%s is pulled: the other plays on, and it comes back', async (name) => {
    const studio = await LiveStudio.start(rig.begin(), config(rig));
    const other = name === 'first' ? 'second' : 'first';
    await studio.loud(other, -20);
    for (let round = 0; round < 2; round++) {
      pull(name, false);
      expect(await studio.next('device')).toMatchObject({ name, state: 'lost', fault: 'gone' });
      await studio.loud(other, -20);
      pull(name, true);
      expect(await studio.next('device')).toMatchObject({ name, state: 'back' });
      await studio.loud(name, -20);
    }
  });
}
