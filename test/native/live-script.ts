// A script for busbar_live: saves of a studio, as the session would hand them to the engine. In: a folder. Out: the path
// of the script. The studio has two clock domains, one with members of each kind; the saves are of every kind as well.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePlan, type Plan, stagesOf } from '../../compiler/index.ts';
import { partsOf } from '../../compiler/transition/pairing.ts';
import { Numbers } from '../../runtime/session/numbers.ts';
import { wantedStreams } from '../../runtime/session/wanted-streams.ts';
import { planOf } from '../support/compile-text.ts';

const studio = (voice: string, music = '[ gain: -3 dB ]', more = '') => `busbar: 1
engine: { rate: 48 kHz, quantum: 64 }
devices:
  desk: { backend: virtual, inputs: { mic: 1-2 }, outputs: { main: 1-2 }, period: 96 }
  hall: { backend: virtual, inputs: { room: 1 }, outputs: { fill: 1 }, period: 128, clock: { ppm: 40 } }
  roof: { backend: virtual, inputs: { air: 1 }, outputs: { horn: 1 }, period: 64, clock: { ppm: -30 } }
  cellar: { backend: virtual, inputs: { hum: 1 }, outputs: { sub: 1 }, period: 128 }
  radio: { backend: virtual, inputs: { air: 1-2 }, outputs: { cast: 1-2 }, period: 256 }
aggregates:
  house: { clock: desk, members: [desk, hall, roof, cellar], drift: { hall: resample, roof: steer, cellar: locked } }
graph:
  voice: { from: desk.mic, do: ${voice} }
  room: { from: hall.room, do: [ gain: -6 dB ] }
  all: { channels: 2, mix: { voice: 0 dB, room: { gain: -6 dB, pan: 0 } }, to: desk.main }
  fill: { from: desk.mic.1, do: [ delay: 5 ms ], to: hall.fill }
  horn: { from: cellar.hum, to: roof.horn }
  sub: { from: roof.air, to: cellar.sub }
  cast: { from: radio.air, do: ${music}, to: radio.cast }
${more}`;

const saves = [
  studio('[ highpass: 80 Hz, compressor: { threshold: -20 dBFS, ratio: 3 } ]'),
  studio('[ highpass: 120 Hz, compressor: { threshold: -26 dBFS, ratio: 3 } ]'),
  studio('[ highpass: 120 Hz, limiter: -3 dBFS, compressor: { threshold: -26 dBFS, ratio: 3 } ]', '[ gain: -9 dB ]'),
  studio('[ limiter: -3 dBFS ]', '[ delay: 3 ms, gain: -9 dB ]', '  spare: { from: voice, do: [ meter: {} ] }\n'),
  studio('[ peaking: { freq: 1 kHz, gain: 6 dB }, delay: 20 ms ]', '[ peaking: { freq: 200 Hz, gain: -6 dB } ]'),
];

const files = { reads: () => undefined, writes: () => undefined, isGiven: () => false };
const list = (values: Iterable<number>) => {
  const all = [...values];
  return [all.length, ...all].join(' ');
};

export async function liveScript(folder: string): Promise<string> {
  const plans = await Promise.all(saves.map((text) => planOf(text)));
  const numbers = new Numbers();
  let written = 0;
  const stage = (plan: Plan, adopt: Iterable<number>, frames: number): string => {
    const path = join(folder, `${written++}.plan`);
    writeFileSync(path, encodePlan(plan));
    const { runners, slots } = numbers.of(plan);
    return `stage ${path} ${frames} ${list(runners)} ${list(slots)} ${list(adopt)}`;
  };
  const values = (plan: Plan) =>
    partsOf(plan).flatMap((part, i) => (part.type === 'gain' ? [`set ${i} ${list(Object.values(part.params))}`] : []));

  const first = plans[0]!;
  const streams = wantedStreams(first, new Map(), numbers, files).map(({ spec }) => {
    const { id, runner, drives, rateHz, period, crossing, clock, slots } = spec!;
    const [{ slot, inputs, outputs }] = slots as unknown as [(typeof slots)[number]];
    const words = [
      id,
      runner,
      Number(drives),
      rateHz,
      period,
      crossing?.frames ?? 0,
      clock?.ppm ?? 0,
      slot,
      inputs,
      outputs,
      crossing?.drift ?? 'locked',
    ];
    return `stream ${words.join(' ')}`;
  });
  // From save to save and back to the first: a ring.
  const ring = [...plans.slice(1), first];
  const lines = ['change', stage(first, [], 0)];
  let running = first;
  for (const next of ring) {
    lines.push('change', ...stagesOf(running, next).map((s) => stage(s.plan, s.adopt, s.frames)), ...values(next));
    running = next;
  }
  const path = join(folder, 'script');
  writeFileSync(path, [...streams, ...lines, ''].join('\n'));
  return path;
}
