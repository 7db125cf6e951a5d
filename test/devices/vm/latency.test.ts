// Round trips through the loopback's cable: what the ALSA back end reports is what passes between a sample given and the
// same sample got, within a tick of the cable's timer, at each of several starts.

import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { buildNativeTests } from '../../native/native-tests.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { describeGuest } from './cards.ts';
import { runGuest } from './guest.ts';

const starts = 5;
/** Where the impulse lies in what is played. */
const IMPULSE = 24000;

/** One end of the cable to play to, the other one to capture from, as one device. */
const cable = 'pcm.cable { type asym playback.pcm "hw:Loopback,0" capture.pcm "hw:Loopback,1" }';

interface Report {
  readonly inputLatency: number;
  readonly outputLatency: number;
  readonly xruns: number;
}

describeGuest('round trips through the loopback', () => {
  let tool = '';
  beforeAll(() => {
    tool = join(buildNativeTests('plain', 'busbar_stream'), 'busbar_stream');
  }, 1_200_000);

  /** Frames from given to got, and as reported, by start. */
  async function roundTrips(period: number, periods: number, timer: boolean) {
    const shared = temporaryFolder();
    copyFileSync(tool, join(shared, 'busbar_stream'));
    writeFileSync(join(shared, 'asoundrc'), cable);
    const played = new Int32Array(2 * 2 * IMPULSE);
    played[2 * IMPULSE] = 1 << 30;
    writeFileSync(join(shared, 'played'), new Uint8Array(played.buffer));
    const stream = `./busbar_stream cable s32 ${period} ${periods} 2 2 ${2 * IMPULSE} played`;
    // A timer that is somebody's PCM runs as long as that PCM.
    const tools = `-q -f S16_LE -r 48000 -c 2 --period-size=${period} --buffer-size=${4 * period}`;
    const tick = `aplay ${tools} -D hw:Dummy /dev/zero 2>/dev/null & ticking=$!`;
    const script = [
      'cp busbar_stream played /tmp; cp asoundrc ~/.asoundrc; cd /tmp',
      ...(timer ? [tick, 'until grep -q RUNNING /proc/asound/Dummy/pcm0p/sub0/status; do sleep 0.01; done'] : []),
      `for i in $(seq ${starts}); do ${stream} got-$i || exit 2; done`,
      ...(timer ? ['kill $ticking; wait $ticking 2>/dev/null'] : []),
      `cp got-* '${shared}'`,
    ].join('\n');
    const { status, stdout, stderr } = await runGuest({
      ...{ script, shared, virtualTime: true },
      cards: timer
        ? [{ driver: 'dummy' }, { driver: 'aloop', options: 'timer_source=hw:0,0,0' }]
        : [{ driver: 'aloop' }],
    });
    expect(`${status} ${stderr}`).toBe('0 ');
    return stdout
      .trim()
      .split('\n')
      .map((line, i) => {
        const { inputLatency, outputLatency, xruns } = JSON.parse(line) as Report;
        const bytes = readFileSync(join(shared, `got-${i + 1}`));
        const got = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
        return { reported: inputLatency + outputLatency, measured: got.indexOf(1 << 30) / 2 - IMPULSE, xruns };
      });
  }

  it.for([
    { period: 256, periods: 3, timer: false, tick: 192 },
    { period: 48, periods: 4, timer: true, tick: 1 },
  ])('reported is measured: %o', async ({ period, periods, timer, tick }) => {
    const trips = await roundTrips(period, periods, timer);
    console.log(JSON.stringify(trips));
    expect(trips).toHaveLength(starts);
    for (const { reported, measured, xruns } of trips) {
      expect(xruns).toBe(0);
      expect(Math.abs(measured - reported)).toBeLessThanOrEqual(tick);
    }
  });
});
