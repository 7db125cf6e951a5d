// Codes about clocks, rates, word lengths and aggregates.

import type { Entry } from '../../entry.ts';
import { entry, page, quote } from '../../entry.ts';

const ticked = (names: readonly string[]): string => names.map(quote).join(' and ');

export const clockEntries = {
  'clock/unjoined': entry<{ devices: readonly string[]; paste: string }>({
    severity: 'error',
    title: 'Two clocks, no aggregate',
    message: ({ devices }) => `${ticked(devices)} meet here, and nothing joins their clocks`,
    help: ({ paste }) => `Declare them as one: ${quote(paste)}.`,
    explain: page(
      `Two devices run at slightly different speeds even at the same nominal rate, so signals of one cannot simply be played
on the other: sooner or later a block is missing or left over. An aggregate names the clock that everything follows and says how
the others are met (\`drift\`). Devices whose clocks are one (JACK’s ports, members of one aggregate) need nothing.`,
      `devices:
  main: { inputs: { mic: 1 }, outputs: { mon: 1-2 } }
  expander: { inputs: { drums: 1-8 } }
graph:
  cue: { mix: { main.mic: 0 dB, expander.drums.1: 0 dB }, to: main.mon }`,
      `aggregates:
  room: { clock: main, members: [main, expander] }`,
    ),
  }),

  'clock/rate': entry<{ device: string; rateHz: number; engineHz: number }>({
    severity: 'error',
    title: 'Rate differs from the engine',
    message: ({ device, rateHz, engineHz }) => `${quote(device)} runs at ${rateHz} Hz, the engine at ${engineHz} Hz`,
    help: ({ engineHz }) =>
      `Set its rate to ${engineHz} Hz, or make it a member of an aggregate, whose clock another device is: members are converted.`,
    explain: page(
      `Everything is computed at the engine’s rate. A device at another one is converted where it is a member of an aggregate
(its \`drift\` is \`resample\` then), at the price of the crossing’s delay. The clock of an aggregate, and a device that is a
member of none, run at the engine’s own.`,
      `engine: { rate: 48 kHz }
devices: { main: { inputs: 2 }, tape: { rate: 44.1 kHz, inputs: 2 } }`,
      `engine: { rate: 48 kHz }
devices: { main: { inputs: 2 }, tape: { rate: 44.1 kHz, inputs: 2 } }
aggregates: { room: { clock: main, members: [main, tape] } }`,
    ),
  }),

  'clock/drift-rate': entry<{ device: string; rateHz: number; engineHz: number; drift: string }>({
    severity: 'error',
    title: 'Other rate, not resampled',
    message: ({ device, rateHz, engineHz, drift }) =>
      `${quote(device)} runs at ${rateHz} Hz and the engine at ${engineHz} Hz, which ${quote(drift)} does not convert`,
    help: ({ engineHz }) => `Write \`resample\`, or set its rate to ${engineHz} Hz.`,
    fixable: true,
    explain: page(
      `\`locked\` and \`steer\` keep two clocks in step, so that samples pass as they are: there is one sample of the member for
each of the master. At another rate there is not, and only a resampler makes up the difference.`,
      `tape: { rate: 44.1 kHz, inputs: 2 }
room: { clock: main, members: [main, tape], drift: { tape: locked } }`,
      `tape: { rate: 44.1 kHz, inputs: 2 }
room: { clock: main, members: [main, tape], drift: { tape: resample } }`,
    ),
  }),

  'clock/no-pitch': entry<{ device: string; is: string }>({
    severity: 'error',
    title: 'No clock to steer',
    message: ({ device, is }) => `${quote(device)} (${is}) has no control that moves its clock`,
    help: () => 'Write `resample`, or `locked` where word clock joins them.',
    fixable: true,
    explain: page(
      `\`steer\` moves the clock of a member by a control of the device itself, such as the rate shift of a loopback card or the
pitch of a USB gadget, so that its samples pass as they are. \`busbar devices\` says which devices have one. Files and JACK’s
ports have none.`,
      'room: { clock: main, members: [main, daw], drift: { daw: steer } }',
      'room: { clock: main, members: [main, daw], drift: { daw: resample } }',
    ),
  }),

  'clock/one-server': entry<{ device: string; rateHz: number; other: string; otherHz: number }>({
    severity: 'error',
    title: 'Two rates of one server',
    message: ({ device, rateHz, other, otherHz }) =>
      `${quote(device)} is said to run at ${rateHz} Hz, ${quote(other)} at ${otherHz} Hz: both are ports of one JACK server`,
    help: () => 'Give them the rate of the server.',
    explain: page(
      'All devices with `backend: jack` are ports of one server, which has one rate. Where it is not the engine’s, each of them says so.',
      `daw: { backend: jack, rate: 44.1 kHz, inputs: 2 }
rec: { backend: jack, outputs: 2 }`,
      `daw: { backend: jack, rate: 44.1 kHz, inputs: 2 }
rec: { backend: jack, rate: 44.1 kHz, outputs: 2 }`,
    ),
  }),

  'device/dither-format': entry<{ device: string; format: string }>({
    severity: 'warning',
    title: 'Dither without a word length',
    message: ({ device, format }) =>
      `${quote(device)} is not dithered: its format is ${quote(format)}, ${format === 'auto' ? 'whose word length is not known yet' : 'which is not rounded enough to hear'}`,
    help: () => 'Say `format: s16`, `s24` or `s24_3`, or leave `dither` out.',
    explain: page(
      `Dither hides the steps of a short word length, so it needs to know that length: the device’s \`format\`. Floats and 32
bits need none.`,
      'main: { outputs: { mon: 1-2 }, dither: true }',
      'main: { outputs: { mon: 1-2 }, dither: true, format: s16 }',
    ),
  }),

  'aggregate/unknown-device': entry<{ aggregate: string; name: string; key: string; among: readonly string[] }>({
    severity: 'error',
    title: 'Unknown device',
    message: ({ aggregate, name, key }) =>
      `${quote(key)} of ${quote(aggregate)} names ${quote(name)}, which is not a device`,
    help: ({ among }) =>
      among.length === 0
        ? 'Declare it under `devices`.'
        : `The devices are ${among.map((d) => `${quote(d)}`).join(', ')}.`,
    explain: page(
      `The clock, the members and the keys of \`drift\` are names of devices.`,
      `devices: { main: { inputs: 2 }, expander: { inputs: 8 } }
aggregates: { room: { clock: main, members: [main, expandr] } }`,
      `devices: { main: { inputs: 2 }, expander: { inputs: 8 } }
aggregates: { room: { clock: main, members: [main, expander] } }`,
    ),
  }),

  'aggregate/not-a-member': entry<{ aggregate: string; device: string; key: string }>({
    severity: 'error',
    title: 'Not a member',
    message: ({ aggregate, device, key }) =>
      `${quote(key)} names ${quote(device)}, which is not a member of ${quote(aggregate)}`,
    help: ({ device }) => `Add ${quote(device)} to \`members\`.`,
    explain: page(
      `The clock of an aggregate is one of its members, and \`drift\` speaks of members only.`,
      'room: { clock: main, members: [expander, daw] }',
      'room: { clock: main, members: [main, expander, daw] }',
    ),
  }),

  'aggregate/shared-device': entry<{ device: string; first: string; second: string }>({
    severity: 'error',
    title: 'Device in two aggregates',
    message: ({ device, first }) => `${quote(device)} is a member of ${quote(first)} already`,
    help: ({ first, second }) => `Join ${quote(first)} and ${quote(second)} into one aggregate.`,
    explain: page(
      'A device follows one clock, so it can be a member of one aggregate only.',
      `aggregates:
  room: { clock: main, members: [main, expander] }
  booth: { clock: usb, members: [usb, expander] }`,
      `aggregates:
  room: { clock: main, members: [main, usb, expander] }`,
    ),
  }),

  'aggregate/shared-clock': entry<{ device: string; other: string; first: string; second: string }>({
    severity: 'error',
    title: 'One clock in two aggregates',
    message: ({ device, other, first }) =>
      `${quote(device)} runs on one clock with ${quote(other)}, which is a member of ${quote(first)}`,
    help: ({ first, second }) => `Join ${quote(first)} and ${quote(second)} into one aggregate.`,
    explain: page(
      'Ports of one JACK server, and devices of one card, run on one clock. It follows one other clock only, that of one aggregate.',
      `aggregates:
  room: { clock: main, members: [main, daw] }       # daw and rec: { backend: jack }
  booth: { clock: usb, members: [usb, rec] }`,
      `aggregates:
  room: { clock: main, members: [main, usb, daw, rec] }`,
    ),
  }),

  'aggregate/drift-of-clock': entry<{ aggregate: string; device: string }>({
    severity: 'error',
    title: 'Drift of the clock itself',
    message: ({ aggregate, device }) =>
      `${quote(device)} is the clock of ${quote(aggregate)}: it has no drift against itself`,
    help: () => 'Take the line out, or make another member the clock.',
    explain: page(
      `\`drift\` says how a member meets the aggregate’s clock. The clock meets nobody.`,
      'room: { clock: main, members: [main, expander], drift: { main: resample } }',
      'room: { clock: main, members: [main, expander], drift: { expander: resample } }',
    ),
  }),
} satisfies Record<string, Entry<never>>;
