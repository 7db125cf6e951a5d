// A first config for an active loudspeaker, and what must hold of it. In: nothing. Out: two files as text.

import type { Template } from '../template.ts';

export const twoWay: Template = {
  name: 'two-way',
  summary: 'a pair of active two-way loudspeakers',
  config: `# yaml-language-server: $schema=./.busbar/schema.json
# A stereo pair of active two-way loudspeakers: an amplifier per driver, the crossover in here.
busbar: 1
name: two-way
engine: { rate: 48 kHz, latency_budget: 10 ms }

devices:
  dac:
    # Without \`match\` this is the system's default device; \`busbar devices --pin\` prints the \`match\` of each.
    inputs: { line: 1-2 }
    outputs: { woofers: 1-2, tweeters: 3-4 }
    align: [woofers, tweeters] # the bands leave together
    ceiling: { tweeters: -6 dBFS } # no tweeter gets more, whatever happens before

graph:
  speakers:
    from: dac.line
    do:
      - gain: { id: volume, gain: -12 dB, max: 0 dB }
      - highpass: { id: subsonic, freq: 30 Hz }
      - crossover: { at: 2.2 kHz, kind: LR4 }
  woofers:
    from: speakers.low
    do:
      - limiter: -1 dBFS
    to: dac.woofers
  tweeters:
    from: speakers.high
    do:
      - gain: { id: level, gain: -4 dB } # what a tweeter is louder than the woofer
      - delay: { time: 0.1 ms, subframe: true } # and nearer
      - limiter: -8 dBFS
    to: dac.tweeters

controls:
  /volume: { target: speakers.volume.gain, range: [-60 dB, 0 dB] }
`,
  tests: `# yaml-language-server: $schema=./.busbar/tests.schema.json
busbar: 1
tests:
  each driver gets its band, and both are down by half where they meet:
    expect:
      - response:
          from: dac.line
          to: dac.woofers
          mask:
            60 Hz: [-12.5 dB, -11.9 dB]
            500 Hz: [-12.2 dB, -11.9 dB]
            1.6 kHz: [-15 dB, -11.9 dB]
            2.2 kHz: [-18.3 dB, -17.7 dB]
            4 kHz: [-60 dB, -31 dB]
            8 kHz: [-200 dB, -58 dB]
      - response:
          from: dac.line
          to: dac.tweeters
          mask:
            500 Hz: [-200 dB, -66 dB]
            1.5 kHz: [-34 dB, -29 dB]
            2.2 kHz: [-22.5 dB, -21.5 dB]
            3 kHz: [-19 dB, -17.4 dB]
            4 kHz: [-17.5 dB, -15.9 dB]
            16 kHz: [-16.2 dB, -15.9 dB]
  drivers pull together, left with left:
    expect:
      - polarity: { from: dac.line, to: dac.woofers }
      - isolation:
          routes: { dac.line.1: [dac.woofers.1, dac.tweeters.1], dac.line.2: [dac.woofers.2, dac.tweeters.2] }
      - latency: { from: dac.line, to: dac.woofers, most: 10 ms }
  tweeters survive a mistake:
    play: { dac.line: { sine: { freq: 5 kHz, level: 0 dBFS } } }
    for: 300 ms
    set: { graph.speakers.do.volume.gain: 0 dB }
    expect:
      - true_peak: { at: dac.tweeters, below: -7.5 dBFS }
`,
};
