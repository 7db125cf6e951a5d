import { defineNode } from '../node.ts';
import { any } from '../port.ts';

export const meter = defineNode({
  type: 'meter',
  summary: 'Measures peak, RMS and samples over full scale of every channel, and changes nothing.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {},
  inPlace: false,
  passthrough: true,
  example: {},
});
