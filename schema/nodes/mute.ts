import { defineNode } from '../node.ts';
import { boolean } from '../param.ts';
import { any } from '../port.ts';

export const mute = defineNode({
  type: 'mute',
  summary: 'Silences every channel, or lets it pass untouched.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: { muted: boolean('True: silence.', { default: true, live: true, main: true }) },
  inPlace: true,
  factor: true,
  example: { muted: true },
});
