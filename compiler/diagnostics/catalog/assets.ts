// Codes about files that a config names: FIRs and parametric lists.

import type { Entry } from '../entry.ts';
import { entry, page, quote } from '../entry.ts';

export const assetEntries = {
  'file/missing': entry<{ path: string }>({
    severity: 'error',
    title: 'File not found',
    message: ({ path }) => `there is no file ${quote(path)}`,
    help: () => 'Paths start at the folder of the config that names them.',
    explain: page(
      `A file that a step needs is not there. Paths are relative to the config that names them, not to the folder in
which busbar was started.`,
      '- fir: room.wav',
      '- fir: filters/room.wav',
    ),
  }),

  'file/unreadable': entry<{ path: string; detail: string }>({
    severity: 'error',
    title: 'File cannot be read',
    message: ({ path, detail }) => `${quote(path)} cannot be read: ${detail}`,
    help: () => 'Name a file that you may read.',
    explain: page(
      'Something is there under that path, but it is a folder, may not be read by you, or the disk gave an error.',
      '- fir: filters/',
      '- fir: filters/room.wav',
    ),
  }),

  'file/outside': entry<{ path: string }>({
    severity: 'warning',
    title: 'File outside the config’s folder',
    message: ({ path }) => `${quote(path)} lies outside the folder of the config`,
    help: () => 'Keep what a config needs beside it, so that a copy of the folder is complete.',
    explain: page(
      `A studio is one folder in git. A file outside that folder is not versioned with it and is missing where somebody else
checks the folder out.`,
      '- fir: ../downloads/room.wav',
      '- fir: filters/room.wav',
    ),
  }),

  'file/absolute': entry<{ path: string }>({
    severity: 'warning',
    title: 'Absolute path',
    message: ({ path }) => `${quote(path)} is an absolute path: the config works on this machine only`,
    help: () => 'Write a path relative to the config.',
    explain: page(
      'An absolute path names a place of one machine. Others, CI included, do not have it.',
      '- fir: /srv/filters/room.wav',
      '- fir: filters/room.wav',
    ),
  }),

  'fir/file': entry<{ path: string; problem: string }>({
    severity: 'error',
    title: 'Not a usable FIR file',
    message: ({ path, problem }) => `${quote(path)}: ${problem}`,
    help: () => 'Export the response again, as WAV (PCM or float) or as text with one number per line.',
    explain: page(
      `A FIR is a WAV file (8 to 32 bits, or float) or a text file with one number per line and \`#\` comments. The file is
another kind, damaged, or ends before its header says it does.`,
      '- fir: room.flac',
      '- fir: room.wav',
    ),
  }),

  'fir/rate': entry<{ path: string; rateHz: number; engineHz: number }>({
    severity: 'error',
    title: 'FIR at another rate',
    message: ({ path, rateHz, engineHz }) =>
      `${quote(path)} is made for ${rateHz} Hz, the engine runs at ${engineHz} Hz`,
    help: ({ engineHz }) => `Export it at ${engineHz} Hz; \`$rate\` in the file name picks the right one of several.`,
    explain: page(
      'The taps of a FIR mean a response at one rate only; at another, every frequency in it would be shifted.',
      '- fir: room-44100.wav',
      '- fir: room-$rate.wav',
    ),
  }),

  'fir/channels': entry<{ path: string; has: number; step: string; needs: number }>({
    severity: 'error',
    title: 'FIR channels do not fit',
    message: ({ path, has, step, needs }) =>
      `${quote(path)} has ${has} channels, ${quote(step)} processes ${needs === 1 ? 'one' : needs}`,
    help: ({ needs }) =>
      needs === 1
        ? 'Use a file with one channel.'
        : `Use a file with one channel (it serves all) or with ${needs}; \`$channel\` in the name reads one file per channel.`,
    explain: page(
      `A file with one channel serves every channel of the signal, a file with as many channels as the signal serves them one
by one. Anything else is ambiguous. With \`$channel\` in the name there is one file per channel, each with one channel.`,
      '- fir: stereo.wav',
      '- fir: left.wav',
    ),
  }),

  'fir/length': entry<{ path: string; taps: number; most: number }>({
    severity: 'error',
    title: 'FIR empty or too long',
    message: ({ path, taps, most }) =>
      taps === 0 ? `${quote(path)} holds no taps` : `${quote(path)} holds more than ${most.toLocaleString('en')} taps`,
    help: ({ taps }) => (taps === 0 ? 'Export the response again.' : 'Cut the response where it has died away.'),
    explain: page(
      `A FIR has at least one tap and at most a million (20 seconds at 48 kHz): what is longer is a recording taken for a
filter.`,
      '- fir: { taps: [] }',
      '- fir: { taps: [1] }',
    ),
  }),

  'fir/not-finite': entry<{ path: string; tap: number }>({
    severity: 'error',
    title: 'FIR with NaN or infinity',
    message: ({ path, tap }) => `tap ${tap} of ${quote(path)} is not a finite number`,
    help: () => 'Export the response again: one such tap would silence everything behind it.',
    explain: page(
      `A tap that is NaN or infinite turns the whole output into the same. A WAV of floats can hold such values when the
program that made it divided by zero.`,
      '# room.txt\n0.5\nnan\n0.25',
      '# room.txt\n0.5\n0\n0.25',
    ),
  }),

  'fir/text': entry<{ path: string; line: number; problem: string }>({
    severity: 'error',
    title: 'Line of a FIR text',
    message: ({ path, line, problem }) => `${quote(path)} line ${line}: ${problem}`,
    help: () => 'Write one number per line, with a point for the fraction; `#` begins a comment.',
    explain: page('A FIR as text has one tap per line.', '0.5, 0.25', '0.5\n0.25'),
  }),

  'parametric/line': entry<{ path: string; line: number; problem: string }>({
    severity: 'error',
    title: 'Line of a parametric list',
    message: ({ path, line, problem }) => `${quote(path)} line ${line}: ${problem}`,
    help: () => 'Write `Preamp: -6.2 dB` or `Filter 1: ON PK Fc 105 Hz Gain -3.4 dB Q 0.70`.',
    explain: page(
      `A parametric list is the text that REW, AutoEq and Equalizer APO write: a preamp and filters. Notes between them are
passed over; a line that would change the sound and cannot be taken over is an error.`,
      'Filter 1: ON PK Fc 105 Hz Gain -3.4 dB',
      'Filter 1: ON PK Fc 105 Hz Gain -3.4 dB Q 0.70',
    ),
  }),

  'parametric/length': entry<{ path: string; bands: number; most: number }>({
    severity: 'error',
    title: 'No filters, or too many',
    message: ({ path, bands, most }) =>
      bands === 0
        ? `${quote(path)} holds neither a filter nor a preamp`
        : `${quote(path)} holds ${bands} filters, at most ${most} fit`,
    help: ({ bands }) =>
      bands === 0 ? 'Name the text file that REW or AutoEq exported.' : 'Split the list into two files and two steps.',
    explain: page(
      'The file was read, but there is nothing in it to apply, or more than one step holds.',
      '- parametric: measurement.txt',
      '- parametric: filters.txt',
    ),
  }),
} satisfies Record<string, Entry<never>>;
