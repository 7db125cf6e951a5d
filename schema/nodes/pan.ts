import { defineNode } from '../node.ts';
import { percent } from '../param.ts';
import { fixed } from '../port.ts';

export const pan = defineNode({
  type: 'pan',
  summary: 'Places one channel between two: constant power, 0 dB at the centre.',
  inputs: { in: fixed(1) },
  outputs: { out: fixed(2) },
  params: {
    pan: percent('-100 % is left, 100 % is right.', { min: -100, max: 100, default: 0, live: true, main: true }),
  },
  inPlace: true,
  blend: true,
  peak: (p, inDbfs) => inDbfs + 20 * Math.log10(Math.SQRT2 * Math.cos(((1 - Math.abs(p.pan) / 100) * Math.PI) / 4)),
  example: { pan: '30 %' },
});
