import { defineNode } from '../node.ts';
import { decibels, hertz, ratio } from '../param.ts';
import { any } from '../port.ts';

export const peaking = defineNode({
  type: 'peaking',
  summary: 'Raises or lowers a band around a frequency.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {
    freq: hertz('Centre.', { live: true, main: true }),
    gain: decibels('Gain at the centre.', { min: -60, max: 40, live: true }),
    q: ratio('Centre over the width between the points of half the gain in dB.', {
      min: 0.01,
      max: 1000,
      default: 1,
      live: true,
    }),
  },
  inPlace: true,
  filter: true,
  peak: (p, inDbfs) => inDbfs + Math.max(0, p.gain),
  alias: { camilladsp: 'Biquad.Peaking' },
  example: { freq: '3.2 kHz', gain: '-4 dB', q: 1.4 },
});
