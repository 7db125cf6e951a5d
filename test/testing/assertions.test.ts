// Every assertion holds where it should, and is red where the studio is a little other than asked for.

import { expect, test } from 'vitest';
import { describeNative } from '../support/addon.ts';
import { assertionsOf, verdicts } from '../support/run-tests.ts';

const studio = `busbar: 1
params: { gain: -6 dB }
devices:
  box:
    inputs: { mic: 1, line: 2-3 }
    outputs: { main: 1-2, phones: 3-4, spare: 5 }
graph:
  voice:
    from: box.mic
    do:
      - gain: { id: level, gain: $gain }
      - highpass: { freq: 100 Hz, kind: BW2 }
      - delay: 2 ms
      - polarity: true
    to: box.main.1
  band:
    from: box.line
    do: [{ limiter: { ceiling: -1 dBFS, lookahead: 1 ms } }]
    to: box.phones
  hum: { do: [{ tone: { freq: 50 Hz, level: -60 dBFS } }], to: box.main.2 }
`;
const SINE = '{ box.mic: { sine: 997 Hz }, box.line: { sine: { freq: 997 Hz, level: -1 dBFS } } }';

interface Pair {
  readonly right: string;
  readonly wrong: string;
  readonly play?: string;
}

const pairs: Readonly<Record<string, Pair>> = {
  'level of a sine': {
    play: SINE,
    right: 'level: { at: box.main.1, is: -26 dBFS, within: 0.01 dB }',
    wrong: 'level: { at: box.main.1, is: -26.02 dBFS, within: 0.01 dB }',
  },
  'level inside the graph': {
    play: SINE,
    right: 'level: { at: voice.level, is: -26 dBFS, within: 0.001 dB }',
    wrong: 'level: { at: [voice.level, box.phones], is: -26 dBFS, within: 0.001 dB }',
  },
  'level of noise': {
    play: '{ box.line: { noise: -30 dBFS } }',
    right: 'level: { at: box.phones, is: -30 dBFS, within: 0.1 dB }',
    wrong: 'level: { at: box.phones, is: -30.3 dBFS, within: 0.1 dB }',
  },
  'level of one sine of several': {
    play: '{ box.mic: { sine: 997 Hz }, box.line: { sine: 60 Hz } }',
    right: 'level: { at: box.phones, is: -20 dBFS, freq: 60 Hz }',
    wrong: 'level: { at: box.phones, is: -20 dBFS, freq: 997 Hz }',
  },
  silence: { play: SINE, right: 'silence: box.spare', wrong: 'silence: box.main.2' },
  'true peak': {
    play: SINE,
    right: 'true_peak: { at: box.phones, below: -0.5 dBFS }',
    wrong: 'true_peak: { at: box.phones, below: -1.5 dBFS }',
  },
  'noise floor': {
    right: 'noise_floor: { at: box.main.2, below: -63 dBFS }',
    wrong: 'noise_floor: { at: box.main.2, below: -64 dBFS }',
  },
  'distortion and noise': {
    play: SINE,
    right: 'thd_n: { at: box.main.1, below: -120 dB }',
    wrong: 'thd_n: { at: box.spare, below: -120 dB }',
  },
  response: {
    right:
      'response: { from: box.mic, to: voice.highpass, mask: { 100 Hz: [-9.1 dB, -9 dB], 102 Hz: [-9.1 dB, -8.7 dB] } }',
    wrong:
      'response: { from: box.mic, to: voice.highpass, mask: { 100 Hz: [-9 dB, -8.9 dB], 102 Hz: [-9.1 dB, -8.7 dB] } }',
  },
  polarity: {
    right: 'polarity: { from: box.mic, to: box.main.1, is: inverted }',
    wrong: 'polarity: { from: box.mic, to: box.main.1 }',
  },
  delay: {
    right: 'delay: { from: box.mic, to: box.main.1, is: 2 ms }',
    wrong: 'delay: { from: box.mic, to: box.main.1, is: 97 frames }',
  },
  latency: {
    right: 'latency: { from: box.line, to: box.phones, is: 1 ms, most: 2 ms }',
    wrong: 'latency: { from: box.line, to: box.phones, is: 49 frames }',
  },
  'a latency budget': {
    right: 'latency: { from: box.mic, to: box.main.1, most: 96 frames }',
    wrong: 'latency: { from: box.mic, to: box.main.1, most: 95 frames }',
  },
  isolation: {
    right: 'isolation: { routes: { box.mic: box.main.1, box.line.1: box.phones.1, box.line.2: box.phones.2 } }',
    wrong: 'isolation: { routes: { box.mic: box.main.1, box.line.1: box.phones.1 } }',
  },
  'isolation: a route that is none': {
    right:
      'isolation: { routes: { box.mic: [box.main.1, voice.level], box.line.1: box.phones.1, box.line.2: box.phones.2 } }',
    wrong: 'isolation: { routes: { box.mic: box.main, box.line.1: box.phones.1, box.line.2: box.phones.2 } }',
  },
  clicks: {
    play: SINE,
    right: 'clicks: { at: box.main.1, set: { params.gain: -20 dB } }',
    // Nothing to hear: that is no passage without a click.
    wrong: 'clicks: { at: box.spare, set: { params.gain: -20 dB } }',
  },
};

describeNative('assertions', () => {
  test.each(Object.entries(pairs))('%s', async (_, { right, wrong, play }) => {
    const results = await assertionsOf(studio, [right, wrong], play === undefined ? {} : { play });
    const [held, failed] = verdicts(results);
    expect(held).toBe('passed');
    expect(failed).not.toBe('passed');
  });

  test('a WAV, channel by channel', async () => {
    const { frameWav } = await import('../../compiler/wav.ts');
    const { header } = frameWav({ rateHz: 48_000, channels: 2, format: 'f64', frames: 48_000 });
    const bytes = new Uint8Array(header.length + 16 * 48_000);
    bytes.set(header);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < 48_000; i++) view.setFloat64(header.length + 16 * i + 8, i % 2 === 0 ? 0.1 : -0.1, true);
    const results = await assertionsOf(
      studio,
      [
        'level: { at: box.phones.2, is: -20 dBFS }',
        'silence: box.phones.1',
        'level: { at: box.phones.1, is: -20 dBFS }',
      ],
      { play: '{ box.line: { wav: pair.wav } }', files: { 'pair.wav': bytes } },
    );
    expect(verdicts(results)).toEqual(['passed', 'passed', 'nothing at all']);
  });

  test('what a test sets holds for that test', async () => {
    const keys = '    set: { voice.level.gain: 0 dB }\n';
    const results = await assertionsOf(studio, ['level: { at: box.main.1, is: -20 dBFS }'], { play: SINE, keys });
    expect(verdicts(results)).toEqual(['passed']);
  });
});
