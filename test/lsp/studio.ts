// A studio in three files, for the tests of the language server: every kind of name, and each used in another file.

export const studio = {
  'busbar.yaml': `busbar: 1
include: [parts/devices.yaml, parts/templates.yaml]
params: { trim: -3 dB, mic: main.guitar }
graph:
  voice: { use: preamp, with: { in: main.vocal, threshold: -26 dBFS } }
  second: { use: preamp, with: { in: $mic } }
  bus:
    channels: 2
    mix:
      voice: -6 dB
      second: { gain: $trim, pan: 30 % }
    do:
      - limiter: { id: ceiling, ceiling: -1 dBFS, lookahead: 1 ms }
      - crossover: { at: 80 Hz, kind: LR4 }
  tops: { from: bus.high, to: main.mon }
  sub:
    from: bus.low
    do: [{ downmix: mono }]
    to: main.sub
controls:
  /ceiling: { target: bus.ceiling.ceiling, range: [-20 dB, 0 dB] }
machines:
  laptop:
    when: { host: "nowhere-*" }
    graph: { tops: { from: bus.ceiling } }
`,
  'parts/devices.yaml': `devices:
  main:
    match: { name: "UMC*" }
    inputs: { vocal: 1, guitar: 2 }
    outputs: { mon: 1-2, sub: 3 }
    align: [mon, sub]
`,
  'parts/templates.yaml': `templates:
  preamp:
    params: { in: { type: source }, threshold: { type: level, default: -20 dBFS } }
    from: $in
    do:
      - highpass: 80 Hz
      - compressor: { threshold: $threshold, ratio: 3 }
`,
  'busbar.test.yaml': `busbar: 1
tests:
  the voice is heard:
    play: { main.vocal: { sine: 997 Hz } }
    set: { bus.ceiling.ceiling: -3 dBFS }
    expect:
      - level: { at: main.mon, is: -20 dBFS }
      - latency: { from: main.vocal, to: bus.ceiling, most: 5 ms }
`,
} as const;

export type StudioFile = keyof typeof studio;
