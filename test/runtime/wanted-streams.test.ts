// How streams meet the one that drives: what has no clock of its own is moved along, what the plan does not delay is told.

import { expect, it } from 'vitest';
import { Numbers } from '../../runtime/session/numbers.ts';
import { type WantedStream, wantedStreams } from '../../runtime/session/wanted-streams.ts';
import type { PlanDevice } from '../../schema/plan.ts';
import { planOf } from '../support/compile-text.ts';
import { card, LiveSession } from '../support/live-session.ts';

const config = (desk: string, tape: string, more = '') => `busbar: 1
devices:
  desk: { ${desk}, outputs: { mon: 1 } }
  tape: { ${tape}, inputs: { line: 1 } }
${more}graph:
  a: { from: tape.line, to: desk.mon }
`;
const CARD = "backend: alsa, match: { id: 'hw:CARD=MAIN,DEV=0' }";
const FILE = 'backend: file, read: tape.wav';
const JOINED = 'aggregates: { room: { clock: desk, members: [desk, tape], drift: locked } }\n';
const TWO = config(CARD, CARD.replace('MAIN', 'TAPE'), JOINED);

async function tapeOf(text: string, given: readonly string[] = []): Promise<WantedStream | undefined> {
  const files = { reads: () => undefined, writes: () => undefined, isGiven: (d: PlanDevice) => given.includes(d.name) };
  const wanted = wantedStreams(await planOf(text), new Map(), new Numbers(), files);
  return wanted.find((w) => w.key === 'tape');
}

it.each([
  ['a file at a card', config(CARD, FILE), [], 'steer'],
  ['a file at a virtual clock', config('backend: virtual, clock: { ppm: 500 }', FILE), [], 'steer'],
  ['a file at the system clock', config('backend: virtual', FILE), [], 'locked'],
  ['two cards that share a clock', TWO, [], 'locked'],
  ['two cards, both of them files in this run', TWO, ['desk', 'tape'], 'locked'],
  ['two cards, one of them a file in this run', TWO, ['tape'], 'steer'],
  ['a virtual clock said to be the card’s', config(CARD, 'backend: virtual, clock: { ppm: 9 }', JOINED), [], 'locked'],
  ['the system clock said to be the card’s', config(CARD, 'backend: virtual', JOINED), [], 'steer'],
])('%s', async (_, text, given, drift) => {
  expect((await tapeOf(text, given))?.spec?.crossing?.drift).toBe(drift);
});

it('a stream that the plan does not delay tells what it waits for its driver', async () => {
  const s = new LiveSession(config(CARD, FILE), [card('MAIN')]);
  s.files = { 'tape.wav': '' };
  expect((await s.session.start()).refusal).toBe(undefined);
  const { devices, latencies } = s.session.status();
  const [desk, tape] = devices;
  expect(tape!.inputLatencyFrames).toBe(2 * Math.max(desk!.period, tape!.period));
  // A card plays what it is given a block later; a virtual device gives each frame when its clock does.
  expect(latencies).toMatchObject([{ frames: tape!.inputLatencyFrames + desk!.period + desk!.outputLatencyFrames }]);
  expect((await tapeOf(TWO))?.waits).toBe(0);
});
