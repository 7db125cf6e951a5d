// A first config for a Raspberry Pi that streams, and what must hold of it. In: nothing. Out: two files as text.

import type { Template } from '../template.ts';

export const piStreamer: Template = {
  name: 'pi-streamer',
  summary: 'a Raspberry Pi: a player over an ALSA loopback, a DAC, the room corrected',
  config: `# yaml-language-server: $schema=./.busbar/schema.json
# A Raspberry Pi that streams: a player writes to an ALSA loopback, this plays it on a DAC, corrected for the room.
busbar: 1
name: pi-streamer
engine: { rate: 48 kHz, quantum: 256 frames, latency_budget: 100 ms }

devices:
  # modprobe snd-aloop; let the player write to hw:Loopback,0. \`busbar devices --pin\` prints the \`match\` of each.
  player:
    backend: alsa
    match: { name: "Loopback*" }
    inputs: { music: 1-2 }
    missing: wait
  dac:
    backend: alsa
    match: { name: "*hifiberry*" }
    outputs: { line: 1-2 }
    format: s32
    missing: wait
    ceiling: -0.5 dBFS

aggregates:
  # Both have a clock of their own: the DAC's is the one that is heard.
  box: { clock: dac, members: [dac, player], drift: { player: resample } }

graph:
  room:
    from: player.music
    do:
      - gain: { id: volume, gain: -20 dB, max: 0 dB }
      - gain: { id: headroom, gain: -3 dB }
      - highpass: { id: subsonic, freq: 20 Hz }
      - peaking: { id: mode, freq: 44 Hz, gain: -7 dB, q: 5 }
      - peaking: { id: floor, freq: 130 Hz, gain: -3 dB, q: 2 }
      - highshelf: { id: air, freq: 9 kHz, gain: 1.5 dB }
    to: dac.line

controls:
  /volume: { target: room.volume.gain, range: [-60 dB, 0 dB] }
`,
  tests: `# yaml-language-server: $schema=./.busbar/tests.schema.json
busbar: 1
tests:
  the room is corrected:
    expect:
      - response: { from: player.music, to: room, mask: { 43.5 Hz: [-30.6 dB, -29.6 dB], 44.5 Hz: [-30.6 dB, -29.6 dB] } }
      - response: { from: player.music, to: room, mask: { 500 Hz: [-23.2 dB, -22.9 dB], 3 kHz: [-23.2 dB, -22.9 dB] } }
  left is left, and the right way up:
    expect:
      - isolation: { routes: { player.music.1: dac.line.1, player.music.2: dac.line.2 } }
      - polarity: { from: player.music, to: dac.line }
      - latency: { from: player.music, to: dac.line, most: 100 ms }
  the volume is where it was left:
    play: { player.music: { sine: 997 Hz } }
    expect:
      - level: { at: dac.line, is: -43 dBFS, within: 0.2 dB }
`,
};
