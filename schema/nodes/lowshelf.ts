import { butterworthQ } from '../filter-kinds.ts';
import { defineNode } from '../node.ts';
import { decibels, hertz, ratio } from '../param.ts';
import { any } from '../port.ts';
import { shelfPeakDb } from '../section-peak.ts';

export const lowshelf = defineNode({
  type: 'lowshelf',
  summary: 'Raises or lowers everything below a frequency.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {
    freq: hertz('Corner, where half the gain in dB is reached.', { live: true, main: true }),
    gain: decibels('Gain of the shelf.', { min: -60, max: 40, live: true }),
    q: ratio('Steepness; above 0.7071 the shelf overshoots.', {
      min: 0.01,
      max: 1000,
      default: butterworthQ,
      live: true,
    }),
  },
  inPlace: true,
  filter: true,
  peak: (p, inDbfs) => inDbfs + shelfPeakDb(p.gain, p.q),
  alias: { camilladsp: 'Biquad.Lowshelf' },
  example: { freq: '120 Hz', gain: '3 dB' },
});
