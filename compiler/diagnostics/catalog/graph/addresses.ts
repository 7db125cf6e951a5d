// Codes about names: addresses of sources and sinks, names that lead nowhere, names that nobody uses.

import type { Entry } from '../../entry.ts';
import { entry, listed, page, quote } from '../../entry.ts';

const unknown = ({ kind, name, text }: { kind: string; name: string; text: string }): string =>
  `there is no ${kind} ${quote(name)}${text === name ? '' : `, which ${quote(text)} names`}`;

const MOST = 10;
/** Names that would do; of a large studio only the first. */
const some = (names: readonly string[]): string =>
  names.length <= MOST
    ? listed(names)
    : `${names.slice(0, MOST).map(quote).join(', ')} and ${names.length - MOST} more`;

export const addressEntries = {
  'address/invalid': entry<{ text: string; problem: string }>({
    severity: 'error',
    title: 'Address cannot be read',
    message: ({ text, problem }) => `${quote(text)} is not an address: ${problem}`,
    help: () =>
      'Write `device.port`, `node`, `node.step` or `node.output`, each with channels after it if need be: `main.mon.1-2`.',
    explain: page(
      `An address names signals: names joined by dots, then channels. A part that starts with a digit is channels,
counted from 1: \`3\` or \`3-4\`. They stand last.`,
      'vocal: { from: main.mic.0 }',
      'vocal: { from: main.mic.1 }',
    ),
  }),

  'address/misspelt': entry<{ text: string; kind: string; name: string; meant: string }>({
    severity: 'error',
    title: 'Misspelt name',
    message: unknown,
    help: ({ meant }) => `Did you mean ${quote(meant)}?`,
    explain: page(
      'The address names something that is not there, but is close to something that is.',
      `devices: { main: { inputs: { mic: 1 } } }
graph: { vocal: { from: main.mci } }`,
      `devices: { main: { inputs: { mic: 1 } } }
graph: { vocal: { from: main.mic } }`,
    ),
    fixable: true,
  }),

  'address/unknown': entry<{ text: string; kind: string; name: string; among: readonly string[] }>({
    severity: 'error',
    title: 'Unknown name',
    message: unknown,
    help: ({ among, kind }) =>
      among.length === 0 ? `Declare a ${kind} of that name, or take the address out.` : `There is ${some(among)}.`,
    explain: page(
      `An address names something that the config does not declare: a node, device or aggregate, a port of a device, a
step of a node, or an output of a step.`,
      `devices: { main: { inputs: { mic: 1 } } }
graph: { vocal: { from: main.guitar } }`,
      `devices: { main: { inputs: { mic: 1 } } }
graph: { vocal: { from: main.mic } }`,
    ),
  }),

  'address/direction': entry<{ text: string; is: 'in' | 'out' | 'node'; among: readonly string[] }>({
    severity: 'error',
    title: 'Input and output reversed',
    message: ({ text, is }) =>
      is === 'out'
        ? `${quote(text)} is an output: it can be sent to, not read from`
        : is === 'in'
          ? `${quote(text)} is an input: it can be read from, not sent to`
          : `${quote(text)} is a node: \`to:\` sends to devices only`,
    help: ({ text, is, among }) =>
      is === 'node'
        ? `Let that node read this one: put this node’s name into the \`from:\` or \`mix:\` of ${quote(text)}.`
        : among.length === 0
          ? `Declare the port under \`${is === 'out' ? 'inputs' : 'outputs'}\` of the device.`
          : `Its ${is === 'out' ? 'inputs' : 'outputs'} are ${listed(among)}.`,
    explain: page(
      `Inputs of devices stand only in sources (\`from:\`, \`mix:\`, \`key:\`), outputs only in sinks (\`to:\`). A node is
never a sink: the reader names what it reads.`,
      'vocal: { from: main.mon, to: main.mic }',
      'vocal: { from: main.mic, to: main.mon }',
    ),
  }),

  'address/needs-port': entry<{ name: string; among: readonly string[]; direction: 'in' | 'out'; aggregate: boolean }>({
    severity: 'error',
    title: 'Port is missing',
    message: ({ name, aggregate }) => `${quote(name)} is ${aggregate ? 'an aggregate' : 'a device'}: name a port of it`,
    help: ({ name, among, direction, aggregate }) =>
      aggregate
        ? `Write \`${name}.${direction}\`, with channels if need be: \`${name}.${direction}.1-2\`.`
        : among.length === 0
          ? `It has no ${direction}puts: declare some under \`${direction}puts\`.`
          : `Write one of ${among.map((p) => `\`${name}.${p}\``).join(', ')}.`,
    explain: page(
      `A device has no signal of its own; its ports have. An aggregate is addressed through \`in\` and \`out\`.`,
      'vocal: { from: main }',
      'vocal: { from: main.mic }',
    ),
  }),

  'address/several-outputs': entry<{ text: string; step: string; outputs: readonly string[] }>({
    severity: 'error',
    title: 'Several outputs, none named',
    message: ({ text, step, outputs }) => `${quote(text)} ends in ${quote(step)}, which has ${outputs.length} outputs`,
    help: ({ text, outputs }) => `Name one: ${outputs.map((o) => `\`${text}.${o}\``).join(', ')}.`,
    explain: page(
      'A crossover has an output per band, so a node that ends in one has no single signal. Name the band.',
      `speaker: { from: main.in, do: [ { crossover: { at: 80 Hz } } ] }
