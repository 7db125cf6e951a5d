import { defineNode } from '../node.ts';
import { decibels, level, ratio, time } from '../param.ts';
import { any } from '../port.ts';

export const compressor = defineNode({
  type: 'compressor',
  summary: 'Turns loud passages down: one gain for all channels, from the loudest of them or of the `key`.',
  inputs: { in: any('n'), key: any('k', { optional: true }) },
  outputs: { out: any('n') },
  params: {
    threshold: level('Level above which the gain goes down.', { min: -120, max: 24, live: true }),
    ratio: ratio('dB in for one dB out above the threshold.', { min: 1, max: 1000, live: true }),
    knee: decibels('Width of the bend around the threshold; 0 is a corner.', {
      min: 0,
      max: 48,
      default: 0,
      live: true,
    }),
    attack: time('Time to cover 63 % of a reduction.', { max: 2000, default: 10, live: true }),
    release: time('Time to give back 63 % of a reduction, begun once the attack has passed.', {
      max: 10_000,
      default: 100,
      live: true,
    }),
    makeup: decibels('Gain after the reduction.', { min: -40, max: 40, default: 0, live: true }),
  },
  inPlace: true,
  // The knee lies below the two lines that it joins, so this is never too little.
  peak: (p, inDbfs) => Math.min(inDbfs, p.threshold + (inDbfs - p.threshold) / p.ratio) + p.makeup,
  alias: { camilladsp: 'Compressor' },
  example: { threshold: '-20 dBFS', ratio: 3, attack: '8 ms', release: '80 ms', makeup: '4 dB' },
});
