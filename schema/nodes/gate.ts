import { defineNode } from '../node.ts';
import { decibels, level, time } from '../param.ts';
import { any } from '../port.ts';

export const gate = defineNode({
  type: 'gate',
  summary: 'Attenuates what is below a threshold: one gain for all channels, from the loudest of them or of the `key`.',
  inputs: { in: any('n'), key: any('k', { optional: true }) },
  outputs: { out: any('n') },
  params: {
    threshold: level('Peak level at which it opens.', { min: -120, max: 24, live: true }),
    hysteresis: decibels('How far below the threshold it closes.', { min: 0, max: 24, default: 3, live: true }),
    depth: decibels('Attenuation while closed.', { min: 0, max: 120, default: 80, live: true }),
    attack: time('Time to open by 63 %.', { max: 2000, default: 1, live: true }),
    hold: time('Time that it stays open after the level fell.', { max: 10_000, default: 20, live: true }),
    release: time('Time to close by 63 %.', { max: 10_000, default: 100, live: true }),
  },
  inPlace: true,
  alias: { camilladsp: 'NoiseGate' },
  example: { threshold: '-48 dBFS', release: '120 ms' },
});
