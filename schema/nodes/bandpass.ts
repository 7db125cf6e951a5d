import { defineNode } from '../node.ts';
import { hertz, ratio } from '../param.ts';
import { any } from '../port.ts';

export const bandpass = defineNode({
  type: 'bandpass',
  summary: 'Keeps a band around a frequency.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {
    freq: hertz('Centre, where the gain is 0 dB.', { live: true, main: true }),
    q: ratio('Centre over the width between the -3 dB points.', { min: 0.01, max: 1000, default: 1, live: true }),
  },
  inPlace: true,
  filter: true,
  alias: { camilladsp: 'Biquad.Bandpass' },
  example: { freq: '1 kHz', q: 2 },
});
