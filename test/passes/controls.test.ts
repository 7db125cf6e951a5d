// Controls beside a plan: what each takes, how they are merged, and that they go with what they move.

import { expect, test } from 'vitest';
import { compileText } from '../support/compile-text.ts';

const config = (controls: string, more = '') => `busbar: 1
devices:
  main: { inputs: { mic: 1 }, outputs: { mon: 1 } }
  rack: { inputs: { line: 1 } }
params: { low: -40 dB }
aggregates:
  room: { clock: main, members: [main, rack] }
graph:
  line: { from: rack.line, do: [ { gain: -3 dB } ] }
  voice:
    mix: { main.mic: 0 dB, rack.line: 0 dB, line: 0 dB }
    do: [ { highpass: 80 Hz }, { compressor: { id: duck, key: line, threshold: -20 dBFS, ratio: 2 } }, { mute: { id: cut, muted: false } } ]
    to: main.mon
controls:
${controls}${more}`;

const all = `  /z: { target: voice.cut.muted, invert: true, mode: momentary }
  /freq: { target: voice.highpass.freq }
  /line: { target: line.gain.gain, range: [$low, 0 dB] }
  /rack: { target: "voice.mix[rack.line].gain" }
  /duck: { target: voice.duck.threshold }
  /mic: { target: "voice.mix[main.mic].gain", range: [-60, 0] }
`;

async function controlsOf(text: string, machine?: string) {
  const { controls, plan } = await compileText(text, machine === undefined ? {} : { machine });
  expect(plan).toBeDefined();
  return controls.map(({ at, targetAt, ...control }) => control);
}

test('each has its target, and a range where it is a number; by name', async () => {
  const controls = await controlsOf(config(all));
  expect(controls.map((c) => c.name)).toEqual(['/duck', '/freq', '/line', '/mic', '/rack', '/z']);
  const range = (name: string) => controls.find((c) => c.name === name)?.range;
  expect(range('/mic')).toEqual({ min: -60, max: 0, dimension: 'gain' });
  expect(range('/line')).toEqual({ min: -40, max: 0, dimension: 'gain' });
  // No signal has a frequency above half the rate.
  expect(range('/freq')).toMatchObject({ max: 24_000, dimension: 'frequency' });
  expect(controls.at(-1)).toEqual({
    name: '/z',
    target: { node: 'voice', step: 'cut', param: 'muted' },
    range: null,
    invert: true,
    mode: 'momentary',
  });
});

test('machines lay theirs over, and take some out', async () => {
  const more =
    'machines:\n  road:\n    controls: { /freq: null, /mic: { range: [-20 dB, 0 dB] }, /cut: { target: voice.cut.muted } }\n';
  const controls = await controlsOf(config(all, more), 'road');
  expect(controls.map((c) => c.name)).toEqual(['/cut', '/duck', '/line', '/mic', '/rack', '/z']);
  expect(controls.find((c) => c.name === '/mic')).toMatchObject({ range: { min: -20 }, target: { node: 'voice' } });
});

test('what is removed takes the controls along that move it: a source, a node, a step', async () => {
  const more = 'machines:\n  road: { devices: { rack: null } }\n';
  const controls = await controlsOf(config(all, more), 'road');
  expect(controls.map((c) => c.name)).toEqual(['/freq', '/mic', '/z']);
});

test('a plan knows nothing of them', async () => {
  const [one, other] = await Promise.all([config(all), config('  {}\n')].map((text) => compileText(text)));
  expect(one?.plan).toEqual(other?.plan);
});
