// A first config for a streamer, and what must hold of it. In: nothing. Out: two files as text.

import type { Template } from '../template.ts';

export const streamer: Template = {
  name: 'streamer',
  summary: 'a microphone, music that makes way for it, a stream and headphones',
  config: `# yaml-language-server: $schema=./.busbar/schema.json
# A streamer: a microphone made to sound like one, music that makes way for the voice, a stream and headphones.
busbar: 1
name: streamer
engine: { rate: 48 kHz, latency_budget: 15 ms }

devices:
  interface:
    # Without \`match\` this is the system's default device; \`busbar devices --pin\` prints the \`match\` of each.
    inputs: { mic: 1, computer: 3-4 } # the computer by loopback, or by cable
    outputs: { phones: 1-2, stream: 3-4 }

graph:
  voice:
    from: interface.mic
    do:
      - highpass: 90 Hz
      - gate: { threshold: -50 dBFS, release: 150 ms }
      - compressor: { threshold: -24 dBFS, ratio: 4, attack: 5 ms, release: 90 ms, makeup: 6 dB }
      - peaking: { id: presence, freq: 4.5 kHz, gain: 2 dB, q: 0.9 }
      - mute: { id: cough, muted: false }
  music:
    from: interface.computer
    do:
      - gain: { id: level, gain: -12 dB, max: 0 dB }
  # Only the stream hears the music make way.
  programme:
    channels: 2
    mix: { voice: 0 dB, under: 0 dB }
    do:
      - limiter: -1 dBFS
    to: interface.stream
  under:
    from: music
    do:
      - ducker: { depth: 10 dB, attack: 10 ms, release: 400 ms, key: voice }
  phones:
    channels: 2
    mix: { music: 0 dB, voice: -6 dB }
    do:
      - limiter: -3 dBFS
    to: interface.phones

controls:
  /music: { target: music.level.gain, range: [-60 dB, 0 dB] }
  /cough: { target: voice.cough.muted, mode: momentary }
`,
  tests: `# yaml-language-server: $schema=./.busbar/tests.schema.json
busbar: 1
tests:
  a voice is even, and reaches both:
    play: { interface.mic: { sine: { freq: 997 Hz, level: -12 dBFS } } }
    for: 2 s
    settle: 1 s
    expect:
      - level: { at: voice.compressor, is: -15 dBFS, within: 0.3 dB }
      - level: { at: interface.stream, is: -14.7 dBFS, within: 0.5 dB }
      - level: { at: interface.phones, is: -20.7 dBFS, within: 0.5 dB }
  the room is kept out:
    play: { interface.mic: { noise: -75 dBFS } }
    for: 2 s
    settle: 1 s
    expect:
      - noise_floor: { at: interface.stream, below: -90 dBFS }
  music keeps its sides and its level:
    play: { interface.computer.1: { sine: { freq: 997 Hz, level: -20 dBFS } } }
    expect:
      - level: { at: interface.stream.1, is: -32 dBFS }
      - silence: interface.stream.2
      - level: { at: interface.phones.1, is: -32 dBFS }
      - latency: { from: interface.computer, to: interface.phones, most: 15 ms }
  nothing is ever over:
    play:
      {
        interface.mic: { sine: { freq: 997 Hz, level: 0 dBFS } },
        interface.computer: { sine: { freq: 997 Hz, level: 0 dBFS } }
      }
    for: 300 ms
    set: { graph.music.do.level.gain: 0 dB }
    expect:
      - true_peak: { at: interface.stream, below: -0.8 dBFS }
`,
};
