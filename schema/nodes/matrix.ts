import { defineNode } from '../node.ts';
import { matrix as gains } from '../param.ts';
import { columnsOf, rowsOf } from '../port.ts';

export const matrix = defineNode({
  type: 'matrix',
  summary: 'Makes every output a weighted sum of inputs.',
  inputs: { in: columnsOf('gains') },
  outputs: { out: rowsOf('gains') },
  params: { gains: gains('One row per output, in it one gain in dB per input; null: not connected.') },
  inPlace: false,
  example: {
    gains: [
      [0, null, -3],
      [null, 0, -3],
    ],
  },
});
