// Codes about what a config is put together from: includes, machines, templates, nodes that extend others.

import type { Entry } from '../../entry.ts';
import { entry, few, listed, page, quote } from '../../entry.ts';

const way = (names: readonly string[]): string => names.map(quote).join(' → ');

export const reuseEntries = {
  'include/missing': entry<{ path: string }>({
    severity: 'error',
    title: 'Included file not found',
    message: ({ path }) => `there is no file ${quote(path)}`,
    help: ({ path }) =>
      path.includes('$')
        ? 'Write the name out: params have no values yet when files are included.'
        : 'Paths start at the folder of the file that includes; give it the file, or take the line out.',
    explain: page(
      `An included file is looked for from the folder of the file that names it. While it is missing nothing else is checked,
for every name that it declares would seem to be a mistake.`,
      'include: [devcies.yaml]',
      'include: [devices.yaml]',
    ),
  }),

  'include/unreadable': entry<{ path: string; detail: string }>({
    severity: 'error',
    title: 'Included file cannot be read',
    message: ({ path, detail }) => `${quote(path)} cannot be read: ${detail}`,
    help: () => 'Name one file, and see to it that you may read it.',
    explain: page(
      'An include names a file of text that you may read. A folder is not taken apart: the order of its files would matter.',
      'include: [rooms]',
      'include: [rooms/live.yaml, rooms/dry.yaml]',
    ),
  }),

  'include/program': entry<{ path: string }>({
    severity: 'error',
    title: 'YAML includes a program',
    message: ({ path }) => `${quote(path)} is a program, which no YAML may include`,
    help: () => 'Make the program the config, and let it include the YAML.',
    explain: page(
      `YAML never executes anything, so nobody has to read one before it is checked. A config in TypeScript or JavaScript may
include YAML, and other programs.`,
      'include: [voices.config.ts]     # in busbar.yaml',
      'include: [voices.yaml]',
    ),
  }),

  'include/cycle': entry<{ path: readonly string[] }>({
    severity: 'error',
    title: 'File includes itself',
    message: ({ path }) => `a file includes itself: ${way(path)}`,
    help: () => 'Move what both need into a file that includes neither.',
    explain: page(
      'A file is laid over what it includes. In a circle each would have to be laid over itself.',
      'include: [busbar.yaml]          # in devices.yaml, which busbar.yaml includes',
      'include: [devices.yaml]         # in busbar.yaml alone',
    ),
  }),

  'include/too-large': entry<{ path: string; problem: string }>({
    severity: 'error',
    title: 'Includes go too far',
    message: ({ path, problem }) => `${quote(path)} is not read: ${problem}`,
    help: () => 'Include fewer files: a studio needs a dozen.',
    explain: page(
      `Files may include files, but no more than 32 deep, 256 in all and 4 MB together. Beyond that somebody made a mistake, or
means harm.`,
      'include: [part-2.yaml]           # which includes part-3.yaml, and so on ten thousand times',
      'include: [part-1.yaml, part-2.yaml, part-3.yaml]',
    ),
  }),

  'machine/unknown': entry<{ name: string; known: readonly string[] }>({
    severity: 'error',
    title: 'Unknown machine',
    message: ({ name }) => `the config has no machine ${quote(name)}`,
    help: ({ known }) => (known.length === 0 ? 'It declares none under `machines:`.' : `It has ${listed(known)}.`),
    explain: page(
      '`--machine` chooses one of `machines` by its name, whatever their `when` says.',
      'busbar check --machine labtop',
      'busbar check --machine laptop',
    ).replaceAll('```yaml', '```sh'),
  }),

  'machine/ambiguous': entry<{ first: string; second: string }>({
    severity: 'error',
    title: 'Two machines match',
    message: ({ first, second }) => `this is the machine ${quote(first)} and the machine ${quote(second)} at once`,
    help: ({ first, second }) =>
      `Make one \`when\` narrower, or say \`--machine ${first}\` or \`--machine ${second}\`.`,
    explain: page(
      'One machine is laid over the config. If two matched, what comes out would depend on their order, which means nothing.',
      'machines:\n  laptop: { when: { host: "mbp-*" } }\n  mac: { when: { platform: macos } }',
      'machines:\n  laptop: { when: { host: "mbp-*" } }\n  mac: { when: { platform: macos, host: "studio-*" } }',
    ),
  }),

  'template/unknown': entry<{ name: string; known: readonly string[] }>({
    severity: 'error',
    title: 'Unknown template',
    message: ({ name }) => `there is no template ${quote(name)}`,
    help: ({ known }) => (known.length === 0 ? 'Declare it under `templates:`.' : `There are ${listed(known)}.`),
    explain: page(
      '`use` names one of `templates`, declared in this file or in one that it includes.',
      'templates: { preamp: { params: { in: { type: source } }, from: $in } }\ngraph: { vocal: { use: pramp, with: { in: main.mic } } }',
      'templates: { preamp: { params: { in: { type: source } }, from: $in } }\ngraph: { vocal: { use: preamp, with: { in: main.mic } } }',
    ),
  }),

  'template/param-missing': entry<{ template: string; missing: readonly string[] }>({
    severity: 'error',
    title: 'Param of a template missing',
    message: ({ template, missing }) => `the template ${quote(template)} needs ${listed(missing)}`,
    help: ({ missing }) =>
      `Give it: \`with: { ${missing.map((m) => `${m}: …`).join(', ')} }\`, or a \`default\` to the param.`,
    explain: page(
      'A param without a `default` must be given by every node that uses the template.',
      'vocal: { use: preamp }',
      'vocal: { use: preamp, with: { in: main.mic1 } }',
    ),
  }),

  'template/param-unknown': entry<{ template: string; name: string; known: readonly string[] }>({
    severity: 'error',
    title: 'Unknown param of a template',
    message: ({ template, name }) => `the template ${quote(template)} has no param ${quote(name)}`,
    help: ({ known }) => (known.length === 0 ? 'It takes none.' : `It takes ${listed(known)}.`),
    explain: page(
      'A value that the template does not ask for would do nothing, in silence.',
      'vocal: { use: preamp, with: { in: main.mic1, treshold: -26 dBFS } }',
      'vocal: { use: preamp, with: { in: main.mic1, threshold: -26 dBFS } }',
    ),
  }),

  'template/cycle': entry<{ path: readonly string[] }>({
    severity: 'error',
    title: 'Template uses itself',
    message: ({ path }) => `a template uses itself: ${way(path)}`,
    help: () => 'Let one of them say `from:` or `mix:` in place of `use:`.',
    explain: page(
      'A template may use another one. In a circle there would be no end to it.',
      'templates:\n  a: { use: b }\n  b: { use: a }',
      'templates:\n  a: { use: b }\n  b: { from: main.mic }',
    ),
  }),

  'template/too-large': entry<{ name: string; problem: string }>({
    severity: 'error',
    title: 'Templates go too far',
    message: ({ name, problem }) => `the template ${quote(name)} is not used: ${problem}`,
    help: () => 'Use fewer or smaller templates.',
    explain: page(
      'Templates repeat what is written once. A small file could stand for a graph that no memory holds, so there is a limit.',
      'templates:\n  t1: { use: t2 }\n  t2: { use: t3 }   # and so on, a thousand times',
      'templates:\n  strip: { params: { in: { type: source } }, from: $in, do: [ { highpass: 80 Hz } ] }',
    ),
  }),

  'template/unused': entry<{ name: string }>({
    severity: 'hint',
    title: 'Unused template',
    message: ({ name }) => `nothing uses the template ${quote(name)}`,
    help: ({ name }) => `Write \`use: ${name}\` where it belongs, or take it out.`,
    explain: page(
      'A template that nothing uses does no harm; only what stands at its top was checked.',
      'templates: { preamp: { params: { in: { type: source } }, from: $in } }\ngraph: { vocal: { from: main.mic } }',
      'templates: { preamp: { params: { in: { type: source } }, from: $in } }\ngraph: { vocal: { use: preamp, with: { in: main.mic } } }',
    ),
  }),

  'extends/unknown': entry<{ name: string }>({
    severity: 'error',
    title: 'Extends an unknown node',
    message: ({ name }) => `there is no node ${quote(name)} to start from`,
    help: () => 'Name a node of the graph.',
    explain: page(
      '`extends` starts from another node of the graph and lays its own keys over it.',
      'cue_b: { extends: cue_aa, mix: { music: -3 dB }, to: main.hp_b }',
      'cue_b: { extends: cue_a, mix: { music: -3 dB }, to: main.hp_b }',
    ),
  }),

  'extends/cycle': entry<{ path: readonly string[] }>({
    severity: 'error',
    title: 'Node extends itself',
    message: ({ path }) => `a node extends itself: ${way(path)}`,
    help: () => 'Let one of them say all of itself.',
    explain: page(
      'A node starts from what it extends. In a circle none of them has a start.',
      'cue_a: { extends: cue_b }\ncue_b: { extends: cue_a }',
      'cue_a: { mix: { music: 0 dB } }\ncue_b: { extends: cue_a }',
    ),
  }),

  'extends/too-large': entry<{ name: string; problem: string }>({
    severity: 'error',
    title: 'Extends goes too far',
    message: ({ name, problem }) => `the node ${quote(name)} is not made: ${problem}`,
    help: () => 'Extend one node that says what they share.',
    explain: page(
      'Nodes may extend nodes that extend others, 64 deep. Whoever reads the last of them has to know all the others.',
      'a1: { extends: a2 }\na2: { extends: a3 }   # and so on, a thousand times',
      'a1: { extends: base }\na2: { extends: base }',
    ),
  }),

  'step/unknown-id': entry<{ id: string; node: string; known: readonly string[] }>({
    severity: 'error',
    title: 'No step of that id',
    message: ({ id, node }) => `${quote(node)} has no step ${quote(id)} to change`,
    help: ({ known }) => (known.length === 0 ? 'It has no steps.' : `Its steps are ${listed(known)}.`),
    explain: page(
      `Where steps come from elsewhere (an include, a template, \`extends\`), a map over \`do:\` changes them by their ids and
adds none: order could not be told. A list replaces all of them.`,
      'vocal: { use: preamp, with: { in: main.mic }, do: { compresor: { ratio: 6 } } }',
      'vocal: { use: preamp, with: { in: main.mic }, do: { compressor: { ratio: 6 } } }',
    ),
  }),

  'device/removed': entry<{ device: string; ports: readonly string[]; gone: readonly string[] }>({
    severity: 'hint',
    title: 'Removed with what names it',
    message: ({ device, ports, gone }) =>
      `${ports.length === 0 ? quote(device) : listed(ports.map((p) => `${device}.${p}`))} is removed, and with it ${few(gone)}`,
    help: () => 'Nothing to do, if that was meant.',
    explain: page(
      `\`null\` over a device or a port removes it, and with it all that names it: sources, sinks, \`align\`, members and drift of
aggregates; a node goes when its last source went. What went is listed, so that nothing goes unseen.`,
      'machines: { laptop: { devices: { expander: null } } }      # and every node that sends there falls silent',
      'machines: { laptop: { devices: { expander: null }, graph: { cue_b: { to: main.hp } } } }',
    ),
  }),
} satisfies Record<string, Entry<never>>;
