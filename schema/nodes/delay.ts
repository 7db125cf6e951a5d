import { defineNode } from '../node.ts';
import { boolean, time } from '../param.ts';
import { any } from '../port.ts';

/** Half of the 63 frames that the interpolation kernel of native/kernels/delay.cpp spans. */
const subframeLatency = 31;

/** Whole frames nearest to a time in ms, a half upwards: the kernel computes the same, operation by operation. */
const wholeFrames = (ms: number, rateHz: number): number => Math.floor((ms * rateHz) / 1000 + 0.5);

export const delay = defineNode({
  type: 'delay',
  summary: 'Delays every channel by the same time, rounded to whole frames unless `subframe` says otherwise.',
  inputs: { in: any('n') },
  outputs: { out: any('n') },
  params: {
    time: time('How much later; metres count at 343 m/s.', { min: 0, max: 60_000, main: true }),
    subframe: boolean('Keeps the fraction of a frame, by interpolation; exact up to 0.4 of the rate.'),
  },
  inPlace: true,
  series: true,
  latency: (p) => (p.subframe ? subframeLatency : 0),
  tail: (p, rateHz) =>
    p.subframe ? Math.ceil((p.time * rateHz) / 1000) + subframeLatency + 1 : wholeFrames(p.time, rateHz),
  delayFrames: (p, rateHz) => (p.subframe ? 0 : wholeFrames(p.time, rateHz)),
  alias: { camilladsp: 'Delay' },
  example: { time: '1.2 m', subframe: true },
});
