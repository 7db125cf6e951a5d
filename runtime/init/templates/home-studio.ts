// A first config for a home studio with two interfaces, and what must hold of it. In: nothing. Out: two files as text.

import type { Template } from '../template.ts';

export const homeStudio: Template = {
  name: 'home-studio',
  summary: 'two interfaces with clocks of their own: voice, guitar, drums, monitors, talkback',
  config: `# yaml-language-server: $schema=./.busbar/schema.json
# A home studio: two interfaces with clocks of their own, run as one; a singer, a guitar, drums, monitors and headphones.
busbar: 1
name: home-studio
engine: { rate: 48 kHz, quantum: 64 frames, latency_budget: 20 ms }

devices:
  # \`busbar devices --pin\` prints the \`match\` of what is plugged in.
  main:
    match: { name: "UMC1820*" }
    inputs: { vocal: 1, guitar: 2, talk: 8 }
    outputs: { monitors: 1-2, phones: 3-4 }
  rack:
    match: { name: "ADA8200*" }
    inputs: { drums: 1-8 }
    missing: silence # the rest plays without it

aggregates:
  # The main interface is the clock; the rack is resampled to it.
  studio: { clock: main, members: [main, rack], drift: { rack: resample } }

graph:
  vocal:
    from: main.vocal
    do:
      - highpass: 80 Hz
      - compressor: { threshold: -22 dBFS, ratio: 3, attack: 8 ms, release: 90 ms, makeup: 4 dB }
  drums:
    channels: 2
    mix:
      rack.drums.1: { gain: -6 dB, pan: 0 % }
      rack.drums.2: { gain: -8 dB, pan: 10 % }
      rack.drums.3-4: -6 dB
  talkback:
    from: main.talk
    do:
      - highpass: 120 Hz
      - mute: { id: key, muted: true }
  band:
    channels: 2
    mix:
      vocal: -3 dB
      main.guitar: { gain: -6 dB, pan: -20 % }
      drums: -6 dB
  monitors:
    from: band
    do:
      - gain: { id: level, gain: -12 dB, max: 0 dB }
      - gain: { id: dim, gain: -20 dB, bypass: true }
      - limiter: -1 dBFS
    to: main.monitors
  phones:
    channels: 2
    mix: { band: -6 dB, talkback: -6 dB }
    do:
      - limiter: -3 dBFS
    to: main.phones

controls:
  /monitors/level: { target: monitors.level.gain, range: [-60 dB, 0 dB] }
  /monitors/dim: { target: monitors.dim.bypass, invert: true }
  /talk: { target: talkback.key.muted, invert: true, mode: momentary }
`,
  tests: `# yaml-language-server: $schema=./.busbar/tests.schema.json
busbar: 1
tests:
  a singer hears herself at once:
    play: { main.vocal: { sine: { freq: 997 Hz, level: -40 dBFS } } }
    expect:
      - level: { at: main.phones.1, is: -45 dBFS }
      - level: { at: main.monitors, is: -51 dBFS }
      - latency: { from: main.vocal, to: main.phones, most: 20 ms }
      - polarity: { from: main.vocal, to: main.phones, level: -40 dBFS }
  drums stand where they sit:
    play: { rack.drums.3: { sine: { freq: 997 Hz, level: -20 dBFS } } }
    expect:
      - level: { at: main.monitors.1, is: -44 dBFS }
      - silence: main.monitors.2
  talkback is off until it is wanted:
    play: { main.talk: { sine: { freq: 997 Hz, level: -40 dBFS } } }
    expect:
      - silence: main.phones
  talkback reaches the phones, and no microphone:
    play: { main.talk: { sine: { freq: 997 Hz, level: -40 dBFS } } }
    set: { graph.talkback.do.key.muted: false }
    expect:
      - level: { at: main.phones, is: -46 dBFS }
      - silence: main.monitors
`,
};
