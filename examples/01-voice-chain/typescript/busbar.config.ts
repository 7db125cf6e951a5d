// The voice chain, its steps by name: a wrong unit or a misspelt param is red in the editor already.

import { compressor, defineStudio, gate, highpass, limiter, peaking } from 'busbar';

export default defineStudio({
  busbar: 1,
  name: 'voice-chain',
  engine: { rate: '48 kHz' },
  devices: { interface: { inputs: { mic: 1 }, outputs: { voice: 1 } } },
  graph: {
    voice: {
      from: 'interface.mic',
      do: [
        highpass({ freq: '80 Hz', kind: 'BW4' }), // rumble, mains hum, pops
        gate({ threshold: '-40 dBFS', depth: '26 dB', hold: '80 ms', release: '120 ms' }), // the room, between the words
        peaking({ id: 'mud', freq: '280 Hz', gain: '-3 dB', q: 1 }),
        peaking({ id: 'presence', freq: '3.5 kHz', gain: '2.5 dB', q: 0.8 }),
        compressor({ threshold: -22, ratio: 3, knee: '6 dB', attack: '5 ms', release: '120 ms', makeup: '15 dB' }),
        limiter({ ceiling: '-1 dBFS', true_peak: true }),
      ],
      to: 'interface.voice',
    },
  },
});
