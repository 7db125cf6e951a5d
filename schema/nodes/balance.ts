import { defineNode } from '../node.ts';
import { percent } from '../param.ts';
import { fixed } from '../port.ts';

export const balance = defineNode({
  type: 'balance',
  summary: 'Weighs two channels: the side turned away from falls in proportion, the other stays at 0 dB.',
  inputs: { in: fixed(2) },
  outputs: { out: fixed(2) },
  params: {
    balance: percent('-100 % is left alone, 100 % is right alone.', {
      min: -100,
      max: 100,
      default: 0,
      live: true,
      main: true,
    }),
  },
  inPlace: true,
  blend: true,
  example: { balance: '-20 %' },
});
