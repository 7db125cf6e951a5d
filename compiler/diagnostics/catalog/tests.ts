// Codes of `*.test.yaml`: what only a file of tests can get wrong. What it has in common with a config has the same codes.

import { type Entry, entry, few, listed, page, quote } from '../entry.ts';

const test = (expect: string, play = 'interface.mic: { sine: 997 Hz }') =>
  `tests:\n  the voice is recorded:\n    play: { ${play} }\n    expect:\n      - ${expect}`;
const level = 'level: { at: daw.rec.1, is: -20 dBFS }';

export const testEntries = {
  'test/no-config': entry<{ path: string }>({
    severity: 'error',
    title: 'No config to test',
    message: ({ path }) =>
      path === '' ? 'there is no config that these tests could be of' : `there is no file ${quote(path)}`,
    help: () => 'Name the config: `config: busbar.yaml`, relative to this file.',
    explain: page(
      `Tests belong to the config in their folder or in one above, up to the root of the repository. Where it has another name or
place, \`config\` says which one is meant.`,
      'busbar: 1\nconfig: studoi.yaml',
      'busbar: 1\nconfig: studio.yaml',
    ),
  }),

  'test/set': entry<{ path: string; message: string; code: string }>({
    severity: 'error',
    title: 'Setting refused',
    message: ({ path, message }) => `the config cannot have ${quote(path)} like this: ${message}`,
    help: ({ code }) => `\`busbar explain ${code}\` says more.`,
    explain: page(
      `\`set\` changes values of the config for tests, each named by its path as on the command line (\`--set\`). The config is
compiled with them, and it does not compile.`,
      'set: { params.sub_gian: -3 dB }',
      'set: { params.sub_gain: -3 dB }',
    ),
  }),

  'test/control': entry<{ name: string; among: readonly string[] }>({
    severity: 'error',
    title: 'No such control',
    message: ({ name }) => `the config has no control ${quote(name)}`,
    help: ({ among }) =>
      among.length === 0 ? 'It has none: name a param instead.' : `It has ${among.map(quote).join(', ')}.`,
    explain: page(
      `\`set\` names a control of the config, which begins with a slash, or a value by its path. A control moves the param that
it is for, within its own range; one that the config does not have moves nothing.`,
      'set: { /monitr/level: -20 dB }',
      'set: { /monitor/level: -20 dB }',
    ),
  }),

  'test/shape': entry<{ what: string; got: string; example: string }>({
    severity: 'error',
    title: 'Not one word',
    message: ({ what, got }) => `${what} is a map of one key, its type; this is ${got}`,
    help: ({ example }) => `Write it as in ${quote(example)}.`,
    explain: page(
      'What is played and what is expected are written as steps are: the type, then what belongs to it.',
      test('level: -20 dBFS'),
      test(level),
    ),
  }),

  'test/unknown': entry<{ what: string; type: string; known: readonly string[] }>({
    severity: 'error',
    title: 'Unknown assertion or stimulus',
    message: ({ what, type }) => `${quote(type)} is not ${what}`,
    help: ({ known }) => `There are: ${few(known, 20)}.`,
    explain: page(
      'The reference of tests lists what can be played into inputs and what can be expected of outputs.',
      test('warmth: { at: daw.rec.1 }'),
      test(level),
    ),
  }),

  'test/misspelt': entry<{ what: string; type: string }>({
    severity: 'error',
    title: 'Misspelt assertion or stimulus',
    message: ({ what, type }) => `${quote(type)} is not ${what}`,
    explain: page(
      'One that is spelt nearly like this exists.',
      test('levle: { at: daw.rec.1, is: -20 dBFS }'),
      test(level),
    ),
    fixable: true,
  }),

  'test/not-an-input': entry<{ text: string; among: readonly string[] }>({
    severity: 'error',
    title: 'Not a device input',
    message: ({ text }) => `${quote(text)} is a signal of the graph; tests play into inputs of devices`,
    help: ({ among }) => (among.length === 0 ? 'Declare an input.' : `Inputs are: ${listed(among, 'and')}.`),
    explain: page(
      `A test plays what a microphone or another program would, so that everything behind the input is tested. To listen, signals
inside the graph may be named: \`at: voice.compressor\`.`,
      test(level, 'voice: { sine: 997 Hz }'),
      test(level),
    ),
  }),

  'test/played-twice': entry<{ name: string }>({
    severity: 'error',
    title: 'One channel, two stimuli',
    message: ({ name }) => `something is played into ${quote(name)} already`,
    help: () => 'Play one stimulus into each channel.',
    explain: page(
      'An input hears one thing at a time.',
      test(level, 'interface.line: { sine: 997 Hz }, interface.line.2: { noise: -20 dBFS }'),
      test(level, 'interface.line.1: { sine: 997 Hz }, interface.line.2: { noise: -20 dBFS }'),
    ),
  }),

  'test/wav': entry<{ path: string; problem: string }>({
    severity: 'error',
    title: 'WAV cannot be played',
    message: ({ path, problem }) => `${quote(path)} cannot be played: ${problem}`,
    help: () => 'Give a WAV file at the rate of the device, with one channel or as many as the port.',
    explain: page(
      'Nothing is converted silently: the file has the rate of the device that it is played into.',
      test(level, 'interface.mic: { wav: speech-44100.wav }'),
      test(level, 'interface.mic: { wav: speech-48000.wav }'),
    ),
  }),

  'test/settle': entry<{ settle: string; length: string }>({
    severity: 'error',
    title: 'Nothing left to measure',
    message: ({ settle, length }) =>
      `the test lasts ${length} and is settled after ${settle}: nothing is left to measure`,
    help: () => 'Make `for` longer, or `settle` shorter.',
    explain: page(
      `Measures of what is steady leave out the beginning, in which filters ring and dynamics find their gain: 250 ms where
\`settle\` says nothing else.`,
      'for: 200 ms',
      'for: 200 ms\nsettle: 50 ms',
    ),
  }),

  'test/several-sines': entry<{ count: number }>({
    severity: 'error',
    title: 'Which sine is meant',
    message: ({ count }) => `${count} sines are played, and this level is that of one`,
    help: () => 'Say which one: `freq: 997 Hz`.',
    explain: page(
      'The level of a sine is measured at its frequency, so that others beside it do not count.',
      test(level, 'interface.mic: { sine: 997 Hz }, daw.play: { sine: 60 Hz }'),
      test(
        'level: { at: daw.rec.1, is: -20 dBFS, freq: 997 Hz }',
        'interface.mic: { sine: 997 Hz }, daw.play: { sine: 60 Hz }',
      ),
    ),
  }),

  'test/mask': entry<{ text: string; problem: string }>({
    severity: 'error',
    title: 'Not a mask',
    message: ({ text, problem }) => `at ${quote(text)} ${problem}`,
    help: () => 'Write least and most gain by frequency: `1 kHz: [-0.5 dB, 0.5 dB]`.',
    explain: page(
      'A mask has two edges at every frequency that it names, and straight lines between them.',
      'mask: { 1 kHz: 0 dB }',
      'mask: { 1 kHz: [-0.1 dB, 0.1 dB] }',
    ),
  }),

  'test/change': entry<{ problem: string }>({
    severity: 'error',
    title: 'Nothing to change to',
    message: ({ problem }) => problem,
    help: () => 'Say what changes half-way: `set: { params.level: -20 dB }`, `reload: other.yaml` or `unplug: usb`.',
    explain: page(
      'A test of clicks plays on while one thing changes, as a save or a pulled plug would do it.',
      '- clicks: { at: main.mon }',
      '- clicks: { at: main.mon, set: { params.level: -20 dB } }',
    ),
  }),

  'test/no-clock': entry<{ device: string }>({
    severity: 'error',
    title: 'No simulated clock',
    message: ({ device }) => `${quote(device)} has no simulated clock, so nothing befalls it offline`,
    help: () => 'Give it one in the config: `backend: virtual` and `clock: { ppm: 50 }`.',
    explain: page(
      'Offline every clock is ideal but for those that a config simulates: only they drift, stall or are pulled out.',
      'devices: { usb: { inputs: 2 } }',
      'devices: { usb: { backend: virtual, inputs: 2, clock: { ppm: 50, jitter: 50 us } } }',
    ),
  }),
} satisfies Record<string, Entry<never>>;
