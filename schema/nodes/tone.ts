import { defineNode } from '../node.ts';
import { hertz, level } from '../param.ts';
import { any } from '../port.ts';

export const tone = defineNode({
  type: 'tone',
  summary: 'A sine, the same in every channel of the node.',
  inputs: {},
  outputs: { out: any('n') },
  params: {
    freq: hertz('Frequency.', { default: 1000, live: true, main: true }),
    level: level('Peak level.', { max: 0, default: -20, live: true }),
  },
  inPlace: false,
  source: true,
  peak: (p) => p.level,
  example: { freq: '997 Hz', level: '-18 dBFS' },
});
