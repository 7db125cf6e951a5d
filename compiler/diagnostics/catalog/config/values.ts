// Codes about single values: numbers, units, ranges, choices.

import type { Entry } from '../../entry.ts';
import { entry, listed, page, quote } from '../../entry.ts';

export const valueEntries = {
  'value/number': entry<{ field: string; text: string; wants: string; example: string }>({
    severity: 'error',
    title: 'Not a number',
    message: ({ field, text, wants }) => `${quote(field)} wants ${wants}, not ${quote(text)}`,
    help: ({ example }) => `Write it as in ${quote(example)}.`,
    explain: page(
      `The value is a number with a unit, or without one where the field says what it means. The decimal sign is a point, and
the minus sign is the one on the keyboard.`,
      '- gain: minus six',
      '- gain: -6 dB',
    ),
  }),

  'value/unit': entry<{ field: string; unit: string; wants: string }>({
    severity: 'error',
    title: 'Unknown unit',
    message: ({ unit, field }) => `${quote(unit)} is not a unit of ${quote(field)}`,
    help: ({ wants }) => `Write ${wants}.`,
    explain: page(
      'Units are dB, dBFS, Hz, kHz, ms, us, s, frames, m (at 343 m/s) and %. Anything else after a number is refused.',
      '- delay: 3 furlongs',
      '- delay: 1.2 m',
    ),
  }),

  'value/unit-spelling': entry<{ unit: string; proper: string }>({
    severity: 'hint',
    title: 'Unit spelt unusually',
    message: ({ proper }) => `the usual way to write this is ${quote(proper)}`,
    explain: page(
      'The value was understood. One spelling of each unit makes configs easier to search and to compare.',
      '- highpass: 80 hz',
      '- highpass: 80 Hz',
    ),
    fixable: true,
  }),

  'value/dimension': entry<{ field: string; wants: string; measures: string; unit: string; example: string }>({
    severity: 'error',
    title: 'Wrong dimension',
    message: ({ field, wants, measures, unit }) => `${quote(field)} wants ${wants}; ${quote(unit)} is ${measures}`,
    help: ({ example }) => `Write it as in ${quote(example)}.`,
    explain: page(
      `The unit belongs to another dimension than the field. Gains are relative and take dB only; levels are absolute and
take dBFS, or dB for short.`,
      '- gain: -6 dBFS',
      '- gain: -6 dB',
    ),
  }),

  'value/range': entry<{ field: string; value: string; min: string; max: string }>({
    severity: 'error',
    title: 'Out of range',
    message: ({ field, value, min, max }) => `${quote(field)} is ${value}, outside ${min} to ${max}`,
    help: ({ min, max }) => `Choose a value from ${min} to ${max}.`,
    explain: page(
      'The range of a value is what its step can do without doing harm: the reference gives it for every param.',
      '- gain: 60 dB',
      '- gain: 20 dB',
    ),
  }),

  'value/not-finite': entry<{ field: string; text: string }>({
    severity: 'error',
    title: 'Not a finite number',
    message: ({ field, text }) => `${quote(field)} cannot be ${quote(text)}`,
    help: () => 'Write a finite number; in a matrix `null` is no connection, and `mute` is silence.',
    explain: page(
      'Infinity and not-a-number would spread through every signal that they touch. Silence has its own words.',
      '- gain: -.inf',
      '- mute: true',
    ),
  }),

  'value/whole': entry<{ field: string; value: string }>({
    severity: 'error',
    title: 'Not a whole number',
    message: ({ field, value }) => `${quote(field)} counts something, so it cannot be ${value}`,
    help: () => 'Write a whole number.',
    explain: page(
      'Counts of channels, bits, periods and frames have no fractions.',
      'engine: { quantum: 64.5 }',
      'engine: { quantum: 64 }',
    ),
  }),

  'value/above-nyquist': entry<{ field: string; value: string; half: string; rate: string }>({
    severity: 'error',
    title: 'Above half the rate',
    message: ({ field, value, half, rate }) =>
      `${quote(field)} is ${value}; at a rate of ${rate} it must lie below ${half}`,
    help: () => 'Lower it, or raise `engine.rate`.',
    explain: page(
      'A signal of n frames per second holds frequencies below n/2. A filter or a tone at or above that does not exist.',
      'engine: { rate: 48 kHz }\ngraph:\n  a: { from: main.mic, do: [ { lowpass: 24 kHz } ] }',
      'engine: { rate: 48 kHz }\ngraph:\n  a: { from: main.mic, do: [ { lowpass: 20 kHz } ] }',
    ),
  }),

  'value/choice': entry<{ field: string; text: string; choices: readonly string[] }>({
    severity: 'error',
    title: 'Not one of these',
    message: ({ field, text }) => `${quote(field)} cannot be ${quote(text)}`,
    help: ({ choices }) => `It is ${listed(choices, 'or')}.`,
    explain: page(
      'The field takes one of a few words.',
      '- crossover: { at: 80 Hz, kind: LR3 }',
      '- crossover: { at: 80 Hz, kind: LR4 }',
    ),
  }),

  'value/yes-no': entry<{ field: string; text: string; proper: string }>({
    severity: 'error',
    title: 'Write true or false',
    message: ({ field, text }) => `${quote(field)} is the text ${quote(text)}; it wants true or false`,
    explain: page(
      'In YAML 1.2 `yes`, `no`, `on` and `off` are text like any other. Switches are `true` or `false`, without quotes.',
      'bypass: yes',
      'bypass: true',
    ),
    fixable: true,
  }),

  'value/length': entry<{ field: string; has: number; min: number; max: number }>({
    severity: 'error',
    title: 'List too long or short',
    message: ({ field, has, min, max }) =>
      `${quote(field)} has ${has === 1 ? '1 entry' : `${has} entries`}; it takes ${min === max ? min : `${min} to ${max}`}`,
    help: ({ has, min }) => (has < min ? 'Add what is missing, or leave the key out.' : 'Take out what is too much.'),
    explain: page(
      'The list has more or fewer entries than the step can use.',
      '- crossover: { at: [80 Hz, 300 Hz, 1 kHz, 3 kHz, 9 kHz] }',
      '- crossover: { at: [80 Hz, 300 Hz, 3 kHz] }',
    ),
  }),

  'value/matrix': entry<{ field: string; row: number; has: number; first: number }>({
    severity: 'error',
    title: 'Uneven matrix',
    message: ({ field, row, has, first }) =>
      `row ${row} of ${quote(field)} has ${has} ${has === 1 ? 'entry' : 'entries'}, row 1 has ${first}`,
    help: () => 'Every row has one gain per input; `null` is no connection.',
    explain: page(
      'A matrix has one row per output, and in every row one gain per input.',
      '- matrix: [ [0 dB, null], [0 dB] ]',
      '- matrix: [ [0 dB, null], [null, 0 dB] ]',
    ),
  }),
} satisfies Record<string, Entry<never>>;
