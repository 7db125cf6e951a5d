import { defineNode } from '../node.ts';
import { choice } from '../param.ts';
import { any, fixed } from '../port.ts';

export const downmix = defineNode({
  type: 'downmix',
  summary: 'Makes one channel of all: their mean.',
  inputs: { in: any('n') },
  outputs: { out: fixed(1) },
  params: { to: choice('What to mix down to.', ['mono'], { default: 'mono', main: true }) },
  inPlace: true,
  blend: true,
  example: 'mono',
});
