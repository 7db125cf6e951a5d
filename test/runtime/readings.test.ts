// What a run reports of its latency: the plan's, and that of devices, each of which counts at its own rate.

import { expect, it } from 'vitest';
import { Drifts } from '../../runtime/session/drifts.ts';
import type { RunDevice } from '../../runtime/session/events.ts';
import { latenciesOf } from '../../runtime/session/readings.ts';
import { planOf } from '../support/compile-text.ts';

const studio = `busbar: 1
devices:
  main: { outputs: { mon: 1 }, latency: 1 ms }
  tape: { rate: 44.1 kHz, latency: -10 ms, inputs: { line: 1 } }
aggregates: { room: { clock: main, members: [main, tape] } }
graph: { a: { from: tape.line, to: main.mon } }
`;

const device = (
  name: string,
  rateHz: number,
  inputLatencyFrames: number,
  outputLatencyFrames: number,
  period = 64,
): RunDevice => ({
  name,
  backend: 'alsa',
  id: name,
  ports: [],
  state: 'open',
  note: '',
  rateHz,
  period,
  periods: 2,
  format: 's32',
  inputLatencyFrames,
  outputLatencyFrames,
  drift: null,
  realtime: { granted: true, detail: '' },
});

it('counts in frames of the master', async () => {
  const plan = await planOf(studio);
  const [path] = plan.paths;
  // 20 ms of the deck, corrected by -10 ms; 2 ms of the desk and its 1 ms.
  const devices = [device('main', 48_000, 0, 96, 480), device('tape', 44_100, 882, 0, 441)];
  const [told] = latenciesOf(plan, devices, new Drifts());
  expect(told).toMatchObject({ from: 'tape.line', to: 'main.mon', frames: 480 + path!.latencyFrames + 144 });
});

it('counts the block of either end, which the crossing begins and ends with', async () => {
  const plan = await planOf(studio);
  const [path] = plan.paths;
  // Blocks of 10 and of 5 ms: what comes in is a block old when its cycle has it, what goes out is given a block late.
  const devices = [device('main', 48_000, 0, 96, 480), device('tape', 44_100, 882, 0, 220.5)];
  const [told] = latenciesOf(plan, devices, new Drifts());
  expect(told).toMatchObject({ frames: 480 - 240 + path!.latencyFrames + 480 + 144 });
});
