// Codes about the config as a file: before any of it is understood.

import type { Entry } from '../../entry.ts';
import { entry, page, quote } from '../../entry.ts';

const readable = page(
  'busbar reads one config file and the files that it names. Nothing was checked, because this one could not be read.',
  'busbar check stduio.yaml      # no such file',
  'busbar check studio.yaml',
).replaceAll('```yaml', '```sh');

export const fileEntries = {
  'input/not-found': entry<{ path: string }>({
    severity: 'error',
    title: 'Config not found',
    message: ({ path }) => `there is no file ${quote(path)}`,
    help: () => 'Name an existing config, or start one with `busbar: 1`.',
    explain: readable,
  }),

  'input/directory': entry<{ path: string }>({
    severity: 'error',
    title: 'Config is a directory',
    message: ({ path }) => `${quote(path)} is a directory, not a config`,
    help: ({ path }) => `Name the file in it: ${quote(`${path.replace(/\/$/, '')}/busbar.yaml`)}.`,
    explain: page(
      'The config is one file. A directory may hold several things that look like one, so busbar does not guess.',
      'busbar check studio/',
      'busbar check studio/busbar.yaml',
    ).replaceAll('```yaml', '```sh'),
  }),

  'input/denied': entry<{ path: string }>({
    severity: 'error',
    title: 'Config may not be read',
    message: ({ path }) => `you may not read ${quote(path)}`,
    help: ({ path }) => `Give yourself the right to: \`chmod u+r ${path}\`, or ask its owner.`,
    explain: page(
      'The operating system refused to open the file. busbar needs to read the config and never writes it.',
      'chmod 000 busbar.yaml && busbar check',
      'chmod u+r busbar.yaml && busbar check',
    ).replaceAll('```yaml', '```sh'),
  }),

  'input/unreadable': entry<{ path: string; detail: string }>({
    severity: 'error',
    title: 'Config cannot be read',
    message: ({ path, detail }) => `${quote(path)} cannot be read: ${detail}`,
    help: () => 'Check the disk or the network mount that it lies on, then try again.',
    explain: readable,
  }),

  'input/too-large': entry<{ path: string; limit: string }>({
    severity: 'error',
    title: 'Config is too large',
    message: ({ path, limit }) => `${quote(path)} holds more than ${limit}`,
    help: () => 'A studio of 10,000 nodes takes 1 MB: is this a recording? Long lists of taps belong in a file.',
    explain: page(
      `A config is text that people read. A file of many megabytes is almost always a recording or an impulse response
that was named by mistake, so busbar does not read it whole only to say so. Put filter taps into a file of their own.`,
      'fir: { taps: [0.0012, 0.0035, 0.0071] }   # and 200,000 more',
      'fir: room.wav',
    ),
  }),

  'input/not-utf8': entry<{ path: string; byte: string; looksLike: string }>({
    severity: 'error',
    title: 'Config is not UTF-8',
    message: ({ path, byte, looksLike }) =>
      `${quote(path)} is not UTF-8 text: byte ${byte}${looksLike === '' ? '' : ` (it looks like ${looksLike})`}`,
    help: ({ looksLike }) =>
      looksLike === 'UTF-16'
        ? 'Save the file as UTF-8; editors on Windows call UTF-16 “Unicode”.'
        : 'Save the file as UTF-8.',
    explain: page(
      `Configs are UTF-8, with or without a byte order mark, so that names and places mean the same on every machine.
The place given is that of the first byte that cannot be read.`,
      'name: B\\xfchne          # ü as Latin-1: one byte, 0xfc',
      'name: Bühne              # ü as UTF-8: two bytes',
    ),
  }),

  'input/control-character': entry<{ code: string }>({
    severity: 'error',
    title: 'Control character',
    message: ({ code }) => `the character ${code} cannot stand in a config`,
    help: () => 'Delete it; it came from a copy, or this is not a text file.',
    explain: page(
      `YAML allows no control characters but tab and line ends. One that cannot be seen may hide what a line says, so it is
refused wherever it stands.`,
      'name: studio\\x00b',
      'name: studio-b',
    ),
  }),

  'input/empty': entry<{ path: string }>({
    severity: 'error',
    title: 'Config is empty',
    message: ({ path }) => `${quote(path)} holds nothing but space and comments`,
    help: () => 'Start with `busbar: 1`, then `devices:` and `graph:`.',
    explain: page(
      'An empty file describes no studio. It is more often a save that went wrong than a wish for silence.',
      '# to do',
      `
busbar: 1
devices:
  main: { inputs: { mic: 1 }, outputs: { mon: 1-2 } }
graph:
  voice: { from: main.mic, to: main.mon }`,
    ),
  }),

  'input/too-deep': entry<{ limit: number }>({
    severity: 'error',
    title: 'Nested too deep',
    message: ({ limit }) => `maps and lists are nested more than ${limit} deep here`,
    help: () => 'Nothing in the language needs more than ten levels: look for brackets that never close.',
    explain: page(
      'The language needs fewer than ten levels. A file with many more was not written by hand, or lost its brackets.',
      'graph: [[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[',
      'graph: { voice: { from: main.mic, to: main.mon } }',
    ),
  }),
} satisfies Record<string, Entry<never>>;
