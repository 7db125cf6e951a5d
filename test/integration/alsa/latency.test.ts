// The latency of a path between two clocks, live: what is said of it is what lies between the sound in one card and out of
// the other, by the cards' own record; and where a card’s wake-ups make busbar widen it, by as much as is told.

import { expect, it } from 'vitest';
import type { StatusReport } from '../../../runtime/control/messages.ts';
import type { RunDevice, RunEventOf } from '../../../runtime/session/events.ts';
import { busbarProcess } from '../../cli/process.ts';
import { noTestDevice } from '../../devices/alsa/rig.ts';
import { underWitness } from '../../support/witness.ts';
import { LiveRun } from '../virtual/live-run.ts';
import { Cards, RATE } from './meter.ts';

const options = { timeout: 120_000, ...underWitness() };
const skips = noTestDevice !== undefined && process.env.CI === undefined;
if (skips) console.warn(`skipped: latency between cards: ${noTestDevice}`);

interface Studio {
  readonly periods: readonly [desk: number, hall: number];
  readonly headroom: string;
}

const config = ({ periods, headroom }: Studio) => `busbar: 1
engine: { rate: 48 kHz, quantum: 128 }
devices:
  desk: { backend: alsa, match: { id: desk }, format: s32, period: ${periods[0]}, periods: ${8192 / periods[0]}, inputs: { line: 1 }, outputs: { main: 1, near: 2 } }
  hall: { backend: alsa, match: { id: hall }, format: s32, period: ${periods[1]}, periods: ${8192 / periods[1]}, inputs: { line: 1 }, outputs: { main: 1 } }
aggregates: { house: { clock: desk, members: [desk, hall], drift: { hall: resample }, headroom: ${headroom} } }
graph:
  there: { from: desk.line, to: hall.main }
  back: { from: hall.line, to: desk.main }
  near: { from: desk.line, to: desk.near }
`;

const ppm = { desk: 40, hall: -110 };

interface Found {
  readonly path: string;
  readonly at: number;
  readonly said: number;
  /** Frames by which the meter finds it longer, and by which its two tones differ. */
  readonly off: number;
  readonly spread: number;
}

/** What is said of each path at `started` or in `status`, beside what the cards say. */
function compare(
  cards: Cards,
  { devices, latencies }: Pick<RunEventOf<'started'>, 'devices' | 'latencies'>,
  at: number,
): readonly Found[] {
  const hz = (name: string) => RATE * (1 + ppm[name as 'desk' | 'hall'] * 1e-6);
  return latencies.map(({ from, to, frames }) => {
    const [[source], [sink, port]] = [from.split('.'), to.split('.')] as [[string], [string, string]];
    const [input, output] = [source, sink].map((name) => devices.find((d) => d.name === name)!) as [
      RunDevice,
      RunDevice,
    ];
    const into = input.inputLatencyFrames;
    const out = output.outputLatencyFrames;
    const [channel] = output.ports.find((p) => p.name === port)!.channels;
    // Frames are those of the clock that counts them.
    const said = into / hz(source) + (frames - into - out) / hz('desk') + out / hz(sink);
    const { seconds, spread } = cards.latency(source, [sink, channel! - 1], at, said);
    return { path: `${from} -> ${to}`, at, said: frames, off: (seconds - said) * RATE, spread: spread * RATE };
  });
}

/** Until nothing befell the run for three seconds; then what is said, beside what was heard in the last of them. */
async function settled(cards: Cards, run: LiveRun) {
  const mishaps = () => run.events.filter((e) => e.event === 'xrun' || e.event === 'widened').length;
  for (;;) {
    const before = mishaps();
    await run.meters(30);
    const end = Math.min(cards.seconds('desk'), cards.seconds('hall'));
    const { out } = await busbarProcess(['status', '--json'], { cwd: cards.folder, env: cards.env });
    if (mishaps() === before) return compare(cards, JSON.parse(out) as StatusReport, end - 0.6);
  }
}

function expectWithinAFrame(found: readonly Found[]): void {
  console.log(found.map((f) => JSON.stringify(f)).join('\n'));
  expect(found).toHaveLength(3);
  for (const f of found) {
    expect(f.spread, JSON.stringify(f)).toBeLessThan(0.1);
    expect(Math.abs(f.off), JSON.stringify(f)).toBeLessThan(1);
  }
  // By which one way is longer and the other shorter: there and back it does not count.
  const crossing = found.filter(({ path }) => path.includes('hall'));
  expect(crossing).toHaveLength(2);
  expect(Math.abs(crossing.reduce((sum, { off }) => sum + off, 0)) / 2).toBeLessThan(0.3);
}

it.skipIf(skips)('is what is said of it, within a frame', options, async () => {
  const cards = new Cards({ desk: { ppm: ppm.desk, outputs: 2 }, hall: { ppm: ppm.hall, outputs: 1 } });
  const run = new LiveRun(config({ periods: [256, 1024], headroom: '100 ms' }), [], cards.folder, cards.env);
  const { latencies } = await run.next('started');
  await run.meters(20);
  const found = await settled(cards, run);
  expect((await run.stop()).code).toBe(0);
  expectWithinAFrame(found);
  expect(found.map(({ said }) => said)).toEqual(latencies.map(({ frames }) => frames));
});

it.skipIf(skips)('is longer by what is told where it is widened', options, async () => {
  // The hall's program wakes up once in four of its blocks, against a headroom of one.
  const hall = { ppm: ppm.hall, outputs: 1, sleep: 2048 };
  const cards = new Cards({ desk: { ppm: ppm.desk, outputs: 2 }, hall });
  const run = new LiveRun(config({ periods: [512, 512], headroom: '10 ms' }), [], cards.folder, cards.env);
  const { latencies } = await run.next('started');
  await run.next('widened');
  const found = await settled(cards, run);
  expect((await run.stop()).code).toBe(0);
  expectWithinAFrame(found);
  const widened = run.events.filter((e) => e.event === 'widened');
  expect(new Set(widened.map((e) => e.device))).toEqual(new Set(['hall']));
  const told = widened.reduce((sum, e) => sum + e.frames, 0);
  // The event is of the longer direction, the report of each.
  const grown = found.map(({ said }, i) => said - latencies[i]!.frames);
  console.log(JSON.stringify({ widened, grown }));
  expect(Math.max(...grown)).toBe(told);
});
