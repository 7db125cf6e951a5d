import { defineNode } from '../node.ts';
import { file } from '../param.ts';
import { any } from '../port.ts';

export const parametric = defineNode({
  type: 'parametric',
  summary: 'An equaliser from a text file of REW, AutoEq or Equalizer APO: a preamp and up to 255 bands.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {
    file: file('The text file.', 'parametric', { main: true, required: true }),
  },
  inPlace: true,
  filter: true,
  example: { file: 'headphones.txt' },
});
