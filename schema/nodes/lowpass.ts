import { filterKinds, kindOrQ } from '../filter-kinds.ts';
import { defineNode } from '../node.ts';
import { choice, hertz, ratio } from '../param.ts';
import { any } from '../port.ts';
import { resonanceDb } from '../section-peak.ts';

export const lowpass = defineNode({
  type: 'lowpass',
  summary: 'Takes away what lies above a frequency.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {
    freq: hertz('Corner: -3 dB for BW and BE, -6 dB for LR.', { live: true, main: true }),
    kind: choice('Family (Butterworth, Linkwitz-Riley, Bessel) and order.', filterKinds, { default: 'BW2' }),
    q: ratio('Q of one second-order section, instead of `kind`.', { min: 0.01, max: 1000, default: null, live: true }),
  },
  inPlace: true,
  filter: true,
  peak: (p, inDbfs) => inDbfs + (p.q === null ? 0 : resonanceDb(p.q)),
  refine: kindOrQ,
  alias: { camilladsp: 'Biquad.Lowpass' },
  example: { freq: '12 kHz', kind: 'LR4' },
});
