import { defineNode } from '../node.ts';
import { fixed } from '../port.ts';

export const exchange = defineNode({
  type: 'exchange',
  summary: 'Swaps left and right.',
  inputs: { in: fixed(2) },
  outputs: { out: fixed(2) },
  params: {},
  inPlace: true,
  example: {},
});
