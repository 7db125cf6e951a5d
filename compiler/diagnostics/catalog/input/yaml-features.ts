// Codes about YAML that is well formed and still not for configs, or not here.

import type { Entry } from '../../entry.ts';
import { entry, page, quote } from '../../entry.ts';

export const yamlFeatureEntries = {
  'yaml/duplicate-key': entry<{ key: string }>({
    severity: 'error',
    title: 'Key given twice',
    message: ({ key }) => `${quote(key)} is given twice in this map`,
    help: () => 'Keep one of them, or give the other a name of its own.',
    explain: page(
      'A map has each key once. Other readers keep the last and drop the first without a word; here nothing is dropped.',
      'graph:\n  voice: { from: main.mic1 }\n  voice: { from: main.mic2 }',
      'graph:\n  voice: { from: main.mic1 }\n  voice-2: { from: main.mic2 }',
    ),
  }),

  'yaml/key': entry<{ what: string }>({
    severity: 'error',
    title: 'Key is not text',
    message: ({ what }) => `a key is one word of text, not ${what}`,
    help: () => 'Write `key: value`; text with braces, brackets or a leading `*` needs quotes.',
    explain: page(
      'Keys are names. YAML would allow a map or a list as a key, and JSON and people do not.',
      'graph:\n  [left, right]: { from: main.mic }',
      'graph:\n  left: { from: main.mic }\n  right: { from: main.mic }',
    ),
  }),

  'yaml/alias': entry<{ name: string; problem: string }>({
    severity: 'error',
    title: 'Alias cannot be used',
    message: ({ name, problem }) => `${quote(`*${name}`)} is an alias, and ${problem}`,
    help: ({ name }) =>
      `Define it earlier in the file with \`&${name.slice(0, 20)}\`, or put text that starts with \`*\` in quotes.`,
    explain: page(
      'A value that starts with `*` repeats one that was marked with `&` above it. Text with a leading `*` needs quotes.',
      'match: { name: *USB }',
      'match: { name: "*USB" }',
    ),
  }),

  'yaml/too-many-aliases': entry<{ limit: number }>({
    severity: 'error',
    title: 'Aliases multiply too far',
    message: ({ limit }) => `aliases make more than ${limit} values out of this file`,
    help: () => 'Write the values out, or keep aliases out of what other aliases repeat.',
    explain: page(
      `Aliases inside what other aliases repeat grow by multiplication: nine lines can stand for a thousand million values.
No config needs that, so busbar stops counting early.`,
      'a: &a [x, x, x]\nb: &b [*a, *a, *a]\nc: [*b, *b, *b]   # and so on',
      'a: &a { threshold: -20 dBFS }\nb: *a',
    ),
  }),

  'yaml/tag': entry<{ tag: string }>({
    severity: 'error',
    title: 'Tag not allowed',
    message: ({ tag }) => `${quote(tag)} is a tag; configs have none`,
    help: () => 'Take it out: every field knows its own type. Text that starts with `!` needs quotes.',
    explain: page(
      'A tag tells a YAML reader how to build a value. Here the field decides, so a tag has nothing to say.',
      'serial: !!str 00123456',
      'serial: 00123456',
    ),
  }),

  'yaml/merge-key': entry<Record<string, never>>({
    severity: 'error',
    title: 'Merge key',
    message: () => '`<<` merges nothing: it is not part of YAML 1.2',
    help: () => 'Write the keys out, or use `params` for values that several places share.',
    explain: page(
      'The merge key was an extra of YAML 1.1 and hides where a value comes from. `params` serves for shared values.',
      'base: &base { ratio: 3 }\nvoice: { <<: *base }',
      'params: { ratio: 3 }\ngraph:\n  voice: { from: main.mic, do: [ { compressor: { threshold: -20 dBFS, ratio: $ratio } } ] }',
    ),
  }),

  'yaml/documents': entry<Record<string, never>>({
    severity: 'error',
    title: 'More than one document',
    message: () => 'a second document starts here',
    help: () => 'A config is one document: delete this line, or put the rest into a file of its own.',
    explain: page(
      '`---` and `...` part a YAML file into documents. A config is one; the second would be dropped in silence.',
      'busbar: 1\n---\ngraph: {}',
      'busbar: 1\ngraph: {}',
    ),
  }),

  'yaml/directive': entry<{ directive: string }>({
    severity: 'error',
    title: 'YAML directive',
    message: ({ directive }) => `${quote(directive)} is a YAML directive; configs have none`,
    help: () => 'Delete the line: configs are YAML 1.2, whatever they say.',
    explain: page(
      'Lines that start with `%` change how YAML is read: its version, its tags. A config is always YAML 1.2 without tags.',
      '%YAML 1.1\n---\nbusbar: 1',
      'busbar: 1',
    ),
  }),
} satisfies Record<string, Entry<never>>;
