// Codes about widths: how many channels meet how many.

import type { Entry } from '../../entry.ts';
import { entry, page, quote } from '../../entry.ts';

const count = (n: number): string => (n === 1 ? '1 channel' : `${n} channels`);

export const channelEntries = {
  'channels/mismatch': entry<{ from: string; has: number; to: string; needs: number }>({
    severity: 'error',
    title: 'Widths do not fit',
    message: ({ from, has, to, needs }) => `${from} has ${count(has)}, ${to} takes ${count(needs)}`,
    help: ({ has, needs }) =>
      needs === 1
        ? 'Put `downmix: mono` before it, or pick one channel in the address.'
        : `Name ${count(needs)} in the address, or change \`channels:\`; only one channel spreads over ${needs === has ? 'more' : count(needs)} by itself.`,
    explain: page(
      `A node is as wide as its \`channels:\` or else its widest source. One channel spreads over a wider input at unity;
any other difference has to be said: pick channels in the address, \`downmix\`, or a \`matrix\`.`,
      'sub: { from: daw.stems.1-2, to: main.sub }',
      'sub: { from: daw.stems.1-2, do: [ { downmix: mono } ], to: main.sub }',
    ),
  }),

  'channels/limit': entry<{ step: string; problem: string }>({
    severity: 'error',
    title: 'Step cannot be limited so',
    message: ({ step, problem }) => `\`channels\` of ${quote(step)}: ${problem}`,
    help: () => 'Leave `channels:` out, or name channels of the node, counted from 1.',
    explain: page(
      `\`channels:\` on a step limits it to some channels of the node; the others pass. So the step must give back as many
channels as it takes, and the channels must exist.`,
      'pair: { from: main.pair, do: [ { gain: { gain: -3 dB, channels: 3 } } ] }',
      'pair: { from: main.pair, do: [ { gain: { gain: -3 dB, channels: 2 } } ] }',
    ),
  }),

  'channels/bypass': entry<{ step: string; problem: string }>({
    severity: 'error',
    title: 'Step cannot be bypassed',
    message: ({ step, problem }) => `${quote(step)} cannot be bypassed: ${problem}`,
    help: () => 'Leave `bypass:` out.',
    explain: page(
      `\`bypass\` fades between a step’s output and its input, so both must have the same channels. Steps that change the
width, generate sound or only listen have no bypass.`,
      'sub: { from: main.pair, do: [ { downmix: { to: mono, bypass: true } } ] }',
      'sub: { from: main.pair, do: [ { downmix: mono } ] }',
    ),
  }),

  'channels/too-many': entry<{ name: string; channels: number; most: number }>({
    severity: 'error',
    title: 'Too many channels',
    message: ({ name, channels, most }) => `${quote(name)} would have ${channels} channels, at most ${most} fit`,
    help: () => 'Split it into several nodes.',
    explain: page(
      'A signal has at most 1024 channels. What stacks up to more is a list that was written twice, or several nodes in one.',
      'all: { from: [main.in, main.in] }                      # main.in has 600 channels',
      'left: { from: main.in.1-300 }\nright: { from: main.in.301-600 }',
    ),
  }),

  'graph/too-large': entry<{ signals: number; most: number }>({
    severity: 'error',
    title: 'Graph too large',
    message: ({ signals, most }) =>
      `the graph has ${signals.toLocaleString('en')} channels to compute, at most ${most.toLocaleString('en')} are compiled`,
    help: () => 'Lower `channels:` where a node needs fewer, or split the studio into several configs.',
    explain: page(
      `Every channel of every node and step is a signal of its own. A graph of more than a million of them could not run in
real time on any machine, and would take minutes and gigabytes to compile.`,
      'wide: { channels: 1024, from: main.mic, do: [ … ] }    # a thousand times',
      'narrow: { channels: 2, from: main.mic, do: [ … ] }',
    ),
  }),

  'channels/undetermined': entry<{ node: string }>({
    severity: 'error',
    title: 'Width depends on itself',
    message: ({ node }) => `the width of ${quote(node)} cannot be told: it depends on itself through a cycle`,
    help: () => 'Say it: `channels: 2`.',
    explain: page(
      'On a cycle every node waits for the width of the one before it. Somewhere the width has to be written down.',
      `echo: { from: back, do: [ { delay: 250 ms } ] }
back: { from: echo, do: [ { gain: -6 dB } ] }`,
      `echo: { channels: 2, from: back, do: [ { delay: 250 ms } ] }
back: { from: echo, do: [ { gain: -6 dB } ] }`,
    ),
  }),

  'mix/pan': entry<{ source: string; sourceWidth: number; node: string; width: number }>({
    severity: 'error',
    title: 'Pan needs mono into stereo',
    message: ({ source, sourceWidth, node, width }) =>
      sourceWidth === 1
        ? `${quote(source)} is panned, but ${quote(node)} has ${count(width)} instead of 2`
        : `${quote(source)} has ${count(sourceWidth)}; \`pan\` places a single one`,
    help: ({ sourceWidth }) =>
      sourceWidth === 1
        ? 'Say `channels: 2`.'
        : 'Use the step `balance` for a stereo signal, or pan its channels one by one.',
    explain: page(
      `\`pan\` places one channel in a stereo sum: constant power, 0 dB at the centre.`,
      'cue: { mix: { vocal: { gain: 0 dB, pan: 30 % } } }',
      'cue: { channels: 2, mix: { vocal: { gain: 0 dB, pan: 30 % } } }',
    ),
  }),

  'graph/no-input': entry<{ node: string; generators: readonly string[] }>({
    severity: 'error',
    title: 'Node without a signal',
    message: ({ node }) =>
      `${quote(node)} has no signal: neither \`from:\` nor \`mix:\`, and its first step makes none`,
    help: ({ generators }) =>
      generators.length === 0
        ? 'Say what it reads.'
        : `Say what it reads, or begin with ${generators.map((g) => `${quote(g)}`).join(' or ')}.`,
    explain: page(
      `A node takes one source or a list (\`from:\`), a weighted sum (\`mix:\`), or begins with a step that makes sound by
itself, such as \`tone\`.`,
      'vocal: { do: [ { gain: -6 dB } ], to: main.mon }',
      'vocal: { from: main.mic, do: [ { gain: -6 dB } ], to: main.mon }',
    ),
  }),

  'graph/generator': entry<{ step: string; node: string; first: boolean }>({
    severity: 'error',
    title: 'Generator after a signal',
    message: ({ step, node, first }) =>
      first
        ? `${quote(step)} makes its own signal, so ${quote(node)} must have neither \`from:\` nor \`mix:\``
        : `${quote(step)} makes its own signal, so no step can stand before it`,
    help: () => 'Give it a node of its own, and mix that node in.',
    explain: page(
      `A generator has no input: what came before it would be lost. It stands first in a node without \`from:\`.`,
      'vocal: { from: main.mic, do: [ { tone: 1 kHz } ], to: main.mon }',
      `test_tone: { do: [ { tone: 1 kHz } ] }
vocal: { mix: { main.mic: 0 dB, test_tone: -20 dB }, to: main.mon }`,
    ),
  }),
} satisfies Record<string, Entry<never>>;
