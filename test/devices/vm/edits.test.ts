// A graph that is edited every 100 ms while it plays at 64 frames through a real driver, in the guest's exact time: every
// save is heard, and the device never runs dry. BUSBAR_EDITS=1000 is the long form.

import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { packBusbar, putFiles, useBusbar } from './busbar.ts';
import { describeGuest } from './cards.ts';
import { runGuest } from './guest.ts';

const edits = Number(process.env.BUSBAR_EDITS ?? 50);

const studio = (voice: string, music: string) => `busbar: 1
name: edits
engine: { rate: 48 kHz, quantum: 64 }
devices:
  card:
    backend: alsa
    match: { id: "hw:CARD=Dummy,DEV=0" }
    format: s16
    inputs: { mic: 1, line: 2 }
    outputs: { main: 1-2 }
    period: 64
    periods: 3
graph:
  voice: { from: card.mic, do: ${voice} }
  music: { from: card.line, do: ${music} }
  main: { channels: 2, mix: { voice: { gain: 0 dB, pan: 0 }, music: { gain: -6 dB, pan: 0 } }, do: [ limiter: -1 dBFS ], to: card.main }
`;
const saves = [
  studio('[ highpass: 80 Hz, compressor: { threshold: -20 dBFS, ratio: 3 } ]', '[ gain: -3 dB ]'),
  studio('[ highpass: 80 Hz, compressor: { threshold: -26 dBFS, ratio: 3 } ]', '[ gain: -3 dB ]'),
  studio(
    '[ highpass: 80 Hz, compressor: { threshold: -26 dBFS, ratio: 3 } ]',
    '[ gain: -3 dB, peaking: { freq: 1 kHz, gain: 6 dB } ]',
  ),
  studio('[ highpass: 80 Hz ]', '[ gain: -3 dB, peaking: { freq: 1 kHz, gain: 6 dB } ]'),
  studio('[ highpass: 80 Hz, delay: 3 ms ]', '[ gain: -9 dB ]'),
];

interface Summary {
  readonly status: number;
  readonly edits: number;
  readonly reloads: number;
  readonly xruns: number;
  readonly kinds: readonly string[];
  readonly devices: readonly { readonly period: number; readonly format: string }[];
}

describeGuest('edits every 100 ms at 64 frames', () => {
  it(`${edits} edits are ${edits} reloads without an xrun`, async () => {
    const shared = temporaryFolder();
    packBusbar(shared);
    putFiles(shared, {
      ...Object.fromEntries(saves.map((text, i) => [`studio-${i}.yaml`, text])),
      'edit-often.mjs': readFileSync(new URL('in-guest/edit-often.mjs', import.meta.url)),
    });
    const { status, stdout, stderr, seconds } = await runGuest({
      script: `${useBusbar}\nnode edit-often.mjs ${edits} 100`,
      ...{ shared, virtualTime: true, cards: [{ driver: 'dummy' }], limitSeconds: 1700 },
    });
    expect(`${status} ${stderr}`).toBe('0 ');
    console.log(`${seconds.toFixed(0)} s: ${stdout.trim()}`);
    const summary = JSON.parse(stdout) as Summary;
    expect(summary).toMatchObject({ status: 0, edits, reloads: edits, rejected: 0, xruns: 0 });
    expect(summary.kinds).toEqual(['fade', 'live']);
    expect(summary.devices).toMatchObject([{ period: 64, format: 's16' }]);
  });
});
