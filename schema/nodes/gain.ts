import { defineNode } from '../node.ts';
import { decibels } from '../param.ts';
import { any } from '../port.ts';

export const gain = defineNode({
  type: 'gain',
  summary: 'Scales every channel by the same amount.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {
    gain: decibels('Gain.', { min: -120, max: 40, default: 0, live: true, main: true }),
    max: decibels('Upper limit for live changes of `gain`.', { min: -120, max: 40, default: 40 }),
  },
  inPlace: true,
  factor: true,
  peak: (p, inDbfs) => inDbfs + Math.min(p.gain, p.max),
  alias: { camilladsp: 'Gain' },
  example: { gain: '-6 dB' },
});
