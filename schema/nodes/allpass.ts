import { defineNode } from '../node.ts';
import { count, hertz, ratio } from '../param.ts';
import { any } from '../port.ts';

export const allpass = defineNode({
  type: 'allpass',
  summary: 'Turns the phase around a frequency and leaves the level alone.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {
    freq: hertz('Where the phase has turned half its way: 90 degrees for order 1, 180 for order 2.', {
      live: true,
      main: true,
    }),
    order: count('1 or 2.', { min: 1, max: 2, default: 2 }),
    q: ratio('Q of order 2; 0.7071 when left out.', { min: 0.01, max: 1000, default: null, live: true }),
  },
  inPlace: true,
  filter: true,
  refine: (p) =>
    p.order === 1 && p.q !== null
      ? [{ param: 'q', message: 'an all-pass of order 1 has no Q', help: 'Remove `q`, or write `order: 2`.' }]
      : [],
  alias: { camilladsp: 'Biquad.Allpass' },
  example: { freq: '90 Hz', q: 0.5 },
});
