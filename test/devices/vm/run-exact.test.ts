// What `busbar run` plays through real drivers is what `busbar render` writes, sample by sample; what it captures and
// plays on is what another program played. In the guest's exact time; the fades at either end are left out.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { busbar } from '../../cli/run.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { alsaFormat, bytesPerSample, describeGuest, type Format, framesBefore, noise, wavSamples } from './cards.ts';
import { eventsOf, follow, type Step } from './follow.ts';
import type { Card } from './guest.ts';

const second = 48_000;

const studio = (id: string, format: Format, period: number, periods: number, graph: string, inputs = '') => `busbar: 1
name: exact
engine: { rate: 48 kHz, quantum: 64 }
devices:
  card: { backend: alsa, match: { id: "${id}" }, format: ${format}, period: ${period}, periods: ${periods}, outputs: { main: 1-2 }${inputs} }
graph:
  one: ${graph}
`;
/** Generators are seeded by their names: the same samples wherever it runs. */
const hiss = '{ channels: 2, do: [ noise: { level: -12 dBFS } ], to: card.main }';

/** Samples of the second from 0.5 s on, as `render` writes them. */
async function rendered(config: string, frameBytes: number): Promise<Buffer> {
  const cwd = temporaryFolder();
  writeFileSync(join(cwd, 'busbar.yaml'), config);
  const { code, err } = await busbar(['render', '--for', '2 s', '--out', 'card=out.wav'], { cwd });
  expect(`${code} ${err}`).toMatch(/^0 /);
  const wav = readFileSync(join(cwd, 'out.wav'));
  const samples = wav.subarray(wav.length - 2 * second * frameBytes);
  return samples.subarray(0.5 * second * frameBytes, 1.5 * second * frameBytes);
}

/** So many tenths of a second, then the end. */
const play = (tenths: number): Step[] => [
  ...Array.from({ length: tenths }, (): Step => ({ event: 'meter' })),
  { signal: 'SIGTERM' },
];

/** Until a PCM of the loopback runs. */
const running = (pcm: string) => `until grep -q RUNNING /proc/asound/Loopback/${pcm}/sub0/status; do sleep 0.01; done`;

describeGuest('what busbar run plays', () => {
  for (const driver of ['hda', 'usb'] as const)
    it(`${driver}: s16, as rendered`, async () => {
      const shared = temporaryFolder();
      const wav = join(shared, 'heard.wav');
      const card = driver === 'hda' ? 'Intel' : 'Audio';
      const config = studio(`hw:CARD=${card},DEV=0`, 's16', 512, 4, hiss);
      const ended = await follow({
        ...{ shared, config, cards: [{ driver, wav } satisfies Card] },
        steps: [{ event: 'started' }, ...play(25)],
        before: driver === 'usb' ? `amixer -q -c ${card} sset 'Audio Output Volume Control' 256` : '',
      });
      expect(eventsOf(ended, 'stopped')).toMatchObject([{ reason: 'signal', xruns: 0 }]);
      expect(framesBefore(await rendered(config, 4), wavSamples(wav), 4)).toBeGreaterThanOrEqual(0);
    });

  for (const format of ['s24_3', 's32', 'f32'] as const) {
    const frameBytes = 2 * bytesPerSample[format];
    const tools = `-q -r 48000 -c 2 -t raw --period-size=1024 --buffer-size=8192 -f ${alsaFormat[format]}`;
    /** What comes out of the loopback while `config` plays. */
    const heard = async (shared: string, config: string, steps: readonly Step[]): Promise<Buffer> => {
      const ended = await follow({
        ...{ shared, config, cards: [{ driver: 'aloop' } satisfies Card] },
        steps: [{ event: 'started' }, ...steps],
        before: `arecord ${tools} -D hw:Loopback,1 /tmp/heard & other=$!\n${running('pcm1c')}`,
        after: `kill -INT $other; wait $other; cp /tmp/heard '${shared}'`,
      });
      expect(eventsOf(ended, 'stopped')).toMatchObject([{ reason: 'signal', xruns: 0 }]);
      return readFileSync(join(shared, 'heard'));
    };

    it(`loopback: ${format}, as rendered`, async () => {
      const config = studio('hw:CARD=Loopback,DEV=0', format, 256, 3, hiss);
      const samples = await heard(temporaryFolder(), config, play(25));
      expect(framesBefore(await rendered(config, frameBytes), samples, frameBytes)).toBeGreaterThanOrEqual(0);
    });

    it(`loopback: ${format}, as captured`, async () => {
      const graph = '{ from: card.line, to: card.main }';
      const config = studio('hw:CARD=Loopback,DEV=0', format, 256, 3, graph, ', inputs: { line: 1-2 }');
      const shared = temporaryFolder();
      const played = noise(format, 2, second, 3);
      writeFileSync(join(shared, 'played'), Buffer.concat([played, Buffer.alloc(32_768 * frameBytes)]));
      const start: Step = { shell: `cp '${shared}/played' /tmp; aplay ${tools} -D hw:Loopback,1 /tmp/played` };
      const samples = await heard(shared, config, [start, ...play(45)]);
      expect(framesBefore(played, samples, frameBytes)).toBeGreaterThanOrEqual(0);
    });
  }
});
