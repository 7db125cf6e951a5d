// Loopback cards on clocks of their own, joined by `busbar run`, for minutes of the guest's exact time. In: how far each
// card is shifted, how drift is met, what is played into all cables. Out: what the run said, what came out of
// the cables near the end, and how fast the kernel says that all of them ran.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent } from '../../../runtime/session/events.ts';
import type { Inventory } from '../../../schema/inventory.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { compile } from '../alsa/rig.ts';
import { packBusbar, putFiles, useBusbar } from './busbar.ts';
import { runGuest } from './guest.ts';

export interface Clocks {
  /** Of the first card, the master, against its own idea of 48 kHz, by the control of its driver (default 0). */
  readonly firstPpm?: number;
  /** Of the cards after it. */
  readonly ppm: readonly number[];
  readonly drift: 'resample' | 'steer';
  /** S32, one channel, over and over into all cables. */
  readonly played: Buffer;
  readonly seconds: number;
  /** What is measured is measured from here on. */
  readonly settleSeconds: number;
  /** Of what is recorded, near the end. */
  readonly recordSeconds: number;
}

interface Meter {
  readonly hz: number;
  readonly seconds: number;
  readonly readings: number;
  /** Mean square of what a straight line leaves. */
  readonly restFrames: number;
}

export interface Joined {
  readonly name: string;
  /** By the kernel, against the first card. */
  readonly ppm: number;
  /** Of its controls after the run. */
  readonly shiftAfter: number;
  /** S32, one channel: from the card to the first one, and back. */
  readonly there: Buffer;
  readonly back: Buffer;
}

export interface Ran {
  readonly cards: readonly Joined[];
  readonly events: readonly RunEvent[];
  readonly meters: readonly Meter[];
  readonly inventory: Inventory;
  readonly wallSeconds: number;
}

const cardOf = (i: number) => (i === 0 ? 'Loopback' : `Loopback_${i}`);

function config({ ppm, drift }: Clocks): string {
  const device = (name: string, i: number, outputs: string) =>
    `  ${name}: { backend: alsa, match: { id: "hw:CARD=${cardOf(i)},DEV=0" }, format: s32, period: 1024, periods: 4, inputs: { line: 1 }, outputs: { main: ${outputs} } }`;
  const names = ppm.map((_, i) => `card${i + 1}`);
  return [
    'busbar: 1\nname: clocks\nengine: { rate: 48 kHz, quantum: 256 }\ndevices:',
    device('first', 0, ppm.length === 1 ? '1' : `1-${ppm.length}`),
    ...names.map((name, i) => device(name, i + 1, '1')),
    `aggregates:\n  all: { clock: first, members: [first, ${names.join(', ')}], headroom: 10 ms, drift: { ${names.map((n) => `${n}: ${drift}`).join(', ')} } }`,
    'graph:',
    ...names.map((name) => `  to_${name}: { from: first.line, to: ${name}.main }`),
    ...names.map((name, i) => `  from_${name}: { from: ${name}.line, to: first.main.${i + 1} }\n`),
  ].join('\n');
}

/** The control lies at the end of a cable that captures, for both ends. It is a stretch of the period. */
const control = (device: number) => `iface=PCM,name='PCM Rate Shift 100000',device=${device}`;
const stretch = (ppm: number) => Math.round(100_000 / (1 + ppm * 1e-6));

const format = '-q -t raw -f S32_LE -r 48000 --period-size=1024 --buffer-size=8192';
/** What is captured is the clock of a stream. Each cable is a clock of its own: the driver rounds each by some ppm. */
const status = (i: number) => `/proc/asound/${cardOf(i)}/pcm0c/sub0/status`;

