// A studio with everything that keeps state, and saves of it, one of each kind. In: words replaced. Out: configs as text.

/** A loop, side-chains, bands, latency, tables, switches, a meter, sources, an aggregate-free device with a ceiling. */
export const STUDIO = `
busbar: 1
engine: { rate: 48 kHz, quantum: 64 frames }
devices:
  main: { inputs: { mic: 1, music: 2-3 }, outputs: { mon: 1-2, sub: 3, rec: 4-5, aux: 6 }, ceiling: { mon: -1 dBFS } }
graph:
  voice:
    from: main.mic
    do:
      - highpass: 80 Hz
      - peaking: { freq: 300 Hz, gain: -3 dB, q: 1 }
      - peaking: { freq: 3 kHz, gain: 2 dB, q: 1.4 }
      - compressor: { threshold: -24 dBFS, ratio: 3, attack: 5 ms, release: 80 ms, makeup: 3 dB }
      - limiter: { ceiling: -6 dBFS, lookahead: 1 ms }
  music:
    from: main.music
    do:
      - fir: { file: room.txt }
      - ducker: { key: voice, threshold: -30 dBFS, depth: 6 dB }
      - gain: { gain: -3 dB, bypass: false }
  echo: { from: bus, do: [ { delay: 33 ms }, { lowpass: 4 kHz }, { gain: -9 dB } ] }
  bus: { channels: 2, mix: { voice: 0 dB, music: -6 dB, echo: -12 dB }, do: [ { meter: {} } ] }
  monitors: { from: bus, do: [ { crossover: { at: 120 Hz, kind: LR4 } } ] }
  tops: { from: monitors.high, to: main.mon }
  low: { from: monitors.low, do: [ { downmix: mono }, { delay: 3 ms } ], to: main.sub }
  rec: { from: main.music, do: [ { gate: { threshold: -60 dBFS } }, { highshelf: { freq: 8 kHz, gain: 1 dB } } ], to: main.rec }
`;

/** 300 taps that ring for a while, and others. */
const taps = (seed: number) =>
  Array.from({ length: 300 }, (_, i) => (Math.exp(-i / 60) * Math.cos(seed * i) * (i === 0 ? 1 : 0.1)).toFixed(9)).join(
    '\n',
  );
export const FILES = { 'room.txt': taps(0.3), 'hall.txt': taps(0.7) };

export interface StudioSave {
  readonly what: string;
  readonly from: string;
  readonly to: string;
  /**
   * What goes on behind the fade answers to it as to any signal, one way or the other. It is not run twice: its state is
   * what it has heard so far, and a new one would have to listen as long before it could take over.
   */
  readonly answers?: { readonly way: 'there' | 'back'; readonly peakDb: number; readonly margin?: number };
}

/** Each of the text that it replaces, which occurs once. */
export const SAVES: readonly StudioSave[] = [
  { what: 'a live param', from: 'threshold: -24 dBFS', to: 'threshold: -28 dBFS' },
  {
    what: 'a structural param',
    from: 'highpass: 80 Hz',
    to: 'highpass: { freq: 80 Hz, kind: BW4 }',
    // The tone of 60 Hz turns its phase while it fades; the crossover lets more of such a beat pass than of the tone. The
    // compressor makes as much of its harmonics as it does of louder voices.
    answers: { way: 'back', peakDb: 0.25, margin: 1.12 },
  },
  {
    what: 'a band more',
    from: '- peaking: { freq: 300 Hz',
    to: '- peaking: { freq: 150 Hz, gain: 2 dB }\n      - peaking: { freq: 300 Hz',
  },
  {
    what: 'a band less',
    from: '      - peaking: { freq: 300 Hz, gain: -3 dB, q: 1 }\n',
    to: '',
    // The voice gets louder, and the compressor's attack takes its time.
    answers: { way: 'there', peakDb: 0.2 },
  },
  {
    what: 'less latency',
    from: '      - limiter: { ceiling: -6 dBFS, lookahead: 1 ms }\n',
    to: '',
    // The loop's line still plays what went in before, a millisecond nearer to what is heard now than in either plan.
    answers: { way: 'back', peakDb: 0.4 },
  },
  { what: 'more latency', from: 'lookahead: 1 ms', to: 'lookahead: 4 ms' },
  { what: 'another response', from: 'room.txt', to: 'hall.txt' },
  { what: 'no key', from: 'key: voice', to: 'key: main.mic' },
  { what: 'bypass', from: 'bypass: false', to: 'bypass: true' },
  { what: 'no bypass switch', from: '{ gain: -3 dB, bypass: false }', to: '{ gain: -3 dB }' },
  { what: 'a shorter loop', from: 'delay: 33 ms', to: 'delay: 21 ms' },
  { what: 'a filter in the loop', from: '{ lowpass: 4 kHz }', to: '{ lowpass: 4 kHz }, { highpass: 100 Hz }' },
  { what: 'no filter in the loop', from: '{ lowpass: 4 kHz }, ', to: '' },
  { what: 'a loop cut', from: ', echo: -12 dB', to: '' },
  { what: 'another input of the loop', from: 'echo: { from: bus', to: 'echo: { from: voice, channels: 2' },
  { what: 'a source more', from: 'mix: { voice: 0 dB', to: 'mix: { main.mic: -20 dB, voice: 0 dB' },
  { what: 'a source less', from: 'music: -6 dB, ', to: '' },
  { what: 'another crossover frequency', from: 'at: 120 Hz', to: 'at: 200 Hz' },
  { what: 'a steeper crossover', from: 'kind: LR4', to: 'kind: LR8' },
  { what: 'another delay', from: 'delay: 3 ms', to: 'delay: 5 ms' },
  { what: 'an output more', from: 'to: main.sub', to: 'to: [main.sub, main.aux]' },
  { what: 'an output less', from: ', to: main.sub', to: '' },
  { what: 'another route', from: 'tops: { from: monitors.high', to: 'tops: { from: bus' },
  {
    what: 'a node more',
    from: '  low: {',
    to: '  spare: { from: main.mic, do: [ { gain: -3 dB } ], to: main.aux }\n  low: {',
  },
  { what: 'no ceiling', from: ', ceiling: { mon: -1 dBFS }', to: '' },
  { what: 'a meter less', from: ', do: [ { meter: {} } ]', to: '' },
  {
    what: 'two at once',
    from: '- compressor: { threshold: -24 dBFS',
    to: '- lowshelf: { freq: 200 Hz, gain: 1 dB }\n      - compressor: { threshold: -20 dBFS',
  },
];

export const saved = ({ from, to }: StudioSave): string => {
  if (STUDIO.split(from).length !== 2) throw new Error(`${from} does not occur once`);
  return STUDIO.replace(from, () => to);
};
