// Codes about text that is not YAML: what a person mistyped, in words of the line it stands in.

import type { Entry } from '../../entry.ts';
import { entry, page, quote } from '../../entry.ts';

export const yamlEntries = {
  'yaml/syntax': entry<{ problem: string; fix: string }>({
    severity: 'error',
    title: 'Not YAML',
    message: ({ problem }) => problem,
    help: ({ fix }) => fix,
    explain: page(
      `The text cannot be read as YAML at this place. What follows may be fine: nothing after it is judged until it reads.`,
      'voice: { from: main.mic to: main.mon }',
      'voice: { from: main.mic, to: main.mon }',
    ),
  }),

  'yaml/tab': entry<Record<string, never>>({
    severity: 'error',
    title: 'Tab as indentation',
    message: () => 'this line is indented with a tab',
    help: () => 'Indent with spaces, two per level: YAML gives tabs no width.',
    explain: page(
      'YAML forbids tabs in indentation, because editors show them at different widths.',
      'graph:\n\tvoice: { from: main.mic }',
      'graph:\n  voice: { from: main.mic }',
    ),
  }),

  'yaml/indent': entry<Record<string, never>>({
    severity: 'error',
    title: 'Uneven indentation',
    message: () => 'this line does not line up with the keys above it',
    help: () => 'Keys of one map start in the same column; move it left or right until it is under its neighbours.',
    explain: page(
      'Indentation says which map a key belongs to. This line stands between two levels, so it belongs to neither.',
      'graph:\n    voice: { from: main.mic }\n  music: { from: main.line }',
      'graph:\n  voice: { from: main.mic }\n  music: { from: main.line }',
    ),
  }),

  'yaml/nested-map': entry<{ key: string }>({
    severity: 'error',
    title: 'Two keys in one',
    message: ({ key }) => `${quote(key)} is a second key on this line`,
    help: () => 'Put it on a line of its own, in braces `{ }`, or in quotes if the colon is part of the text.',
    explain: page(
      'A line may hold one `key: value`. A second colon followed by a space makes the value look like another key.',
      'gain: gain: -6 dB',
      'gain: { gain: -6 dB }',
    ),
  }),

  'yaml/colon': entry<{ text: string }>({
    severity: 'error',
    title: 'Colon missing',
    message: ({ text }) => `${quote(text)} stands where a \`key: value\` is expected`,
    help: () =>
      'Put a colon and a space after a key, a comma between values in `[ ]`, quotes around text of several lines.',
    explain: page(
      'In a map every line is `key: value`, with a space after the colon.',
      'graph:\n  voice\n    from: main.mic',
      'graph:\n  voice:\n    from: main.mic',
    ),
  }),

  'yaml/unclosed': entry<{ open: string; close: string }>({
    severity: 'error',
    title: 'Never closed',
    message: ({ open }) => `this ${open} is never closed`,
    help: ({ close }) => `Close it with ${close}; lines inside brackets must be indented further than their key.`,
    explain: page(
      `A bracket or a quote that is opened must be closed. Everything up to the end of the file, or up to the next key, was
taken to be inside it.`,
      'voice: { from: main.mic, to: main.mon\nmusic: { from: main.line }',
      'voice: { from: main.mic, to: main.mon }\nmusic: { from: main.line }',
    ),
  }),

  'yaml/reserved-start': entry<{ character: string }>({
    severity: 'error',
    title: 'Reserved character',
    message: ({ character }) => `a value cannot start with ${quote(character)}`,
    explain: page(
      'YAML keeps `@`, `` ` `` and `%` at the start of a value for itself. Quotes make it plain text.',
      'read: @home/in.wav',
      'read: "@home/in.wav"',
    ),
    fixable: true,
  }),

  'yaml/escape': entry<{ written: string }>({
    severity: 'error',
    title: 'Unknown escape',
    message: ({ written }) => `${quote(written)} means nothing inside double quotes`,
    explain: page(
      `Inside double quotes a backslash starts an escape such as \`\\n\`. Write it twice, or use single quotes, where it is a
character like any other. For files, forward slashes work on every system.`,
      'read: "takes\\voice.wav"',
      'read: takes/voice.wav',
    ),
    fixable: true,
  }),
} satisfies Record<string, Entry<never>>;
