// Codes about files that a config names: FIRs and parametric lists.

import type { Entry } from '../entry.ts';
import { entry } from '../entry.ts';

export const assetEntries = {
  'file/missing': entry<{ path: string }>({
    severity: 'error',
    title: 'File not found',
    message: ({ path }) => `there is no file \`${path}\``,
    help: () => 'Paths start at the folder of the config that names them.',
    explain: `A file that a step needs is not there. Paths are relative to the config that names them, not to the folder in
which busbar was started.

Wrong, with \`filters/room.wav\` beside the config:

\`\`\`yaml
- fir: room.wav
\`\`\`

Right:

\`\`\`yaml
- fir: filters/room.wav
\`\`\``,
  }),

  'file/unreadable': entry<{ path: string; detail: string }>({
    severity: 'error',
    title: 'File cannot be read',
    message: ({ path, detail }) => `\`${path}\` cannot be read: ${detail}`,
    help: () => 'Name a file that you may read.',
    explain: `Something is there under that path, but it is a folder, may not be read by you, or the disk gave an error.

Wrong:

\`\`\`yaml
- fir: filters/
\`\`\`

Right:

\`\`\`yaml
- fir: filters/room.wav
\`\`\``,
  }),

  'file/outside': entry<{ path: string }>({
    severity: 'warning',
    title: 'File outside the config’s folder',
    message: ({ path }) => `\`${path}\` lies outside the folder of the config`,
    help: () => 'Keep what a config needs beside it, so that a copy of the folder is complete.',
    explain: `A studio is one folder in git. A file outside that folder is not versioned with it and is missing where somebody else
checks the folder out.

Wrong:

\`\`\`yaml
- fir: ../downloads/room.wav
\`\`\`

Right:

\`\`\`yaml
- fir: filters/room.wav
\`\`\``,
  }),

  'file/absolute': entry<{ path: string }>({
    severity: 'warning',
    title: 'Absolute path',
    message: ({ path }) => `\`${path}\` is an absolute path: the config works on this machine only`,
    help: () => 'Write a path relative to the config.',
    explain: `An absolute path names a place of one machine. Others, CI included, do not have it.

Wrong:

\`\`\`yaml
- fir: /home/anna/filters/room.wav
\`\`\`

Right:

\`\`\`yaml
- fir: filters/room.wav
\`\`\``,
  }),

  'fir/file': entry<{ path: string; problem: string }>({
    severity: 'error',
    title: 'Not a usable FIR file',
    message: ({ path, problem }) => `\`${path}\`: ${problem}`,
    help: () => 'Export the response again, as WAV (PCM or float) or as text with one number per line.',
    explain: `A FIR is a WAV file (8 to 32 bits, or float) or a text file with one number per line and \`#\` comments. The file is
another kind, damaged, or ends before its header says it does.

Wrong: a FLAC file

\`\`\`yaml
- fir: room.flac
\`\`\`

Right: the same as WAV

\`\`\`yaml
- fir: room.wav
\`\`\``,
  }),

  'fir/rate': entry<{ path: string; rateHz: number; engineHz: number }>({
    severity: 'error',
    title: 'FIR at another rate',
    message: ({ path, rateHz, engineHz }) => `\`${path}\` is made for ${rateHz} Hz, the engine runs at ${engineHz} Hz`,
    help: ({ engineHz }) => `Export it at ${engineHz} Hz; \`$rate\` in the file name picks the right one of several.`,
    explain: `The taps of a FIR mean a response at one rate only; at another, every frequency in it would be shifted.

Wrong, at 48 kHz:

\`\`\`yaml
- fir: room-44100.wav
\`\`\`

Right:

\`\`\`yaml
- fir: room-$rate.wav
\`\`\``,
  }),

  'fir/channels': entry<{ path: string; has: number; step: string; needs: number }>({
    severity: 'error',
    title: 'FIR channels do not fit',
    message: ({ path, has, step, needs }) =>
      `\`${path}\` has ${has} channels, \`${step}\` processes ${needs === 1 ? 'one' : needs}`,
    help: ({ needs }) =>
      needs === 1
        ? 'Use a file with one channel.'
        : `Use a file with one channel (it serves all) or with ${needs}; \`$channel\` in the name reads one file per channel.`,
    explain: `A file with one channel serves every channel of the signal, a file with as many channels as the signal serves them one
by one. Anything else is ambiguous. With \`$channel\` in the name there is one file per channel, each with one channel.

Wrong, in a mono node:

\`\`\`yaml
- fir: stereo.wav
\`\`\`

Right:

\`\`\`yaml
- fir: left.wav
\`\`\``,
  }),

  'fir/length': entry<{ path: string; taps: number; most: number }>({
    severity: 'error',
    title: 'FIR empty or too long',
    message: ({ path, taps, most }) =>
      taps === 0 ? `\`${path}\` holds no taps` : `\`${path}\` holds more than ${most.toLocaleString('en')} taps`,
    help: ({ taps }) => (taps === 0 ? 'Export the response again.' : 'Cut the response where it has died away.'),
    explain: `A FIR has at least one tap and at most a million (20 seconds at 48 kHz): what is longer is a recording taken for a
filter.

Wrong: a file without samples

\`\`\`yaml
- fir: { taps: [] }
\`\`\`

Right:

\`\`\`yaml
- fir: { taps: [1] }
\`\`\``,
  }),

  'fir/not-finite': entry<{ path: string; tap: number }>({
    severity: 'error',
    title: 'FIR with NaN or infinity',
    message: ({ path, tap }) => `tap ${tap} of \`${path}\` is not a finite number`,
    help: () => 'Export the response again: one such tap would silence everything behind it.',
    explain: `A tap that is NaN or infinite turns the whole output into the same. A WAV of floats can hold such values when the
program that made it divided by zero.

Wrong: \`0.5, nan, 0.25\`

Right: \`0.5, 0, 0.25\``,
  }),

  'fir/text': entry<{ path: string; line: number; problem: string }>({
    severity: 'error',
    title: 'Line of a FIR text',
    message: ({ path, line, problem }) => `\`${path}\` line ${line}: ${problem}`,
    help: () => 'Write one number per line, with a point for the fraction; `#` begins a comment.',
    explain: `A FIR as text has one tap per line.

Wrong:

\`\`\`text
0.5, 0.25
\`\`\`

Right:

\`\`\`text
0.5
0.25
\`\`\``,
  }),

  'parametric/line': entry<{ path: string; line: number; problem: string }>({
    severity: 'error',
    title: 'Line of a parametric list',
    message: ({ path, line, problem }) => `\`${path}\` line ${line}: ${problem}`,
    help: () => 'Write `Preamp: -6.2 dB` or `Filter 1: ON PK Fc 105 Hz Gain -3.4 dB Q 0.70`.',
    explain: `A parametric list is the text that REW, AutoEq and Equalizer APO write: a preamp and filters. Notes between them are
passed over; a line that would change the sound and cannot be taken over is an error.

Wrong:

\`\`\`text
Filter 1: ON PK Fc 105 Hz Gain -3.4 dB
\`\`\`

Right:

\`\`\`text
Filter 1: ON PK Fc 105 Hz Gain -3.4 dB Q 0.70
\`\`\``,
  }),

  'parametric/length': entry<{ path: string; bands: number; most: number }>({
    severity: 'error',
    title: 'No filters, or too many',
    message: ({ path, bands, most }) =>
      bands === 0 ? `\`${path}\` holds neither a filter nor a preamp` : `\`${path}\` holds ${bands} filters, at most ${most} fit`,
    help: ({ bands }) =>
      bands === 0 ? 'Name the text file that REW or AutoEq exported.' : 'Split the list into two files and two steps.',
    explain: `The file was read, but there is nothing in it to apply, or more than one step holds.

Wrong: a measurement instead of its filters

\`\`\`yaml
- parametric: measurement.txt
\`\`\`

Right:

\`\`\`yaml
- parametric: filters.txt
\`\`\``,
  }),
} satisfies Record<string, Entry<never>>;
