// What must compile: every form that a key or a param may have.

import {
  compressor,
  crossover,
  defineStudio,
  delay,
  ducker,
  exchange,
  fir,
  gain,
  highpass,
  matrix,
  meter,
  midSide,
  mute,
  type Step,
  type StudioNode,
  tone,
  type Written,
} from 'busbar';

const steps: readonly Step[] = [
  gain(-6),
  gain('-6 dB'),
  gain('-6.50dB'),
  gain({ id: 'dim', gain: '-20 dB', max: 0, bypass: true }),
  gain('$trim'),
  gain(),
  highpass({ freq: '80 Hz', kind: 'LR4' }),
  highpass(80),
  highpass('1.2 kHz'),
  compressor({ threshold: '-20 dBFS', ratio: 3, attack: '8 ms', release: '0.1 s', key: 'talkback' }),
  compressor({ threshold: '-20 dB', ratio: 3, channels: '1-2' }),
  ducker({ key: 'talkback', depth: 18 }),
  delay('1.2 m'),
  delay({ time: '48 frames', subframe: true }),
  crossover({ at: ['80 Hz', 2500], bands: ['low', 'mid', 'high'] }),
  crossover('80 Hz'),
  fir('room.wav'),
  fir({ taps: [1, 0.5] }),
  matrix({ gains: [[0, null, '-3 dB']] }),
  mute(true),
  exchange(),
  midSide(),
  meter({ id: 'before' }),
  tone({ level: '-18 dBFS' }),
  { gain: '-6 dB' },
  { meter: null },
];

const voice = (from: string, makeup: Written<'gain'>): StudioNode => ({
  from,
  do: [highpass('80 Hz'), compressor({ threshold: -20, ratio: 3, makeup })],
});

const bands = [1, 2].map((n) => highpass(`${n * 100} Hz`));

export default defineStudio({
  busbar: 1,
  name: 'desk',
  engine: { rate: '48 kHz', quantum: '64 frames', latency_budget: '12 ms' },
  params: { trim: '-3 dB' },
  include: ['part.yaml'],
  templates: { pre: { params: { in: { type: 'source' } }, from: '$in', do: [gain(-3)] } },
  machines: { laptop: { when: { host: 'mbp-*' }, graph: { sum: null } } },
  devices: {
    main: {
      match: [
        { usb: '1235:821d', serial: 123 },
        { default: 'output', follow: true },
      ],
      inputs: { mic: 1, music: '3-4' },
      outputs: 2,
      missing: 'silence',
      ceiling: '-1 dBFS',
    },
    other: { backend: 'virtual', inputs: 2, clock: { ppm: 50, jitter: '50 us' }, ceiling: { mon: -3 } },
  },
  aggregates: {
    room: { clock: 'main', members: ['main', 'other'], drift: { other: 'resample' } },
    booth: { clock: 'a', members: ['a', 'b'], drift: 'locked' },
  },
  graph: {
    voice: voice('main.mic', '4 dB'),
    first: { use: 'pre', with: { in: 'main.mic' } },
    quiet: { from: ['main.mic', 'other.in.1'], do: steps, to: undefined },
    sum: {
      channels: 2,
      mix: { voice: '0 dB', 'main.music': { gain: -6, pan: '30 %', mute: true } },
      do: bands,
      to: 'main.out',
    },
  },
  controls: {
    '/voice/level': { target: 'sum.mix[voice].gain', range: ['-60 dB', 0] },
    '/bands': { target: 'sum.highpass.freq', range: ['20 Hz', '1 kHz'] },
    '/voice/on': { target: 'sum.mix[voice].mute', invert: true, mode: 'momentary' },
  },
});