function scriptOf(
  { firstPpm = 0, ppm, played, seconds, settleSeconds, recordSeconds }: Clocks,
  shared: string,
): string {
  const cards = [0, ...ppm.map((_, i) => i + 1)];
  const members = cards.slice(1);
  const repeats = Math.ceil(((seconds + 60) * 48_000 * 4) / played.length);
  const record = (i: number, channels: number) =>
    `arecord ${format} -c ${channels} -D hw:${cardOf(i)},1 -d ${recordSeconds} heard-${i} & heard="$heard $!"`;
  return [
    useBusbar,
    ...[firstPpm, ...ppm].flatMap((shift, i) =>
      [0, 1].map((end) => `amixer -q -c ${cardOf(i)} cset ${control(end)} ${stretch(shift)}`),
    ),
    ...cards.map(
      (i) =>
        `{ n=0; while [ $n -lt ${repeats} ]; do cat once; n=$((n+1)); done | aplay ${format} -c 1 -D hw:${cardOf(i)},1; } 2>/dev/null & playing="$playing $!"`,
    ),
    'node $BUSBAR devices --json >devices',
    `node $BUSBAR run busbar.yaml --json --for ${seconds}s >said 2>error & run=$!`,
    `until ${cards.map((i) => `grep -qs RUNNING ${status(i)}`).join(' && ')}; do [ -e /proc/$run ] || break; sleep 0.1; done`,
    `./clock_meter ${settleSeconds} ${cards.map(status).join(' ')} >measured & meter=$!`,
    `sleep ${seconds - recordSeconds - 5}`,
    record(0, ppm.length),
    ...members.map((i) => record(i, 1)),
    'wait $heard; kill $meter; wait $meter',
    'wait $run; echo $? >ended; kill $playing 2>/dev/null',
    ...members.map((i) => `amixer -c ${cardOf(i)} cget ${control(1)} | sed -n 's/.*: values=//p' >>shift`),
    `grep -v '"event":"meter"' said >told; cp devices told error measured heard-* ended shift '${shared}'`,
  ].join('\n');
}

/** One of so many channels. */
function channelOf(bytes: Buffer, which: number, channels: number): Buffer {
  const frames = Math.floor(bytes.length / 4 / channels);
  const out = Buffer.alloc(4 * frames);
  for (let i = 0; i < frames; i++) out.writeInt32LE(bytes.readInt32LE(4 * (i * channels + which)), 4 * i);
  return out;
}

export async function runClocks(clocks: Clocks): Promise<Ran> {
  const { ppm, played } = clocks;
  const shared = temporaryFolder();
  packBusbar(shared);
  putFiles(shared, { 'busbar.yaml': config(clocks), once: played });
  const meter = fileURLToPath(new URL('in-guest/clock_meter.c', import.meta.url));
  compile('gcc', '-O2', '-o', join(shared, 'guest-files', 'clock_meter'), meter);
  const guest = await runGuest({
    ...{ script: scriptOf(clocks, shared), shared, virtualTime: true, limitSeconds: 3500 },
    cards: [{ driver: 'aloop', options: `enable=1${',1'.repeat(ppm.length)}` }],
  });
  const read = (name: string) => readFileSync(join(shared, name), 'utf8');
  if (guest.status !== 0 || guest.stderr !== '' || read('error') !== '' || read('ended').trim() !== '0')
    throw new Error(`the guest ended with ${guest.status}: ${guest.stderr}${guest.stdout}\n${read('error')}`);
  const lines = <T>(name: string) =>
    read(name)
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as T);
  const meters = lines<Meter>('measured');
  const shifts = lines<number>('shift');
  const first = readFileSync(join(shared, 'heard-0'));
  const cards = ppm.map(
    (_, i): Joined => ({
      name: `card${i + 1}`,
      ppm: (meters[i + 1]!.hz / meters[0]!.hz - 1) * 1e6,
      shiftAfter: shifts[i]!,
      there: channelOf(first, i, ppm.length),
      back: readFileSync(join(shared, `heard-${i + 1}`)),
    }),
  );
  const inventory = JSON.parse(read('devices')) as Inventory;
  return { cards, events: lines<RunEvent>('told'), meters, inventory, wallSeconds: guest.seconds };
}
