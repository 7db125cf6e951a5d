// Codes about names that a config gives.

import type { Entry } from '../../entry.ts';
import { entry, page, quote } from '../../entry.ts';

export const nameEntries = {
  'name/syntax': entry<{ name: string; what: string; like: string }>({
    severity: 'error',
    title: 'Not a name',
    message: ({ name, what }) => `${quote(name)} cannot name ${what}`,
    help: ({ like }) =>
      `A name starts with a small letter, then small letters, digits, \`_\` and \`-\`${like === '' ? '' : `: \`${like}\``}.`,
    explain: page(
      `Names stand in addresses such as \`main.mic.1-2\`, where dots part them and digits are channels. So a name starts with
a letter from a to z and goes on with letters, digits, \`_\` and \`-\`. Capitals are left out: two names that differ only in
case are one typing mistake apart.`,
      'graph:\n  2nd Vocal: { from: main.mic }',
      'graph:\n  vocal-2: { from: main.mic }',
    ),
  }),

  'name/reserved': entry<{ name: string; what: string; why: string }>({
    severity: 'error',
    title: 'Reserved name',
    message: ({ name, what }) => `${quote(name)} cannot name ${what}: it is reserved`,
    help: ({ why }) => `${why} Choose another name.`,
    explain: page(
      `Some names have a meaning in addresses: \`params\` and \`mix\` in targets, \`in\` and \`out\` as the channels of a whole
device or aggregate, \`$rate\`, \`$channel\`, \`$date\`, \`$time\` and \`$host\` in file names.`,
      'graph:\n  mix: { from: main.mic }',
      'graph:\n  main-mix: { from: main.mic }',
    ),
  }),

  'name/taken': entry<{ name: string; what: string; by: string }>({
    severity: 'error',
    title: 'Name used twice',
    message: ({ name, what, by }) => `${what} ${quote(name)} has the name of ${by}`,
    help: () => 'Devices, aggregates and nodes share one set of names: rename one of the two.',
    explain: page(
      `An address starts with the name of a device, an aggregate or a node. If two of them had one name, it could mean
either.`,
      'devices: { main: { inputs: { mic: 1 } } }\ngraph: { main: { from: main.mic } }',
      'devices: { main: { inputs: { mic: 1 } } }\ngraph: { voice: { from: main.mic } }',
    ),
  }),
} satisfies Record<string, Entry<never>>;
