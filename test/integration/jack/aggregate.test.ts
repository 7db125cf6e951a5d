// JACK and an ALSA card whose clock is 100 ppm faster, one studio: edited while it plays. The card records what crosses to
// it, and what crossed from it to JACK and came back by a cable of JACK's. Not a click, no device runs dry.

import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { above } from '../../../compiler/measure/spectrum.ts';
import { buildDevice, noTestDevice, TestDevice } from '../../devices/alsa/rig.ts';
import { peak, toDb } from '../../support/compare.ts';
import { underWitness } from '../../support/witness.ts';
import { JackServer, skipsJack } from './server.ts';
import { Studio } from './studio.ts';

const skipsCard = noTestDevice !== undefined && process.env.CI === undefined;
if (skipsCard) console.warn(`skipped: JACK and ALSA: ${noTestDevice}`);

const PPM = 100;
const rateHz = 48_000;

const config = (tone: string, back: string) => `busbar: 1
name: mixed
engine: { rate: 48 kHz, quantum: 256 }
devices:
  server: { backend: jack, inputs: { back: 1 }, outputs: { there: 1 }, connect: { back: "mixed:server.there.1" } }
  card: { backend: alsa, match: { id: dut }, format: s32, period: 1024, periods: 4, inputs: { line: 1 }, outputs: { main: 1-2 } }
aggregates:
  both: { clock: server, members: [server, card], drift: { card: resample }, headroom: 20 ms }
graph:
  own: { channels: 1, do: [ tone: { freq: 997 Hz, level: -12 dBFS }, ${tone} ], to: card.main.1 }
  there: { from: card.line, to: server.there }
  back: { from: server.back, do: [ ${back} ], to: card.main.2 }
`;

const first = config('gain: -3 dB', 'gain: -3 dB');
/** Moved, rewired, and back. */
const edits = [
  config('gain: -9 dB', 'gain: -3 dB'),
  config('gain: -9 dB', 'gain: -9 dB'),
  config('gain: -9 dB, peaking: { freq: 1 kHz, gain: 4 dB }', 'gain: -9 dB'),
  config('gain: -9 dB', 'highpass: 200 Hz, gain: -9 dB'),
  first,
];

/** What the card hears: one channel in S32. */
const tone = (seconds: number) =>
  Buffer.from(
    Int32Array.from({ length: seconds * rateHz }, (_, i) =>
      Math.round(2 ** 29 * Math.sin((2 * Math.PI * 1499 * i) / rateHz)),
    ).buffer,
  );

function channel(recorded: Buffer, which: number): Float64Array {
  const both = new Int32Array(recorded.buffer.slice(recorded.byteOffset, recorded.byteOffset + (recorded.length & ~7)));
  return Float64Array.from({ length: both.length / 2 }, (_, i) => both[2 * i + which]! / 2 ** 31);
}

describe.skipIf(skipsJack || skipsCard)('JACK and ALSA in one aggregate', underWitness(), () => {
  it('are edited while they play without a click, and their drift is told', { timeout: 180_000 }, async () => {
    const server = await JackServer.start({ period: 1024 });
    const card = new TestDevice({ device: buildDevice() }, { clock: 'real', ppm: PPM, format: 'S32_LE' });
    writeFileSync(card.heard, tone(120));
    const studio = await Studio.start({ env: { ...server.env, ALSA_CONFIG_PATH: card.configuration } }, first);
    await studio.event('started');
    await studio.event('drift', ({ ppm }) => Math.abs(ppm - PPM) < 50);
    const meters = async (count: number) => {
      for (let i = 0; i < count; i++) await studio.event('meter');
    };
    await meters(50);
    const from = card.output().length / 8;
    const drifts = studio.events('drift').length;
    for (const edit of [...edits, ...edits]) {
      studio.save(edit);
      await studio.event('reloaded');
      await meters(5);
    }
    const end = card.output().length / 8;
    const shown = studio.events('drift').slice(drifts);
    expect(await studio.kill('SIGTERM')).toEqual({ code: 0, signal: null });

    const kinds = studio.events('reloaded').map((e) => e.kind);
    expect([...new Set(kinds)].sort()).toEqual(['fade', 'live']);
    const recorded = readFileSync(card.played);
    const clicks = [0, 1].map((which) => {
      const heard = channel(recorded, which).subarray(from, end);
      return toDb(peak(above(heard, 6000, rateHz)) / peak(heard));
    });
    console.log(JSON.stringify({ seconds: (end - from) / rateHz, clicks, shown, xruns: studio.events('xrun') }));
    expect(studio.events('xrun')).toEqual([]);
    for (const click of clicks) expect(click).toBeLessThanOrEqual(-95);
    for (const { ppm, lost } of shown) {
      expect(lost).toBe(0);
      expect(Math.abs(ppm - PPM)).toBeLessThan(10);
    }
  });
});
