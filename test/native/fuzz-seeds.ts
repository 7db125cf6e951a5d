// Plans for the fuzzer to mutate: every step type in every setting, the examples, cycles, aggregates, mixes, bypasses.
// In: nothing. Out: bytes of plans.

import { encodePlan } from '../../compiler/index.ts';
import { nodeTypes } from '../../schema/index.ts';
import { settingsOf } from '../conformance/settings.ts';
import { compileSetting } from '../conformance/subject.ts';
import { planOf } from '../support/compile-text.ts';
import { examplePlan, examples } from '../support/example-plan.ts';

/** What the examples leave out. */
const studio = `
busbar: 1
engine: { quantum: 32 frames }
devices:
  main: { inputs: { a: 1-2, b: 3 }, outputs: { high: 1-2, low: 3 }, ceiling: -1 dBFS, format: s16, dither: true, align: [high, low] }
  other: { inputs: { mic: 1 }, outputs: { phones: 1-2 } }
aggregates: { room: { clock: main, members: [main, other] } }
graph:
  echo: { mix: { main.a.1: 0 dB, loop: -6 dB } }
  loop: { from: echo, do: [ { delay: 3 ms }, { lowpass: 2 kHz } ] }
  long: { from: main.b, do: [ { limiter: { ceiling: -3 dBFS, bypass: true } }, { delay: { time: 0.3 ms, subframe: true } } ] }
  near: { from: main.b, do: [ { fir: { taps: [0.5, 0.25, -0.125] } } ] }
  far: { from: main.b, do: [ { fir: { taps: [${Array.from({ length: 300 }, (_, i) => 0.9 ** i).join(', ')}] } } ] }
  sum:
    channels: 2
    mix: { echo: { gain: -3 dB, pan: 30 % }, main.a: { mute: true }, long: 0 dB, near: -9 dB, far: -9 dB, other.mic: -10 dB }
    do: [ { peaking: { freq: 1 kHz, gain: 3 dB, channels: 1 } }, { ducker: { key: main.b, depth: 12 dB } }, { meter: {} } ]
    to: [ main.high, other.phones ]
  sub: { from: sum, do: [ { downmix: mono }, { fir: { taps: [0.5, 0.25, -0.125] } } ], to: main.low }
`;

export async function fuzzSeeds(): Promise<Uint8Array[]> {
  const seeds: Uint8Array[] = [];
  for (const example of examples) seeds.push(encodePlan(await examplePlan(example)));
  for (const optimise of [true, false]) seeds.push(encodePlan(await planOf(studio, { optimise })));
  for (const d of nodeTypes)
    for (const setting of settingsOf(d)) {
      const compiled = await compileSetting(d, setting, 2);
      if ('plan' in compiled) seeds.push(encodePlan(compiled.plan));
    }
  return seeds;
}
