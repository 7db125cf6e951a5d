import { defineNode } from '../node.ts';
import { fixed } from '../port.ts';

export const midSide = defineNode({
  type: 'mid_side',
  summary:
    'Splits a stereo signal into what both sides share and what sets them apart; left is their sum, right their difference.',
  inputs: { in: fixed(2) },
  outputs: { mid: fixed(1), side: fixed(1) },
  params: {},
  inPlace: true,
  example: {},
});
