import { defineNode } from '../node.ts';
import { count } from '../param.ts';
import { any } from '../port.ts';

export const dither = defineNode({
  type: 'dither',
  summary: 'Adds triangular noise two steps wide of a word length, ahead of an output that rounds to it.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: { bits: count('Word length of the output.', { min: 2, max: 32, default: 16, main: true }) },
  inPlace: true,
  source: true,
  example: { bits: 24 },
});
