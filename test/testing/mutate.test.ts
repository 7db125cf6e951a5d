// An assertion that notices no mutant is named, and one that can fail is not.

import { expect, test } from 'vitest';
import { mutate } from '../../runtime/tests/mutate.ts';
import { runTests } from '../../runtime/tests/run-tests.ts';
import { describeNative } from '../support/addon.ts';
import { player, testsOf } from '../support/run-tests.ts';

const studio = `busbar: 1
params: { gain: -6 dB }
devices:
  box: { inputs: { line: 1-2 }, outputs: { main: 1-2, spare: 3 } }
  usb: { backend: virtual, inputs: { play: 1 }, clock: { ppm: 40 } }
aggregates:
  room: { clock: box, members: [box, usb] }
graph:
  music:
    channels: 2
    mix: { box.line: 0 dB, usb.play: { gain: -10 dB, pan: 0 % } }
    do: [{ gain: { id: level, gain: $gain } }, { limiter: -1 dBFS }]
    to: box.main
`;
const text = `busbar: 1
tests:
  it:
    play: { box.line.1: { sine: 997 Hz } }
    expect:
`;

async function noticed(assertions: readonly string[]) {
  const tests = await testsOf(studio, text + assertions.map((a) => `      - ${a}\n`).join(''));
  for (const { assertions: all } of await runTests(player(), tests)) {
    for (const { finding, assertion } of all)
      expect(finding, assertion.type).toMatchObject({ passed: true, measured: finding.measured });
  }
  return mutate(player(), tests, { most: 10 });
}

describeNative('mutants', () => {
  test('what asks for something notices', async () => {
    const all = await noticed([
      'level: { at: box.main.1, is: -26 dBFS }',
      'silence: box.main.2',
      'silence: box.spare',
      'thd_n: { at: box.main.1, below: -100 dB }',
      'true_peak: { at: box.main.1, below: -20 dBFS }',
      'noise_floor: { at: box.main.2, below: -100 dBFS }',
      'polarity: { from: box.line.1, to: box.main.1 }',
      'delay: { from: box.line.1, to: box.main.1, is: 288 frames }',
      'latency: { from: box.line.1, to: box.main.1 }',
      'response: { from: box.line.1, to: box.main.1, mask: { 100 Hz: [-6.1 dB, -5.9 dB], 10 kHz: [-6.1 dB, -5.9 dB] } }',
      'isolation: { routes: { box.line.1: box.main.1, box.line.2: box.main.2, usb.play: box.main } }',
      'clicks: { at: box.main.1, set: { params.gain: -20 dB } }',
      'drift: { device: usb, is: 40, within: 2 }',
      'xruns: usb',
    ]);
    expect(all.filter((m) => m.noticed === null).map((m) => m.assertion.type)).toEqual([]);
    expect(all.find((m) => m.assertion.type === 'level')?.noticed).toBe('1 dB less at box.main');
    expect(all.find((m) => m.assertion.type === 'clicks')?.noticed).toBe('a cut instead of a fade');
  });

  test('what asks for nothing is named', async () => {
    const all = await noticed([
      'level: { at: box.main.1, is: -26 dBFS, within: 0.1 dB }',
      'level: { at: box.main.1, is: -100 dBFS, within: 40 dB, freq: 60 Hz }',
      'silence: { at: box.main.1, below: 40 dBFS }',
      'thd_n: { at: box.main.1, below: 0 dB }',
      'drift: { device: usb, is: 0, within: 5000 }',
    ]);
    // Muted, there is neither a sine nor a distortion of it.
    expect(all.map((m) => m.noticed === null)).toEqual([false, false, true, false, true]);
    expect(all.filter((m) => m.noticed === null).every((m) => m.tried > 0)).toBe(true);
  });
});
