// Codes about steps as they are written.

import type { Entry } from '../../entry.ts';
import { entry, listed, page, quote } from '../../entry.ts';

/** A sentence of a descriptor as a message: no capital, no full stop. */
const asMessage = (sentence: string): string =>
  (/^[A-Z][a-z ]/.test(sentence) ? sentence.charAt(0).toLowerCase() + sentence.slice(1) : sentence).replace(/\.$/, '');

export const stepEntries = {
  'step/shape': entry<{ got: string; example: string }>({
    severity: 'error',
    title: 'Not a step',
    message: ({ got }) => `a step is a map of one key, its type, not ${got}`,
    help: ({ example }) => `Write \`- ${example}\`.`,
    explain: page(
      'Each entry of `do:` is a map with one key: the type of the step, and its params as the value.',
      'do: [ 80 Hz ]',
      'do: [ { highpass: 80 Hz } ]',
    ),
  }),

  'step/bare': entry<{ type: string }>({
    severity: 'error',
    title: 'Step without a colon',
    message: ({ type }) => `the step ${quote(type)} is written as text; a step is a map of one key`,
    explain: page(
      'A step is always `type: params`, also where all params have defaults, so that every step reads the same.',
      'do: [ mute ]',
      'do: [ { mute: true } ]',
    ),
    fixable: true,
  }),

  'step/two-keys': entry<{ type: string; others: readonly string[] }>({
    severity: 'error',
    title: 'Two keys in step',
    message: ({ type, others }) => `the step ${quote(type)} has ${listed(others)} beside its type`,
    help: ({ type, others }) =>
      `Params go inside, \`${type}: { ${others[0] ?? 'id'}: … }\`; another step gets a \`- \` of its own.`,
    explain: page(
      'A step is a map of one key. A second key is either a param that is not indented far enough, or a second step.',
      '- gain: -6 dB\n  id: level',
      '- gain: { gain: -6 dB, id: level }',
    ),
  }),

  'step/unknown': entry<{ type: string; known: readonly string[] }>({
    severity: 'error',
    title: 'Unknown step type',
    message: ({ type }) => `there is no step type ${quote(type)}`,
    help: ({ known }) => `There are ${listed(known)}.`,
    explain: page(
      'The key of a step is its type, and the language has no such type.',
      '- reverb: 2 s',
      '- fir: hall.wav',
    ),
  }),

  'step/misspelt': entry<{ type: string }>({
    severity: 'error',
    title: 'Misspelt step type',
    message: ({ type }) => `there is no step type ${quote(type)}`,
    explain: page(
      'The step type is not known, but it is close to one that is, or another tool’s word for it.',
      '- compresor: { threshold: -20 dBFS, ratio: 3 }',
      '- compressor: { threshold: -20 dBFS, ratio: 3 }',
    ),
    fixable: true,
  }),

  'step/not-bare': entry<{ type: string; example: string }>({
    severity: 'error',
    title: 'Step wants its params',
    message: ({ type }) => `${quote(type)} has no main param, so it cannot take a bare value`,
    help: ({ example }) => `Write \`- ${example}\`.`,
    explain: page(
      'Only step types with one main param take it bare. The others name each param, or take an empty map.',
      '- meter: true',
      '- meter: {}',
    ),
  }),

  'step/id-taken': entry<{ id: string; node: string }>({
    severity: 'error',
    title: 'Step id used twice',
    message: ({ id, node }) => `two steps of ${quote(node)} have the id ${quote(id)}`,
    help: () => 'Give one of them another `id`.',
    explain: page(
      `A step’s id is part of its address, \`node.id\`, and carries its state over a reload. Steps without \`id:\` are named
by their type: \`peaking\`, \`peaking-2\`, …`,
      'do:\n  - gain: { gain: -6 dB, id: level }\n  - mute: { id: level }',
      'do:\n  - gain: { gain: -6 dB, id: level }\n  - mute: { id: off }',
    ),
  }),

  'step/rule': entry<{ message: string; help: string }>({
    severity: 'error',
    title: 'Params do not fit',
    message: ({ message }) => asMessage(message),
    help: ({ help }) => help,
    explain: page(
      'Each param is fine by itself, but together they do not describe a step.',
      '- crossover: { at: [2 kHz, 80 Hz] }',
      '- crossover: { at: [80 Hz, 2 kHz] }',
    ),
  }),

  'step/channels': entry<{ text: string; problem: string }>({
    severity: 'error',
    title: 'Not channels',
    message: ({ text, problem }) => `${quote(text)} is not a choice of channels: ${problem}`,
    help: () => 'Write `1`, `1-2` or a list such as `[1, 3]`; channels count from 1.',
    explain: page(
      '`channels:` limits a step to some channels of its node, counted from 1; the others pass, aligned.',
      '- gain: { gain: -6 dB, channels: 0 }',
      '- gain: { gain: -6 dB, channels: 1 }',
    ),
  }),
} satisfies Record<string, Entry<never>>;
