// What a test can expect. In: nothing. Out: words. Those with `at` are measured on what the test plays; those with `from`,
// and `isolation`, play what they need themselves, in a run of their own.

import { choice, count, decibels, hertz, level, ratio, time } from '../param.ts';
import { at, device, from, key, special, type TestWord, to } from './word.ts';

const bound = (summary: string, example: string, fallback?: number) =>
  key(summary, level('', { min: -300, max: 40, ...(fallback === undefined ? {} : { default: fallback }) }), {
    required: fallback === undefined,
    example,
  });

const sweepLevel = key('Peak level of the sweep that is played.', level('', { min: -140, max: 0, default: -20 }), {
  example: '-40 dBFS',
});

const measured: readonly TestWord[] = [
  {
    type: 'level',
    summary:
      'Level of the sine that the test plays, by least squares, as its peak; of anything else the RMS, a factor of 1 being 0 dBFS. What passes at unity has the level that was played.',
    keys: {
      at,
      is: key('The level.', level('', { min: -200, max: 40 }), { required: true, example: '-16.2 dBFS' }),
      within: key('How far it may be off.', decibels('', { min: 0, max: 40, default: 0.1 }), { example: '0.1 dB' }),
      freq: key('Of which sine, where several are played.', hertz('', { default: null }), { example: '997 Hz' }),
    },
    example: { at: 'daw.rec.1', is: '-16.2 dBFS', within: '0.1 dB' },
  },
  {
    type: 'silence',
    summary: 'No sample is above a level, from the first frame on.',
    keys: { at, below: bound('The level.', '-120 dBFS', -120) },
    main: 'at',
    example: { at: 'main.hp_a', below: '-120 dBFS' },
  },
  {
    type: 'true_peak',
    summary: 'True peak after BS.1770-4, Annex 2, at four times the rate, from the first frame on.',
    keys: { at, below: bound('The level, in dBTP.', '-1 dBFS') },
    example: { at: 'main.mon', below: '-1 dBFS' },
  },
  {
    type: 'noise_floor',
    summary: 'RMS level of all that is there once the test has settled; plays nothing, as a rule.',
    keys: { at, below: bound('The level.', '-100 dBFS') },
    example: { at: 'main.mon', below: '-100 dBFS' },
  },
  {
    type: 'thd_n',
    summary: 'All that is not the strongest sine, against that sine, over the whole band.',
    keys: {
      at,
      below: key('The ratio.', decibels('', { min: -200, max: 0 }), { required: true, example: '-100 dB' }),
    },
    example: { at: 'main.mon', below: '-100 dB' },
  },
  {
    type: 'clicks',
    summary:
      'While a config is laid over the running one, or a device is pulled out, nothing is heard but what was there before and what is there afterwards: content above 6 kHz, bends and peaks are held against those of the steady signal. Wants a steady test: sines.',
    keys: {
      at,
      reload: {
        summary: 'The config that is saved over the running one half-way, relative to the tests.',
        form: { form: 'text' },
        example: 'louder.yaml',
      },
      set: special('Or what changes in the running config, as `set` of the file.', { 'params.level': '-20 dB' }),
      unplug: {
        summary: 'Or the device that is pulled out half-way; one with a clock of its own.',
        form: { form: 'name' },
        example: 'usb',
      },
    },
    example: { at: 'main.mon', set: { 'params.level': '-20 dB' } },
  },
  {
    type: 'xruns',
    summary: 'How often a simulated device ran dry or over.',
    keys: { device, most: key('As often as it may.', count('', { default: 0 }), { example: 0 }) },
    main: 'device',
    example: { device: 'usb', most: 0 },
  },
  {
    type: 'drift',
    summary: 'Rate of a simulated device against its master, in ppm, as measured last; of a master against its rate.',
    keys: {
      device,
      is: key('In ppm.', ratio('', { min: -5000, max: 5000 }), { required: true, example: 50 }),
      within: key('How far it may be off.', ratio('', { min: 0, max: 5000, default: 1 }), { example: 1 }),
    },
    example: { device: 'usb', is: 50, within: 1 },
  },
];

const probed: readonly TestWord[] = [
  {
    type: 'response',
    summary:
      'Gain over frequency lies within a mask: a map from frequencies to the least and the most gain, straight lines over octaves in between. Measured by a sweep.',
    keys: {
      from,
      to,
      mask: special(
        'Least and most gain by frequency.',
        { '20 Hz': ['-80 dB', '-60 dB'], '1 kHz': ['-0.1 dB', '0.1 dB'] },
        true,
      ),
      level: sweepLevel,
    },
    example: {
      from: 'dac.line.1',
      to: 'dac.woofers.1',
      mask: { '100 Hz': ['-1 dB', '1 dB'], '1 kHz': ['-3 dB', '1 dB'] },
    },
  },
  {
    type: 'polarity',
    summary:
      'The sign with which the impulse response begins: of its first frame that is half as high as the highest, by a sweep.',
    keys: {
      from,
      to,
      is: key('As it went in, or upside down.', choice('', ['normal', 'inverted'], { default: 'normal' }), {
        example: 'inverted',
      }),
      level: sweepLevel,
    },
    example: { from: 'dac.line.1', to: 'dac.woofers.1', is: 'normal' },
  },
  {
    type: 'delay',
    summary: 'When the highest peak of the impulse response comes, latency and intended delays together; by a sweep.',
    keys: {
      from,
      to,
      is: key('The delay.', time('', { min: 0, max: 60_000 }), { required: true, example: '3.5 ms' }),
      within: key(
        'How far it may be off; half a frame when left out.',
        time('', { min: 0, max: 1000, default: null }),
        {
          example: '1 frame',
        },
      ),
      level: sweepLevel,
    },
    example: { from: 'dac.line.1', to: 'dac.woofers.1', is: '3.5 ms' },
  },
  {
    type: 'latency',
    summary:
      'The first frame that an impulse reaches is the one that the plan foretells, to the frame: its latency, and the delays that were asked for.',
    keys: {
      from,
      to,
      is: key('How long that is.', time('', { min: 0, max: 60_000, default: null }), { example: '64 frames' }),
      most: key(
        'A budget for it, the latency of the devices included where an inventory tells it.',
        time('', { min: 0, max: 60_000, default: null }),
        {
          example: '12 ms',
        },
      ),
    },
    example: { from: 'interface.mic', to: 'interface.headphones', most: '12 ms' },
  },
  {
    type: 'isolation',
    summary:
      'Every device input against every device output, in one run: what `routes` names gets through, and nothing else does.',
    keys: {
      routes: special(
        'Outputs by input: addresses, or lists of them.',
        { 'interface.mic': ['daw.rec.1', 'main.hp_a'] },
        true,
      ),
      below: key('What is less than this does not get through.', decibels('', { min: -200, max: 0, default: -100 }), {
        example: '-90 dB',
      }),
      level: key('Most that is played into an input.', level('', { min: -140, max: 0, default: -20 }), {
        example: '-40 dBFS',
      }),
    },
    example: { routes: { 'interface.mic': ['daw.rec.1'], 'daw.play': ['main.mon'] }, below: '-100 dB' },
  },
];

export const assertions: readonly TestWord[] = [...measured, ...probed];
