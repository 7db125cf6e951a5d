// Two-way loudspeakers: what is tuned by ear are constants at the top, with types.

import { crossover, defineStudio, delay, gain, highpass, limiter, peaking, type Written } from 'busbar';

const corner: Written<'frequency'> = '2.2 kHz';
const volume: Written<'gain'> = '-12 dB';

export default defineStudio({
  busbar: 1,
  name: 'two-way-speaker',
  engine: { rate: '48 kHz', latency_budget: '5 ms' },
  devices: {
    dac: {
      inputs: { line: '1-2' },
      outputs: { woofers: '1-2', tweeters: '3-4' },
      align: ['woofers', 'tweeters'], // the bands must leave together
    },
  },
  graph: {
    programme: {
      from: 'dac.line',
      do: [
        gain({ id: 'volume', gain: volume, max: '0 dB' }),
        highpass({ id: 'subsonic', freq: '28 Hz' }),
        crossover({ at: corner, kind: 'LR4' }),
      ],
    },
    woofers: {
      from: 'programme.low',
      do: [peaking({ id: 'baffle_step', freq: '420 Hz', gain: '2.5 dB', q: 0.6 }), limiter('-1 dBFS')],
      to: 'dac.woofers',
    },
    tweeters: {
      from: 'programme.high',
      do: [
        gain({ id: 'sensitivity', gain: '-4.5 dB' }),
        peaking({ id: 'breakup', freq: '9 kHz', gain: '-2 dB', q: 2 }),
        delay({ time: '0.028 m', subframe: true }), // the dome sits 28 mm in front of the cone
        limiter('-6 dBFS'),
      ],
      to: 'dac.tweeters',
    },
  },
});
