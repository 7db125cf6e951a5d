import { defineNode } from '../node.ts';
import { decibels, hertz } from '../param.ts';
import { any } from '../port.ts';

export const tilt = defineNode({
  type: 'tilt',
  summary: 'Turns the whole balance about a frequency: what it adds above it takes off below.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {
    gain: decibels('Rise from the lowest to the highest frequencies: half above, half below.', {
      min: -40,
      max: 40,
      live: true,
      main: true,
    }),
    freq: hertz('Pivot, which stays at 0 dB.', { default: 1000, live: true }),
  },
  inPlace: true,
  filter: true,
  peak: (p, inDbfs) => inDbfs + Math.abs(p.gain) / 2,
  example: { gain: '-3 dB', freq: '800 Hz' },
});
