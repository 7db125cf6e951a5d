// Codes about keys: unknown, misspelt, missing, not built yet; and about the shape of what stands under them.

import type { Entry } from '../../entry.ts';
import { entry, listed, page, quote } from '../../entry.ts';

export const keyEntries = {
  'key/unknown': entry<{ key: string; of: string; known: readonly string[] }>({
    severity: 'error',
    title: 'Unknown key',
    message: ({ key, of }) => `${of} has no key ${quote(key)}`,
    help: ({ known }) => (known.length === 0 ? 'It takes no keys.' : `It takes ${listed(known)}.`),
    explain: page(
      'A key that nothing reads would do nothing, in silence. So every key must be one that the language has.',
      'voice: { from: main.mic, colour: red }',
      'voice: { from: main.mic }   # red',
    ),
  }),

  'key/misspelt': entry<{ key: string; of: string }>({
    severity: 'error',
    title: 'Misspelt key',
    message: ({ key, of }) => `${of} has no key ${quote(key)}`,
    explain: page(
      `The key is not one that the language has, but it is close to one. The value was checked as if the right key stood
there, so other mistakes in it are in the same report.`,
      'main: { input: { mic: 1 } }',
      'main: { inputs: { mic: 1 } }',
    ),
    fixable: true,
  }),

  'key/required': entry<{ of: string; missing: readonly string[]; example: string }>({
    severity: 'error',
    title: 'Required key missing',
    message: ({ of, missing }) => `${of} needs ${listed(missing)}`,
    help: ({ example }) => (example === '' ? 'Add it.' : `For example: \`${example}\`.`),
    explain: page(
      'Some keys have no default, because any default would be heard: the frequency of a filter, the members of an aggregate.',
      '- peaking: { freq: 1 kHz }',
      '- peaking: { freq: 1 kHz, gain: -3 dB }',
    ),
  }),

  'key/empty': entry<{ key: string }>({
    severity: 'hint',
    title: 'Empty key',
    message: ({ key }) => `${quote(key)} is empty, so it counts as not written`,
    help: () => 'Give it a value, or take the line out.',
    explain: page(
      `A key without a value is \`null\` in YAML, and \`null\` removes what it names. Where nothing of that name came before,
nothing happens; often the value was meant to follow and its lines are not indented far enough.`,
      'voice:\n  from: main.mic\n  to:',
      'voice:\n  from: main.mic\n  to: main.mon',
    ),
  }),

  'key/excludes': entry<{ key: string; other: string; of: string; reason: string }>({
    severity: 'error',
    title: 'Keys exclude each other',
    message: ({ key, other, of }) => `${of} has both ${quote(other)} and ${quote(key)}`,
    help: ({ reason }) => reason,
    explain: page(
      `Two keys that answer the same question cannot both be right: a node takes its input \`from\` sources side by side, or as
a \`mix\`; \`follow\` belongs to \`default\`.`,
      'cue: { from: vocal, mix: { music: -6 dB } }',
      'cue: { mix: { vocal: 0 dB, music: -6 dB } }',
    ),
  }),

  'language/not-yet': entry<{ what: string }>({
    severity: 'error',
    title: 'Not built yet',
    message: ({ what }) => `${what} is part of the language but not of this version of busbar`,
    help: () => 'Leave it out for now; nothing of it is ignored in silence.',
    explain: page(
      `The key or step type is designed and its name is taken, but this version cannot do it. A config that needs it is
refused rather than run without it.`,
      'vocal: { use: preamp, with: { in: main.mic1 } }',
      'vocal: { from: main.mic1, do: [ { highpass: 80 Hz } ] }',
    ),
  }),

  'config/version': entry<{ found: string; known: number }>({
    severity: 'error',
    title: 'Unknown language version',
    message: ({ found, known }) => `this is busbar language ${quote(found)}; this program reads version ${known}`,
    help: ({ known }) => `Write \`busbar: ${known}\`, or use a busbar that reads the version you wrote.`,
    explain: page(
      `\`busbar:\` says which version of the language a config is written in, so that a file of today means the same for a
program of tomorrow.`,
      'busbar: 2',
      'busbar: 1',
    ),
  }),

  'config/version-missing': entry<{ known: number }>({
    severity: 'warning',
    title: 'Language version missing',
    message: ({ known }) => `the config does not say that it is busbar language ${known}`,
    explain: page(
      'Without `busbar:` a later program has to guess which language the file is written in. Version 1 is assumed.',
      'graph: { voice: { from: main.mic, to: main.mon } }',
      'busbar: 1\ngraph: { voice: { from: main.mic, to: main.mon } }',
    ),
    fixable: true,
  }),

  'value/shape': entry<{ of: string; wants: string; got: string }>({
    severity: 'error',
    title: 'Wrong kind of value',
    message: ({ of, wants, got }) => `${of} wants ${wants}, not ${got}`,
    help: ({ wants }) => `Write ${wants} here.`,
    explain: page(
      'The value is of another kind than the key takes: a list instead of a map, a map instead of one value.',
      'devices:\n  - main: { inputs: { mic: 1 } }',
      'devices:\n  main: { inputs: { mic: 1 } }',
    ),
  }),
} satisfies Record<string, Entry<never>>;