sub: { from: speaker, to: main.sub }`,
      `speaker: { from: main.in, do: [ { crossover: { at: 80 Hz } } ] }
sub: { from: speaker.low, to: main.sub }`,
    ),
  }),

  'step/after-outputs': entry<{ node: string; step: string; outputs: readonly string[]; next: string }>({
    severity: 'error',
    title: 'Step after several outputs',
    message: ({ step, outputs, next }) =>
      `${quote(step)} has ${outputs.length} outputs, so ${quote(next)} cannot follow it`,
    help: ({ node, outputs }) =>
      `End the node here and give each output a node of its own: \`from: ${node}.${outputs[0]}\`.`,
    explain: page(
      `Steps of a node run one after the other on one signal. A step with several outputs (a crossover) ends the node:
what follows has to say which output it takes.`,
      'speaker: { from: main.in, do: [ { crossover: { at: 80 Hz } }, { gain: -3 dB } ], to: main.sub }',
      `speaker: { from: main.in, do: [ { crossover: { at: 80 Hz } } ] }
sub: { from: speaker.low, do: [ { gain: -3 dB } ], to: main.sub }`,
    ),
  }),

  'channels/out-of-range': entry<{ text: string; channels: string; name: string; width: number }>({
    severity: 'error',
    title: 'No such channel',
    message: ({ text, channels, name, width }) =>
      `${quote(text)} asks for ${channels} of ${quote(name)}, which has ${width === 1 ? 'one channel' : `${width} channels`}`,
    help: ({ width }) => (width === 1 ? 'Leave the channel out.' : `Channels count from 1: take 1 to ${width}.`),
    explain: page(
      `Channels in an address count from 1 within what stands before them: \`main.mon.2\` is the second channel of the
port \`mon\`, whatever its hardware channel.`,
      `devices: { main: { inputs: { pair: 5-6 } } }
graph: { right: { from: main.pair.6 } }`,
      `devices: { main: { inputs: { pair: 5-6 } } }
graph: { right: { from: main.pair.2 } }`,
    ),
  }),

  'step/output-clash': entry<{ node: string; id: string; step: string }>({
    severity: 'error',
    title: 'Step named like an output',
    message: ({ node, id, step }) => `\`${node}.${id}\` could be this step or an output of ${quote(step)}`,
    help: () => 'Give the step another `id`.',
    explain: page(
      `\`node.name\` may name a step or an output of the last step, so the two must differ.`,
      'do: [ { gain: { id: low, gain: -3 dB } }, { crossover: { at: 80 Hz } } ]',
      'do: [ { gain: { id: trim, gain: -3 dB } }, { crossover: { at: 80 Hz } } ]',
    ),
  }),

  'step/unnamed': entry<{ text: string; type: string; id: string }>({
    severity: 'hint',
    title: 'Address of an unnamed step',
    message: ({ text, type, id }) =>
      `${quote(text)} counts: ${quote(id)} is one of several steps ${quote(type)} without an \`id\``,
    help: () => 'Give the step an `id`, or the address means another step when one is added before it.',
    explain: page(
      `Steps without an \`id\` are named by their type, repeats by counting: \`peaking\`, \`peaking-2\`. An address that counts
means another step as soon as somebody inserts one.`,
      `vocal: { from: main.mic, do: [ { peaking: { freq: 200 Hz, gain: -2 dB } }, { peaking: { freq: 3 kHz, gain: 2 dB } } ] }
cue: { from: vocal.peaking-2 }`,
      `vocal: { from: main.mic, do: [ { peaking: { freq: 200 Hz, gain: -2 dB } }, { peaking: { id: air, freq: 3 kHz, gain: 2 dB } } ] }
cue: { from: vocal.air }`,
    ),
  }),

  'graph/driven-twice': entry<{ sink: string; channel: string; first: string; second: string }>({
    severity: 'error',
    title: 'Two drivers of one output',
    message: ({ channel, first, second }) =>
      first === second
        ? `${quote(first)} is sent to ${channel} twice`
        : `${channel} is driven by ${quote(second)} and by ${quote(first)}`,
    help: ({ first, second, sink }) =>
      first === second
        ? 'Take one of the two out.'
        : `Declare a node that mixes them and send that: \`{ mix: { ${first}: 0 dB, ${second}: 0 dB }, to: ${sink} }\`.`,
    explain: page(
      'A channel of an output takes one signal. Sums are written down, so that their gains can be seen.',
      `vocal: { from: main.mic, to: main.mon }
music: { from: daw.stems, to: main.mon }`,
      `vocal: { from: main.mic }
monitors: { mix: { vocal: 0 dB, daw.stems: -6 dB }, to: main.mon }`,
    ),
  }),

  'graph/unused': entry<{ kind: string; name: string; unused: readonly string[] }>({
    severity: 'hint',
    title: 'Defined, not used',
    message: ({ kind, name, unused }) =>
      kind === 'port'
        ? `nothing uses ${some(unused)} of ${quote(name)}`
        : kind === 'node'
          ? `nothing reads ${quote(name)} and it is sent nowhere, so it is not computed`
          : `nothing uses the ${kind} ${quote(name)}`,
    help: ({ kind }) =>
      kind === 'node'
        ? 'Give it a `to:`, let another node read it, or leave it parked.'
        : 'Use it, take it out, or leave it parked.',
    explain: page(
      `Nothing in the graph refers to this. It does no harm: alternatives may be parked in a config. It is said because a
forgotten \`to:\` looks the same.`,
      'vocal: { from: main.mic, do: [ { gain: -6 dB } ] }',
      'vocal: { from: main.mic, do: [ { gain: -6 dB } ], to: main.mon }',
    ),
  }),

  'graph/band-lost': entry<{ step: string; node: string; lost: readonly string[]; kept: readonly string[] }>({
    severity: 'warning',
    title: 'A band goes nowhere',
    message: ({ step, lost, kept }) =>
      `${listed(lost)} of ${quote(step)} ${lost.length === 1 ? 'reaches' : 'reach'} no output, ${listed(kept)} ${kept.length === 1 ? 'does' : 'do'}`,
    help: ({ node, kept }) =>
      `Send it somewhere, or take the whole signal where ${listed(kept.map((band) => `${node}.${band}`))} is read.`,
    explain: page(
      `Bands of a crossover make the whole signal together. With the driver of one band removed, by \`null\` or because it is
not there, the others play a signal that misses a part.`,
      `speaker: { from: main.in, do: [ { crossover: { at: 80 Hz } } ] }
tops: { from: speaker.high, to: main.mon }`,
      `speaker: { from: main.in, do: [ { crossover: { at: 80 Hz } } ] }
tops: { from: speaker.high, to: main.mon }
sub: { from: speaker.low, to: main.sub }`,
    ),
  }),

  'device/unknown-port': entry<{ device: string; name: string; key: string; among: readonly string[] }>({
    severity: 'error',
    title: 'Unknown port',
    message: ({ device, name, key }) =>
      `${quote(key)} of ${quote(device)} names ${quote(name)}, which is not one of its ${key === 'connect' ? 'ports' : 'outputs'}`,
    help: ({ key, among }) => {
      const what = key === 'connect' ? 'ports' : 'outputs';
      return among.length === 0 ? `The device has no ${what}.` : `Its ${what} are ${listed(among)}.`;
    },
    explain: page(
      `\`align\` and \`ceiling\` of a device name its own output ports, \`connect\` its inputs and outputs.`,
      'main: { outputs: { mon: 1-2, sub: 3 }, align: [mon, subs] }',
      'main: { outputs: { mon: 1-2, sub: 3 }, align: [mon, sub] }',
    ),
  }),
} satisfies Record<string, Entry<never>>;
