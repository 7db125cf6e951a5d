// Valid configs that the language properties damage. Invariant: each compiles without an error.

const studio = `busbar: 1
name: control-room
engine: { rate: 48 kHz, quantum: 64 frames, latency_budget: 40 ms }
params: { sub_gain: -3 dB, room: rooms/today }

devices:
  main:
    match: { usb: "1235:821d", serial: 00123456 }   # kept as it was written
    inputs:  { mic1: 1, mic2: 2, di: 3, talk: 8 }
    outputs: { mon: 1-2, sub: 3, hp_a: 5-6 }
    align: [mon, sub]
  expander:
    match: [ { name: "ADA8200*" }, { usb: "1397:0509" } ]
    missing: silence
    inputs:  { drums: 1-8 }
    outputs: { hp_b: 1-2 }
  tape: { backend: file, read: in.wav, write: out.wav, inputs: { l: 1, r: 2 }, outputs: { mix: 1-2 } }

aggregates:
  room: { clock: main, members: [main, expander], drift: { expander: resample }, headroom: 3 ms }

graph:
  vocal:
    from: main.mic1
    do:
      - highpass: 80 Hz
      - gain: { id: trim, gain: 6 dB }
      - peaking: { freq: 3 kHz, gain: 2 dB, q: 1.4, bypass: false }
      - peaking: { freq: 300 Hz, gain: -2 dB, q: 1 }
  talkback:
    from: main.talk
    do:
      - highpass: { freq: 120 Hz, kind: BW4 }
      - mute: { id: key, muted: true }
  drums: { from: expander.drums.3-4, do: [ { polarity: { channels: 2 } } ] }
  tape_in: { from: [tape.l, tape.r] }
  control_room:
    channels: 2
    mix:
      drums: 0 dB
      tape_in: -3 dB
      vocal: { gain: -6 dB, pan: 30 % }
      talkback: { gain: -12 dB, mute: true }
      vocal.trim: { gain: -20 dB, pan: -100 % }
      echo: -9 dB
  echo: { from: control_room, do: [ { delay: 240 ms }, { lowpass: 4 kHz } ] }
  monitors:
    from: control_room
    do:
      - gain: { id: level, gain: -20 dB, max: 0 dB }
      - crossover: { at: 80 Hz, kind: LR4 }
  tops: { from: monitors.high, to: [main.mon, tape.mix] }
  sub:
    from: monitors.low
    do: [ { downmix: mono }, { delay: 1.2 m }, { gain: $sub_gain } ]
    to: main.sub
  cue: { from: [vocal, talkback], to: main.hp_a }
  cue_b: { from: room.in.9-10, to: expander.hp_b }
`;

const speaker = `busbar: 1
engine: {rate: 96 kHz, quantum: 128}
devices:
  box:
    inputs: {"line": 1-2}
    outputs:
      woofer: 1
      tweeter: 2
    align: [woofer, tweeter]
    ceiling: {tweeter: -1 dBFS}
graph:
  mono:
    from: box.line
    do:
    - downmix: mono
    - crossover: {at: 2.5 kHz, kind: LR4, bands: [low, top]}
  low:
    from: mono.low
    do: [gain: -2.5 dB, delay: 48 frames]
    to: box.woofer
  top:
    from: mono.top
    do:
    - polarity: {}
    - highshelf: {freq: 8000, gain: 3, q: 0.7}
    to: box.tweeter
  unused: {from: box.line.2}
`;

const reused = `busbar: 1
params: { corner: 80 Hz }
devices:
  desk: { inputs: { a: 1, b: 2, c: 3 }, outputs: { l: 1, r: 2, spare: 3 } }
templates:
  cut: { params: { in: { type: source }, at: { type: frequency, default: $corner } }, from: $in, do: [ { highpass: $at } ] }
  strip:
    params:
      in: { type: source }
      threshold: { type: level, default: -20 dBFS }
      ratio: { type: number, default: 3 }
    use: cut
    with: { in: $in }
    do:
      - compressor: { threshold: $threshold, ratio: $ratio }
      - gain: { id: trim, gain: 2 dB }
graph:
  first: { use: strip, with: { in: desk.a } }
  second: { use: strip, with: { in: desk.b, threshold: -26 dBFS }, do: { trim: 0 dB } }
  third: { use: cut, with: { in: desk.c, at: 120 Hz } }
  left: { mix: { first: 0 dB, second: -3 dB, third: { gain: -6 dB, mute: true } }, to: desk.l }
  right: { extends: left, mix: { second: null, third: { mute: false } }, do: [ { gain: -1 dB } ], to: desk.r }
machines:
  road: { when: { host: "road-*", platform: linux }, devices: { desk: { outputs: { spare: null } } } }
`;

export const corpus: readonly string[] = [studio, speaker, reused];
