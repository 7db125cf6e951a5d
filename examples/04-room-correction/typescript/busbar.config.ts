// Room correction; which room it is comes from the environment.

import { defineStudio, delay, fir, gain } from 'busbar';

const room = process.env.ROOM ?? 'living-room';

export default defineStudio({
  busbar: 1,
  name: 'room-correction',
  engine: { rate: '48 kHz' },
  devices: { hifi: { inputs: { music: '1-2' }, outputs: { speakers: '1-2' } } },
  graph: {
    speakers: {
      from: 'hifi.music',
      do: [
        gain({ id: 'headroom', gain: '-6 dB' }), // the correction boosts 4.5 dB at most
        fir({ id: 'room', file: `${room}-$rate.wav` }),
        delay({ time: '0.21 m', channels: 2 }), // the right speaker stands 21 cm nearer
      ],
      to: 'hifi.speakers',
    },
  },
});
