import { defineNode } from '../node.ts';
import { matrix as gains } from '../param.ts';
import { columnsOf, rowsOf } from '../port.ts';

/** Gain for inputs that are all alike. */
const rowDb = (row: readonly (number | null)[]): number =>
  20 * Math.log10(row.reduce((sum: number, db) => sum + (db === null ? 0 : 10 ** (db / 20)), 0));

export const matrix = defineNode({
  type: 'matrix',
  summary: 'Makes every output a weighted sum of inputs.',
  inputs: { in: columnsOf('gains') },
  outputs: { out: rowsOf('gains') },
  params: { gains: gains('One row per output, in it one gain in dB per input; null: not connected.') },
  inPlace: false,
  peak: (p, inDbfs) => inDbfs + Math.max(...p.gains.map(rowDb)),
  example: {
    gains: [
      [0, null, -3],
      [null, 0, -3],
    ],
  },
});
