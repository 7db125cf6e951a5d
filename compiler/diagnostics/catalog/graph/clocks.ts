// Codes about clocks, rates and aggregates.

import type { Entry } from '../../entry.ts';
import { entry } from '../../entry.ts';

const ticked = (names: readonly string[]): string => names.map((n) => `\`${n}\``).join(' and ');

export const clockEntries = {
  'clock/unjoined': entry<{ devices: readonly string[]; paste: string }>({
    severity: 'error',
    title: 'Two clocks, no aggregate',
    message: ({ devices }) => `${ticked(devices)} meet here, and nothing joins their clocks`,
    help: ({ paste }) => `Declare them as one: \`${paste}\`.`,
    explain: `Two devices run at slightly different speeds even at the same nominal rate, so signals of one cannot simply be played
on the other: sooner or later a block is missing or left over. An aggregate names the clock that everything follows and says how
the others are met (\`drift\`). Devices whose clocks are one (JACK’s ports, members of one aggregate) need nothing.

Wrong:

\`\`\`yaml
devices:
  main: { inputs: { mic: 1 }, outputs: { mon: 1-2 } }
  expander: { inputs: { drums: 1-8 } }
graph:
  cue: { mix: { main.mic: 0 dB, expander.drums.1: 0 dB }, to: main.mon }
\`\`\`

Right, with the same devices and graph:

\`\`\`yaml
aggregates:
  room: { clock: main, members: [main, expander] }
\`\`\``,
  }),

  'clock/rate': entry<{ device: string; rateHz: number; engineHz: number }>({
    severity: 'error',
    title: 'Rate differs from the engine',
    message: ({ device, rateHz, engineHz }) => `\`${device}\` runs at ${rateHz} Hz, the engine at ${engineHz} Hz`,
    help: ({ engineHz }) =>
      `Set its rate to ${engineHz} Hz, or make it a member of an aggregate with \`drift: resample\`.`,
    explain: `A device is converted to the engine’s rate only where its membership in an aggregate says \`resample\`: nothing that
can be heard happens silently.

Wrong:

\`\`\`yaml
engine: { rate: 48 kHz }
devices: { main: { rate: 44.1 kHz, inputs: 2 } }
\`\`\`

Right:

\`\`\`yaml
engine: { rate: 44.1 kHz }
devices: { main: { rate: 44.1 kHz, inputs: 2 } }
\`\`\``,
  }),

  'aggregate/unknown-device': entry<{ aggregate: string; name: string; key: string; among: readonly string[] }>({
    severity: 'error',
    title: 'Unknown device',
    message: ({ aggregate, name, key }) => `\`${key}\` of \`${aggregate}\` names \`${name}\`, which is not a device`,
    help: ({ among }) =>
      among.length === 0
        ? 'Declare it under `devices`.'
        : `The devices are ${among.map((d) => `\`${d}\``).join(', ')}.`,
    explain: `The clock, the members and the keys of \`drift\` are names of devices.

Wrong:

\`\`\`yaml
devices: { main: { inputs: 2 }, expander: { inputs: 8 } }
aggregates: { room: { clock: main, members: [main, expandr] } }
\`\`\`

Right:

\`\`\`yaml
devices: { main: { inputs: 2 }, expander: { inputs: 8 } }
aggregates: { room: { clock: main, members: [main, expander] } }
\`\`\``,
  }),

  'aggregate/not-a-member': entry<{ aggregate: string; device: string; key: string }>({
    severity: 'error',
    title: 'Not a member',
    message: ({ aggregate, device, key }) =>
      `\`${key}\` names \`${device}\`, which is not a member of \`${aggregate}\``,
    help: ({ device }) => `Add \`${device}\` to \`members\`.`,
    explain: `The clock of an aggregate is one of its members, and \`drift\` speaks of members only.

Wrong:

\`\`\`yaml
room: { clock: main, members: [expander, daw] }
\`\`\`

Right:

\`\`\`yaml
room: { clock: main, members: [main, expander, daw] }
\`\`\``,
  }),

  'aggregate/shared-device': entry<{ device: string; first: string; second: string }>({
    severity: 'error',
    title: 'Device in two aggregates',
    message: ({ device, first, second }) =>
      first === second
        ? `\`${device}\` is a member of \`${first}\` twice`
        : `\`${device}\` is a member of \`${first}\` already`,
    help: ({ first, second }) =>
      first === second ? 'Name it once.' : `Join \`${first}\` and \`${second}\` into one aggregate.`,
    explain: `A device follows one clock, so it can be a member of one aggregate only.

Wrong:

\`\`\`yaml
aggregates:
  room: { clock: main, members: [main, expander] }
  booth: { clock: usb, members: [usb, expander] }
\`\`\`

Right:

\`\`\`yaml
aggregates:
  room: { clock: main, members: [main, usb, expander] }
\`\`\``,
  }),

  'aggregate/drift-of-clock': entry<{ aggregate: string; device: string }>({
    severity: 'error',
    title: 'Drift of the clock itself',
    message: ({ aggregate, device }) =>
      `\`${device}\` is the clock of \`${aggregate}\`: it has no drift against itself`,
    help: () => 'Take the line out, or make another member the clock.',
    explain: `\`drift\` says how a member meets the aggregate’s clock. The clock meets nobody.

Wrong:

\`\`\`yaml
room: { clock: main, members: [main, expander], drift: { main: resample } }
\`\`\`

Right:

\`\`\`yaml
room: { clock: main, members: [main, expander], drift: { expander: resample } }
\`\`\``,
  }),
} satisfies Record<string, Entry<never>>;
