import { defineNode } from '../node.ts';
import { decibels, level, time } from '../param.ts';
import { any } from '../port.ts';

export const ducker = defineNode({
  type: 'ducker',
  summary: 'Turns all channels down by the same amount while the `key` is above a threshold.',
  inputs: { in: any('n'), key: any('k') },
  outputs: { out: any('n') },
  params: {
    depth: decibels('How far the programme goes down.', { min: 0, max: 120, live: true }),
    threshold: level('Peak level of the key that turns it down.', { min: -120, max: 24, default: -40, live: true }),
    attack: time('Time to cover 63 % of the way down, in dB.', { max: 10_000, default: 5, live: true }),
    hold: time('Time that it stays down after the key fell below the threshold.', {
      max: 10_000,
      default: 100,
      live: true,
    }),
    release: time('Time to cover 63 % of the way up, in dB.', { max: 10_000, default: 250, live: true }),
  },
  inPlace: true,
  example: { key: 'talkback', depth: '18 dB', attack: '5 ms', release: '250 ms' },
});
