// Codes about aggregates that CoreAudio makes.

import type { Entry } from '../../entry.ts';
import { entry, page, quote } from '../../entry.ts';

export const nativeEntries = {
  'aggregate/native-member': entry<{ aggregate: string; device: string; backend: string }>({
    severity: 'error',
    title: 'Not CoreAudio’s to join',
    message: ({ device, backend }) =>
      `${quote(device)} is a device of ${quote(backend)}, which CoreAudio cannot join to others`,
    help: () =>
      'Take `native` off: busbar joins any devices itself. For a Mac alone, say it under `machines` with `when: { platform: darwin }`.',
    explain: page(
      `\`native: true\` asks CoreAudio, the sound system of macOS, to make one device of the members. It can do so with its own
devices only: not with those of JACK, with virtual ones or files, and not on another system. Without \`native\` busbar joins them
itself, on every system alike.`,
      `devices: { main: { inputs: 2 }, daw: { backend: jack, inputs: 2 } }
aggregates: { room: { clock: main, members: [main, daw], native: true } }`,
      `devices: { main: { inputs: 2 }, daw: { backend: jack, inputs: 2 } }
aggregates: { room: { clock: main, members: [main, daw] } }`,
    ),
  }),

  'aggregate/native-rate': entry<{ device: string; rateHz: number; engineHz: number }>({
    severity: 'error',
    title: 'Two rates, one native aggregate',
    message: ({ device, rateHz, engineHz }) =>
      `${quote(device)} runs at ${rateHz} Hz and the engine at ${engineHz} Hz, which CoreAudio does not join`,
    help: ({ engineHz }) => `Set its rate to ${engineHz} Hz, or take \`native\` off: busbar converts it.`,
    explain: page(
      'CoreAudio’s drift compensation makes up for clocks that differ a little, not for rates: all members of a native aggregate run at one.',
      `devices: { main: { inputs: 2 }, tape: { rate: 44.1 kHz, inputs: 2 } }
aggregates: { room: { clock: main, members: [main, tape], native: true } }`,
      `devices: { main: { inputs: 2 }, tape: { rate: 44.1 kHz, inputs: 2 } }
aggregates: { room: { clock: main, members: [main, tape] } }`,
    ),
  }),

  'aggregate/native-drift': entry<{ device: string }>({
    severity: 'error',
    title: 'Steered in a native aggregate',
    message: ({ device }) => `CoreAudio does not steer the clock of ${quote(device)}`,
    help: () =>
      'Write `resample` (its drift compensation), `locked` where word clock joins them, or take `native` off.',
    explain: page(
      `In a native aggregate \`resample\` stands for CoreAudio’s drift compensation and \`locked\` for members that need none. It
has no way to move a device’s clock.`,
      'room: { clock: main, members: [main, daw], native: true, drift: { daw: steer } }',
      'room: { clock: main, members: [main, daw], native: true, drift: { daw: resample } }',
    ),
  }),

  'aggregate/publish-alone': entry<{ aggregate: string }>({
    severity: 'warning',
    title: 'Nothing to publish',
    message: ({ aggregate }) => `${quote(aggregate)} is busbar’s own, which no other program sees`,
    help: () => 'Add `native: true`, or take `publish` off.',
    explain: page(
      '`publish: true` makes an aggregate that CoreAudio made (`native: true`) visible to other programs, for as long as the run lasts.',
      'room: { clock: main, members: [main, daw], publish: true }',
      'room: { clock: main, members: [main, daw], native: true, publish: true }',
    ),
  }),
} satisfies Record<string, Entry<never>>;
