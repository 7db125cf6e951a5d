// What a session says of clocks that are joined: drift, fill and latency of every member. Over a fake engine, without sound.

import { expect, test } from 'vitest';
import { card, LiveSession } from '../support/live-session.ts';

const config = `busbar: 1
engine: { rate: 48 kHz, quantum: 64 }
devices:
  desk: { backend: alsa, match: { id: 'hw:CARD=DESK,DEV=0' }, inputs: 1, outputs: 1, period: 64 }
  hall: { backend: alsa, match: { id: 'hw:CARD=HALL,DEV=0' }, inputs: 1, outputs: 1, period: 64 }
aggregates:
  house: { clock: desk, members: [desk, hall], drift: { hall: resample } }
graph:
  in: { from: hall.in, to: desk.out }
  out: { from: desk.in, to: hall.out }
`;

async function running(): Promise<LiveSession> {
  const s = new LiveSession(config, [card('DESK'), card('HALL')]);
  await s.session.start();
  await s.next('started');
  return s;
}

/** 64 frames of period, 2 ms of headroom, half of 64 taps. */
const latencyFrames = 64 + 96 + 32;

test('drift, fill and latency of a member: as an event, in the status and beside its levels; none of the master', async () => {
  const s = await running();
  const drift = { ppm: 12.5, fillFrames: -0.25, latencyFrames, lost: 0, restarts: 0 };
  expect(await s.next('drift')).toMatchObject({ device: 'hall', ...drift });
  for (const devices of [s.session.status().devices, s.session.levels()])
    expect(devices.map(({ name, drift }) => [name, drift])).toEqual([
      ['desk', null],
      ['hall', drift],
    ]);
});

test('a crossing that is widened is an event, and counts in the latency of its paths', async () => {
  const s = await running();
  const paths = () => new Map(s.session.status().latencies.map((l) => [l.from, l.frames]));
  await s.nextMeter();
  const before = paths();
  const hall = s.live.stats()[0]!.members[0]!.stream;
  s.live.widened = 48;
  s.live.say({ kind: 'widened', timeMs: s.live.now(), stream: hall, frames: 48 });
  expect(await s.next('widened')).toMatchObject({ device: 'hall', frames: 48 });
  await s.nextMeter();
  expect(paths().get('hall.in')).toBe(before.get('hall.in')! + 48);
  expect(paths().get('desk.in')).toBe(before.get('desk.in'));
  expect(s.session.status().devices.find((d) => d.name === 'hall')?.drift?.latencyFrames).toBe(latencyFrames + 48);
});
