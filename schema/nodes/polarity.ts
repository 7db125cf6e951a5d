import { defineNode } from '../node.ts';
import { boolean } from '../param.ts';
import { any } from '../port.ts';

export const polarity = defineNode({
  type: 'polarity',
  summary: 'Turns every channel upside down.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: { invert: boolean('False: the input as it is.', { default: true, live: true, main: true }) },
  inPlace: true,
  factor: true,
  example: { invert: true },
});
