// What a test can play into device inputs. In: nothing. Out: words. Levels are stated as steps state them: of sines and
// sweeps the peak, of noise the RMS, a factor of 1 being 0 dBFS.

import { choice, count, hertz, level, time } from '../param.ts';
import { key, type TestWord } from './word.ts';

const playedLevel = (fallback: number) => level('', { min: -140, max: 0, default: fallback });

export const stimuli: readonly TestWord[] = [
  {
    type: 'sine',
    summary: 'A sine, from the first frame to the last.',
    keys: {
      freq: key('Frequency.', hertz(''), { required: true, example: '997 Hz' }),
      level: key('Peak level.', playedLevel(-20), { example: '-20 dBFS' }),
    },
    main: 'freq',
    example: { freq: '997 Hz', level: '-20 dBFS' },
  },
  {
    type: 'sweep',
    summary: 'A sine whose frequency rises evenly in octaves over the length of the test.',
    keys: {
      from: key('Where it begins.', hertz('', { default: 20 }), { example: '20 Hz' }),
      to: key('Where it ends.', hertz('', { default: 20_000 }), { example: '20 kHz' }),
      level: key('Peak level.', playedLevel(-20), { example: '-20 dBFS' }),
    },
    main: 'level',
    example: { from: '20 Hz', to: '20 kHz', level: '-20 dBFS' },
  },
  {
    type: 'noise',
    summary: 'Noise with a normal density, each channel its own, the same in every run.',
    keys: {
      level: key('RMS level over the whole band.', playedLevel(-20), { example: '-20 dBFS' }),
      colour: key('White, or pink: -3 dB per octave.', choice('', ['white', 'pink'], { default: 'white' }), {
        example: 'pink',
      }),
      seed: key('Another seed is another noise.', count('', { max: 2 ** 32 - 1, default: 1 }), { example: 7 }),
    },
    main: 'level',
    example: { colour: 'pink', level: '-26 dBFS' },
  },
  {
    type: 'impulse',
    summary: 'One frame, silence round it.',
    keys: {
      level: key('Height of the frame.', playedLevel(-6), { example: '-6 dBFS' }),
      at: key('When it comes.', time('', { max: 600_000, default: 0 }), { example: '100 ms' }),
    },
    main: 'level',
    example: { level: '-6 dBFS', at: '100 ms' },
  },
  {
    type: 'silence',
    summary: 'Nothing, as on every input that is not named.',
    keys: {},
    example: null,
  },
  {
    type: 'wav',
    summary:
      'A WAV file at the rate of the device: as many channels as the port, or one for all; silence behind its end.',
    keys: {
      file: {
        summary: 'The file, relative to the tests.',
        form: { form: 'text' },
        required: true,
        example: 'speech.wav',
      },
    },
    main: 'file',
    example: 'speech.wav',
  },
];
