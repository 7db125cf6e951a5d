// The desk, with a function in place of the template and a constant in place of the param.

import { compressor, defineStudio, downmix, gain, highpass, limiter, lowpass } from 'busbar';

const subGain = '3 dB';

const voice = (from: string, threshold: `${number} dBFS`, corner: `${number} Hz`, ratio: number) => ({
  from,
  do: [highpass(corner), compressor({ threshold, ratio, attack: '8 ms', release: '80 ms', makeup: '4 dB' })],
});

const listen = (level: `${number} dB`) => [gain({ id: 'level', gain: level, max: '0 dB' }), limiter('-3 dBFS')];

export default defineStudio({
  busbar: 1,
  name: 'desk-and-road',
  engine: { rate: '48 kHz', quantum: '64 frames', latency_budget: '6 ms' },
  devices: {
    interface: {
      inputs: { mic1: 1, mic2: 2, music: '3-4' },
      outputs: { monitors: '1-2', headphones: '3-4', sub: 5 },
    },
  },
  graph: {
    vocal: voice('interface.mic1', '-20 dBFS', '80 Hz', 3),
    guitar: voice('interface.mic2', '-26 dBFS', '120 Hz', 2),
    monitors: {
      channels: 2,
      mix: { 'interface.music': '-6 dB', vocal: '-6 dB', guitar: { gain: '-9 dB', pan: '-30 %' } },
      do: listen('-6 dB'),
      to: 'interface.monitors',
    },
    headphones: {
      channels: 2,
      mix: { 'interface.music': '-6 dB', vocal: '-3 dB', guitar: { gain: '-9 dB', pan: '-30 %', mute: true } },
      do: listen('-10 dB'),
      to: 'interface.headphones',
    },
    sub: {
      from: 'monitors.level',
      do: [downmix('mono'), lowpass('80 Hz'), gain(subGain), limiter('-3 dBFS')],
      to: 'interface.sub',
    },
  },
});
