// Clicks where a config is saved while it plays, or a device pulled out: what holds, and what must be red.

import { expect, test } from 'vitest';
import { runTests } from '../../runtime/tests/run-tests.ts';
import { describeNative } from '../support/addon.ts';
import { assertionsOf, player, testsOf, verdicts } from '../support/run-tests.ts';

const saved = (voice: string, rest = '') => `busbar: 1
devices:
  box: { inputs: { mic: 1 }, outputs: { main: 1, aux: 2 } }
graph:
  voice: { from: box.mic, do: [ ${voice} ], to: box.main }
${rest}controls: { /level: { target: voice.level.gain, range: [-60 dB, 0 dB] } }
`;
const LEVEL = '{ gain: { id: level, gain: -6 dB } }';
const config = saved(`${LEVEL}, { highpass: 80 Hz }`);
const files = {
  'louder.yaml': saved('{ gain: { id: level, gain: -1 dB } }, { highpass: 80 Hz }'),
  'other-steps.yaml': saved(`${LEVEL}, { lowpass: 4 kHz }, { polarity: true }`),
  'later.yaml': saved(`${LEVEL}, { delay: 7 ms }`),
  'one-more.yaml': saved(`${LEVEL}, { highpass: 80 Hz }`, '  other: { from: voice, to: box.aux }\n'),
};
const play = '{ box.mic: { sine: 311 Hz } }';

describeNative('clicks', () => {
  test.each(Object.keys(files))('when %s is saved: none; where it cuts in, some', async (file) => {
    const text = `busbar: 1\ntests: { it: { play: ${play}, expect: [{ clicks: { at: box.main, reload: ${file} } }] } }\n`;
    const tests = await testsOf(config, text, files);
    const of = async (isCutOver: boolean) =>
      (await runTests({ ...player(), isCutOver }, tests)).flatMap((r) => r.assertions);
    expect(verdicts(await of(false))).toEqual(['passed']);
    expect(verdicts(await of(true))).toEqual([expect.stringMatching(/^click |second difference/)]);
  });

  test('by a control: in its own words, the other way round where it is inverted', async () => {
    const muted = config
      .replace('{ highpass: 80 Hz }', '{ mute: { id: key, muted: true } }')
      .replace('controls: {', 'controls: { /on: { target: voice.key.muted, invert: true },');
    const results = await assertionsOf(
      muted,
      ['level: { at: box.main, is: -32 dBFS, within: 0.1 dB }', 'clicks: { at: box.main, set: { /level: -1 dB } }'],
      { play, keys: '    set: { /level: -12 dB, /on: true }\n' },
    );
    expect(verdicts(results)).toEqual(['passed', 'passed']);
    const off = await assertionsOf(muted, ['silence: box.main'], { play, keys: '    set: { /on: false }\n' });
    expect(verdicts(off)).toEqual(['passed']);
  });

  test('when a device is pulled out: none in what plays on, some where it was heard, however softly', async () => {
    const studio = `busbar: 1
devices:
  desk: { backend: virtual, outputs: { hum: 1, play: 2, both: 3 } }
  usb: { backend: virtual, inputs: { play: 1 }, clock: { ppm: 20 } }
aggregates: { room: { clock: desk, members: [desk, usb] } }
graph:
  hum: { do: [{ tone: { freq: 311 Hz, level: -20 dBFS } }], to: desk.hum }
  player: { from: usb.play, to: desk.play }
  both: { mix: { hum: 0 dB, usb.play: -40 dB }, to: desk.both }
`;
    const results = await assertionsOf(
      studio,
      ['hum', 'play', 'both'].map((port) => `clicks: { at: desk.${port}, unplug: usb }`),
      { play: '{ usb.play: { sine: 997 Hz } }', keys: '    for: 3 s\n    settle: 1 s\n' },
    );
    const red = expect.stringMatching(/^click /);
    expect(verdicts(results)).toEqual(['passed', red, red]);
  });
});
