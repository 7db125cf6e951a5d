// What is played is what was there, and so is what is captured: by the ALSA back end alone, through real drivers.
// HDA and USB end in WAV files of the host, the loopback in another program of the guest.

import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { buildNativeTests } from '../../native/native-tests.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { alsaFormat, bytesPerSample, describeGuest, type Format, framesBefore, noise, wavSamples } from './cards.ts';
import { runGuest } from './guest.ts';

const frames = 96000;
const loopbackFormats: readonly Format[] = ['s24_3', 's32', 'f32'];
const alsaTools = '-q -r 48000 -c 2 -t raw --period-size=1024 --buffer-size=8192';

/** Until a PCM of the loopback runs, by what the kernel says of it. */
const running = (pcm: string) => `until grep -q RUNNING /proc/asound/Loopback/${pcm}/sub0/status; do sleep 0.01; done`;

const report = (json: string) =>
  JSON.parse(json) as { format: string; period: number; xruns: number; lost: string | null };

describeGuest('bit-exact through ALSA’s drivers', () => {
  let tool = '';
  beforeAll(() => {
    tool = join(buildNativeTests('plain', 'busbar_stream'), 'busbar_stream');
  }, 1_200_000);

  const fresh = (): string => {
    const shared = temporaryFolder();
    copyFileSync(tool, join(shared, 'busbar_stream'));
    return shared;
  };

  for (const driver of ['hda', 'usb'] as const)
    it(`${driver}: playback in s16`, async () => {
      const shared = fresh();
      const wav = join(shared, 'heard.wav');
      const played = noise('s16', 2, frames, 1);
      writeFileSync(join(shared, 'played'), played);
      const card = driver === 'hda' ? 'Intel' : 'Audio';
      const script = [
        ...['cp busbar_stream played /tmp', 'cd /tmp'],
        ...(driver === 'usb' ? [`amixer -q -c ${card} sset 'Audio Output Volume Control' 256`] : []),
        `./busbar_stream hw:CARD=${card},DEV=0 s16 512 4 0 2 144000 played`,
      ].join('\n');
      const { status, stdout, stderr } = await runGuest({
        script,
        shared,
        virtualTime: true,
        cards: [{ driver, wav }],
      });
      expect(`${status} ${stderr}`).toBe('0 ');
      expect(report(stdout)).toMatchObject({ format: 's16', period: 512, xruns: 0, lost: null });
      expect(framesBefore(played, wavSamples(wav), 4)).toBeGreaterThanOrEqual(0);
    });

  for (const format of loopbackFormats)
    it(`loopback: playback and capture in ${format}`, async () => {
      const shared = fresh();
      const played = noise(format, 2, frames, 2);
      const frameBytes = 2 * bytesPerSample[format];
      writeFileSync(join(shared, 'played'), played);
      // What aplay still holds when it ends is lost: silence is.
      writeFileSync(join(shared, 'longer'), Buffer.concat([played, Buffer.alloc(16384 * frameBytes)]));
      const tools = `${alsaTools} -f ${alsaFormat[format]}`;
      const script = [
        'cp busbar_stream played longer /tmp; cd /tmp',
        `arecord ${tools} -D hw:Loopback,1 -d 4 heard & other=$!`,
        running('pcm1c'),
        `./busbar_stream hw:CARD=Loopback,DEV=0 ${format} 256 3 0 2 144000 played || exit 2`,
        'wait $other',
        `./busbar_stream hw:CARD=Loopback,DEV=1 ${format} 256 3 2 0 192000 - captured & own=$!`,
        running('pcm1c'),
        `aplay ${tools} -D hw:Loopback,0 longer`,
        'wait $own || exit 3',
        `cp heard captured '${shared}'`,
      ].join('\n');
      const { status, stdout, stderr } = await runGuest({
        ...{ script, shared, virtualTime: true },
        cards: [{ driver: 'aloop' }],
      });
      expect(`${status} ${stderr}`).toBe('0 ');
      for (const line of stdout.trim().split('\n'))
        expect(report(line)).toMatchObject({ format, period: 256, xruns: 0, lost: null });
      for (const name of ['heard', 'captured'])
        expect(framesBefore(played, readFileSync(join(shared, name)), frameBytes), name).toBeGreaterThanOrEqual(0);
    });
});
