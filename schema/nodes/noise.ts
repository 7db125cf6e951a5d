import { defineNode } from '../node.ts';
import { choice, level } from '../param.ts';
import { any } from '../port.ts';

export const noise = defineNode({
  type: 'noise',
  summary: 'Noise with a normal density, each channel its own, the same in every run.',
  inputs: {},
  outputs: { out: any('n') },
  params: {
    colour: choice('White, or pink: -3 dB per octave from 20 Hz up.', ['white', 'pink'], {
      default: 'white',
      main: true,
    }),
    level: level('RMS level over the whole band, a factor of 1 being 0 dBFS.', { max: 0, default: -20, live: true }),
  },
  inPlace: false,
  source: true,
  // Five standard deviations: passed once in half a minute.
  peak: (p) => p.level + 14,
  example: { colour: 'pink', level: '-26 dBFS' },
});
