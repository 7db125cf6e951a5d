// A first config for headphones, and what must hold of it. In: nothing. Out: two files as text.

import type { Template } from '../template.ts';

export const headphones: Template = {
  name: 'headphones',
  summary: 'headphones on one interface, with a filter or two and a limit',
  config: `# yaml-language-server: $schema=./.busbar/schema.json
# Headphones on one interface: what they do too much of is taken out, and nothing gets louder than it should.
busbar: 1
name: headphones
engine: { rate: 48 kHz, latency_budget: 10 ms }

devices:
  interface:
    # Without \`match\` this is the system's default device; \`busbar devices --pin\` prints the \`match\` of each.
    inputs: { music: 1-2 }
    outputs: { phones: 1-2 }

graph:
  phones:
    from: interface.music
    do:
      - gain: { id: volume, gain: -12 dB, max: 0 dB }
      - lowshelf: { id: bass, freq: 105 Hz, gain: 4 dB }
      - peaking: { id: ear, freq: 3.2 kHz, gain: -4 dB, q: 1.4 }
      - limiter: -3 dBFS
    to: interface.phones

controls:
  /volume: { target: phones.volume.gain, range: [-60 dB, 0 dB] }
  /bass: { target: phones.bass.gain, range: [-6 dB, 6 dB] }
`,
  tests: `# yaml-language-server: $schema=./.busbar/tests.schema.json
busbar: 1
tests:
  the bass is lifted, and the ear’s own peak taken out:
    expect:
      - response: { from: interface.music, to: interface.phones, mask: { 20 Hz: [-8.2 dB, -7.8 dB], 40 Hz: [-8.3 dB, -7.9 dB] } }
      - response:
          {
            from: interface.music,
            to: interface.phones,
            mask: { 3 kHz: [-16.2 dB, -15.6 dB], 3.4 kHz: [-16.2 dB, -15.6 dB] }
          }
  left is left, and the right way up:
    expect:
      - isolation: { routes: { interface.music.1: interface.phones.1, interface.music.2: interface.phones.2 } }
      - polarity: { from: interface.music, to: interface.phones }
      - latency: { from: interface.music, to: interface.phones, most: 10 ms }
  ears are safe, whatever is played:
    play: { interface.music: { sine: { freq: 60 Hz, level: 0 dBFS } } }
    for: 300 ms
    set: { graph.phones.do.volume.gain: 0 dB }
    expect:
      - true_peak: { at: interface.phones, below: -2.8 dBFS }
`,
};
