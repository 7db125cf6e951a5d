// Three cards on three clocks, one studio: a member is pulled and put back, then the master. The others play on: what they
// recorded says how long they were silent, which is what is told of the clock that changed hands.

import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LiveRun } from '../../integration/virtual/live-run.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { buildDevice, noTestDevice } from './rig.ts';

if (noTestDevice !== undefined) console.warn(`skipped: three cards: ${noTestDevice}`);

const rateHz = 48_000;
const ppm = { first: 40, second: -70, third: 150 } as const;
type Card = keyof typeof ppm;
const cards = Object.keys(ppm) as Card[];

const device = (name: Card) =>
  `  ${name}: { backend: alsa, match: { id: ${name} }, format: s32, period: 512, periods: 4, outputs: { main: 1 } }`;
const config = `busbar: 1
name: three
engine: { rate: 48 kHz, quantum: 128 }
devices:
${cards.map(device).join('\n')}
aggregates:
  all: { clock: first, members: [first, second, third], headroom: 10 ms, drift: { second: resample, third: resample } }
graph:
  one: { channels: 1, do: [ tone: { freq: 1 kHz, level: -6 dBFS } ], to: [ first.main, second.main, third.main ] }
`;

interface Pull {
  readonly name: Card;
  /** Seconds that each had recorded by then. */
  readonly at: Readonly<Record<Card, number>>;
  readonly awayMs: number;
}

/** A fade at either end of a silence counts half to it. */
const FADES_MS = 10;

interface Heard {
  /** From which second of its own recording, and for how many milliseconds, it was below half of the tone. */
  readonly gaps: readonly (readonly [from: number, ms: number])[];
  /** Of the end, below it as well. */
  readonly restSeconds: number;
}

/** A card records nothing while it is away: its own silence is that from its return to its tone. */
function recorded(raw: Buffer): Heard {
  const heard = new Int32Array(raw.buffer.slice(raw.byteOffset, raw.byteOffset + (raw.length & ~3)));
  const loud = 0.25 * 2 ** 31;
  /** Of the tone, a stretch below its half is 16 frames. */
  const longest = 30;
  const gaps: (readonly [number, number])[] = [];
  let last = heard.findIndex((x) => Math.abs(x) > loud);
  for (let i = last; i < heard.length; i++) {
    if (Math.abs(heard[i]!) <= loud) continue;
    if (i - last > longest) gaps.push([last / rateHz, ((i - last) * 1000) / rateHz]);
    last = i;
  }
  return { gaps, restSeconds: (heard.length - last) / rateHz };
}

it.skipIf(noTestDevice !== undefined)('three cards are pulled and put back', { timeout: 180_000 }, async () => {
  const folder = temporaryFolder();
  const lib = buildDevice();
  const file = (name: Card, what: string) => join(folder, `${name}.${what}`);
  const pcm = (name: Card) => {
    mkdirSync(file(name, 'control'));
    const keys = { control: file(name, 'control'), clock: 'real', format: 'S32_LE', write: file(name, 'raw') };
    const text = Object.entries(keys).map(([key, value]) => `  ${key} ${JSON.stringify(value)}`);
    return `pcm.${name} {\n  type busbar_test\n  ppm ${ppm[name]}\n${text.join('\n')}\n}`;
  };
  const asoundrc = join(folder, 'asoundrc');
  writeFileSync(asoundrc, `pcm_type.busbar_test { lib ${JSON.stringify(lib)} }\n${cards.map(pcm).join('\n')}\n`);

  const run = new LiveRun(config, [], folder, { ALSA_CONFIG_PATH: asoundrc });
  const changed = async (name: Card, state: 'lost' | 'back') => {
    for (;;) {
      const event = await run.next('device');
      if (event.name === name && event.state === state) return event.time;
    }
  };
  const seconds = (name: Card) => readFileSync(file(name, 'raw')).length / 4 / rateHz;
  await run.next('started');
  await run.meters(60);
  const pulls: Pull[] = [];
  for (const name of ['second', 'first'] as const) {
    const unplug = join(file(name, 'control'), 'unplug');
    const at = { first: seconds('first'), second: seconds('second'), third: seconds('third') };
    writeFileSync(unplug, '');
    const lost = await changed(name, 'lost');
    await run.meters(20);
    rmSync(unplug);
    const back = await changed(name, 'back');
    await run.meters(30);
    pulls.push({ name, at, awayMs: (back - lost) * 1000 });
  }
  expect((await run.stop()).code).toBe(0);

  const told = run.events.filter((e) => e.event === 'device').map(({ name, state }) => `${name} ${state}`);
  expect(told).toEqual(['second lost', 'second back', 'first lost', 'first back']);
  const heard = Object.fromEntries(cards.map((name) => [name, recorded(readFileSync(file(name, 'raw')))]));
  const lostMs = (name: Card) =>
    run.events
      .filter((e) => e.event === 'xrun')
      .filter((e) => e.device === name)
      .map(({ frames }) => (frames * 1000) / rateHz);
  const handovers = run.events.filter((e) => e.event === 'handover').map(({ to, gapMs }) => ({ to, gapMs }));
  console.log(
    JSON.stringify({ pulls, handovers, silent: heard, toldMs: { second: lostMs('second'), third: lostMs('third') } }),
  );

  for (const name of cards) expect(heard[name]!.restSeconds, name).toBeLessThan(0.5);
  // The card that was never pulled hears nothing of the member, and of the master what is told of the crossing.
  const third = heard.third!.gaps.map(([, ms]) => ms);
  const toldMs = lostMs('third');
  expect(third).toHaveLength(toldMs.length);
  for (const [i, ms] of third.entries()) expect(Math.abs(ms - toldMs[i]!)).toBeLessThan(FADES_MS);
  expect(handovers.map(({ to }) => to)).toEqual(['clock', 'device']);
  // While the member was away, its master played on without a break.
  const [away] = pulls;
  const { first: until } = pulls[1]!.at;
  expect(heard.first!.gaps.filter(([from]) => from > away!.at.first && from < until)).toEqual([]);
});
