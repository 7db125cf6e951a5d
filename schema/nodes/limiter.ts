import { defineNode } from '../node.ts';
import { boolean, level, time } from '../param.ts';
import { any } from '../port.ts';

/** Frames by which the interpolation of native/dsp/true_peak.h is late. */
const truePeakLatency = 32;
/** A gain that moves faster than this makes true peaks of its own. */
const leastForTruePeak = 0.5;

export const limiter = defineNode({
  type: 'limiter',
  summary: 'Lets no sample pass above a ceiling: one gain for all channels, moved ahead of the peak by a look-ahead.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {
    ceiling: level('No sample leaves louder than this.', { min: -60, max: 24, live: true, main: true }),
    lookahead: time('How long before a peak the gain starts to go down; this is the latency.', { max: 20, default: 2 }),
    release: time('Time to give back 63 % of a reduction.', { max: 10_000, default: 100, live: true }),
    true_peak: boolean('Holds the signal between the samples below the ceiling too; 32 frames more latency.'),
  },
  inPlace: true,
  peak: (p, inDbfs) => Math.min(inDbfs, p.ceiling),
  latency: (p, rateHz) => Math.floor((p.lookahead * rateHz) / 1000 + 0.5) + (p.true_peak ? truePeakLatency : 0),
  refine: (p) =>
    p.true_peak && p.lookahead < leastForTruePeak
      ? [
          {
            param: 'lookahead',
            message: `\`true_peak\` needs a look-ahead of at least ${leastForTruePeak} ms`,
            help: `Write \`lookahead: ${leastForTruePeak} ms\` or more, or leave it out for 2 ms.`,
          },
        ]
      : [],
  alias: { camilladsp: 'Limiter' },
  example: { ceiling: '-1 dBFS', lookahead: '1.5 ms', release: '60 ms' },
});
