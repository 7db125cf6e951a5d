// A card that is pulled while it plays, and put back: said at once, attached again, and the other card hears nothing of it.

import { join } from 'node:path';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { describeGuest, wavSamples } from './cards.ts';
import { eventsOf, type Followed, follow, type Step } from './follow.ts';

/** 1 kHz at 48 kHz: every period of the tone has the same 48 samples. */
const PERIOD = 48;

const studio = (card: string, more: string) => `busbar: 1
name: unplug
engine: { rate: 48 kHz, quantum: 64 }
devices:
  steady: { backend: alsa, match: { id: "hw:CARD=Intel,DEV=0" }, format: s16, outputs: { main: 1-2 }, period: 512, periods: 4 }
  pulled: { backend: alsa, match: { id: "hw:CARD=${card},DEV=0" }, outputs: { main: 1-2 }, missing: silence, ${more} }
graph:
  one: { channels: 2, do: [ tone: { freq: 1 kHz, level: -12 dBFS } ], to: steady.main }
  two: { channels: 2, do: [ tone: { freq: 1 kHz, level: -12 dBFS } ], to: pulled.main }
`;

const authorize = (bit: number) =>
  `for p in /sys/bus/usb/devices/*/product; do grep -q Audio $p && echo ${bit} >\${p%/product}/authorized; done`;
const bind = (verb: string) => `echo snd_aloop.0 >/sys/bus/platform/drivers/snd_aloop/${verb}`;

const plot = (pull: string, plug: string): Step[] => [
  { event: 'started' },
  { event: 'meter' },
  { shell: pull },
  { event: 'device', name: 'pulled', state: 'lost' },
  ...Array.from({ length: 5 }, () => ({ event: 'meter' as const })),
  { shell: plug },
  { event: 'device', name: 'pulled', state: 'back' },
  ...Array.from({ length: 5 }, () => ({ event: 'meter' as const })),
  { signal: 'SIGTERM' },
];

/** How often the samples of a steady tone are not those of a period before, between its fades. */
function breaks(samples: Buffer): { readonly frames: number; readonly breaks: number } {
  const heard = new Int16Array(samples.buffer.slice(samples.byteOffset, samples.byteOffset + (samples.length & ~3)));
  const left = heard.filter((_, i) => i % 2 === 0);
  const first = left.findIndex((s) => s !== 0) + 2000;
  const last = left.findLastIndex((s) => s !== 0) - 2000;
  let count = 0;
  for (let i = first + PERIOD; i < last; i++) if (Math.abs(left[i]! - left[i - PERIOD]!) > 1) count++;
  return { frames: last - first, breaks: count };
}

function expectPlayedOn(run: Followed, wav: string): void {
  expect(run, JSON.stringify(run.events)).toMatchObject({ status: 0, stepsLeft: 0 });
  expect(eventsOf(run, 'device').map(({ name, state }) => `${name} ${state}`)).toEqual(['pulled lost', 'pulled back']);
  expect(eventsOf(run, 'xrun')).toEqual([]);
  const heard = breaks(wavSamples(wav));
  console.log(JSON.stringify({ ...heard, events: run.events.filter((e) => e.event === 'device') }));
  expect(heard.frames).toBeGreaterThan(48000);
  expect(heard.breaks).toBe(0);
}

describeGuest('a card that is pulled and put back', () => {
  it('USB', async () => {
    const shared = temporaryFolder();
    const wav = join(shared, 'steady.wav');
    const run = await follow({
      shared,
      config: studio('Audio', 'format: s16, period: 512, periods: 4'),
      steps: plot(authorize(0), authorize(1)),
      cards: [{ driver: 'hda', wav }, { driver: 'usb' }],
    });
    expectPlayedOn(run, wav);
  });

  it('the loopback', async () => {
    const shared = temporaryFolder();
    const wav = join(shared, 'steady.wav');
    const run = await follow({
      shared,
      config: studio('Loopback', 'format: s32, period: 256, periods: 3'),
      steps: plot(bind('unbind'), bind('bind')),
      cards: [{ driver: 'hda', wav }, { driver: 'aloop' }],
    });
    expectPlayedOn(run, wav);
  });
});
