// What befalls simulated devices, as tests see it.

import { expect, test } from 'vitest';
import { describeNative } from '../support/addon.ts';
import { assertionsOf, verdicts } from '../support/run-tests.ts';

const studio = (clock: string) => `busbar: 1
devices:
  desk: { backend: virtual, outputs: { mon: 1-2 } }
  usb: { backend: virtual, inputs: { play: 1 }, clock: ${clock} }
aggregates:
  room: { clock: desk, members: [desk, usb] }
graph:
  left: { from: usb.play, to: desk.mon.1 }
  right: { do: [{ tone: { freq: 311 Hz, level: -20 dBFS } }], to: desk.mon.2 }
`;
const options = { play: '{ usb.play: { sine: 997 Hz } }', keys: '    for: 6 s\n    settle: 4 s\n' };

describeNative('simulated clocks', () => {
  test('drift is measured, and a level at the frequency that it moves to', async () => {
    const results = await assertionsOf(
      studio('{ ppm: 120 }'),
      [
        'drift: { device: usb, is: 120, within: 1 }',
        'xruns: usb',
        'level: { at: desk.mon.1, is: -20 dBFS, within: 0.01 dB }',
        'drift: { device: usb, is: 0 }',
      ],
      options,
    );
    expect(verdicts(results).slice(0, 3)).toEqual(['passed', 'passed', 'passed']);
    expect(results[3]?.finding.value).toBeCloseTo(120, 0);
  });

  test('a stall is an xrun', async () => {
    const clock = '{ ppm: 20, stalls: [{ at: 2 s, for: 200 ms }] }';
    const [most, none] = await assertionsOf(studio(clock), ['xruns: { device: usb, most: 9 }', 'xruns: usb'], options);
    expect(most?.finding.passed).toBe(true);
    expect(none?.finding).toMatchObject({ passed: false, value: expect.any(Number) });
  });

  test('a device that is pulled out is not heard in what plays on', async () => {
    const results = await assertionsOf(studio('{ ppm: 20 }'), ['clicks: { at: desk.mon.2, unplug: usb }'], options);
    expect(verdicts(results)).toEqual(['passed']);
  });
});
