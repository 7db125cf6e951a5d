// The home studio. The drums are a list, one line a microphone.

import { compressor, defineStudio, gain, highpass, limiter } from 'busbar';

/** Gain in dB and pan in percent of each drum microphone, in the order of the rack's channels. */
const drums = [
  [-6, 0],
  [-6, 10],
  [-9, -40],
  [-9, 40],
];

export default defineStudio({
  busbar: 1,
  name: 'home-studio',
  engine: { rate: '48 kHz', quantum: '64 frames', latency_budget: '20 ms' },
  devices: {
    desk: {
      match: { name: 'UMC1820*' },
      inputs: { vocal: 1, guitar: 2, talk: 8 },
      outputs: { monitors: '1-2', phones: '3-4' },
      align: ['monitors', 'phones'],
    },
    // Preamps in another room, on USB.
    rack: { match: { name: 'ADA8200*' }, missing: 'silence', inputs: { drums: '1-8' }, outputs: { cue: '1-2' } },
    // An old machine that knows one rate only.
    deck: {
      match: { name: 'DAT*' },
      missing: 'silence',
      rate: '44.1 kHz',
      inputs: { play: '1-2' },
      outputs: { record: '1-2' },
    },
  },
  // The desk is the clock. The others are resampled to it, and the deck is converted on the way.
  aggregates: { studio: { clock: 'desk', members: ['desk', 'rack', 'deck'], headroom: '2 ms' } },
  graph: {
    voice: {
      from: 'desk.vocal',
      do: [
        highpass('80 Hz'),
        compressor({ threshold: -22, ratio: 3, attack: '8 ms', release: '90 ms', makeup: '4 dB' }),
      ],
    },
    drums: {
      channels: 2,
      mix: {
        ...Object.fromEntries(drums.map(([gain, pan], i) => [`rack.drums.${i + 1}`, { gain, pan }])),
        'rack.drums.5-6': '-3 dB',
        'studio.in.15-16': '-12 dB', // the room pair: channels 7 and 8 of the rack, behind the desk's eight
      },
    },
    band: {
      channels: 2,
      mix: { voice: '-6 dB', 'desk.guitar': { gain: '-8 dB', pan: '-20 %' }, drums: '-6 dB' },
      do: [limiter({ ceiling: '-1 dBFS', lookahead: '1 ms' })],
    },
    listen: {
      channels: 2,
      mix: { band: '-6 dB', 'deck.play': '-6 dB' },
      do: [gain({ id: 'level', gain: '-6 dB', max: '0 dB' })],
      to: ['desk.monitors', 'desk.phones'],
    },
    drummer: { channels: 2, mix: { band: '-9 dB', 'desk.talk': '-12 dB' }, to: 'rack.cue' },
    tape: { from: 'band', to: 'deck.record' },
  },
});
