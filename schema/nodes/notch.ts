import { defineNode } from '../node.ts';
import { hertz, ratio } from '../param.ts';
import { any } from '../port.ts';

export const notch = defineNode({
  type: 'notch',
  summary: 'Takes one frequency out.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {
    freq: hertz('The frequency that is silenced.', { live: true, main: true }),
    q: ratio('Centre over the width between the -3 dB points.', { min: 0.01, max: 1000, default: 1, live: true }),
  },
  inPlace: true,
  filter: true,
  alias: { camilladsp: 'Biquad.Notch' },
  example: { freq: '50 Hz', q: 10 },
});
