// Every verb: its words, options and help, and where its code is. In: nothing. Out: what main and `help` read.
// Invariant: a verb's code is imported only when the verb runs, so `busbar --version` loads next to nothing.

import type { Arguments, OptionSpecs } from './arguments.ts';
import type { Context } from './context.ts';

export interface Command {
  /** Runs the verb; resolves to the exit code. */
  run(args: Arguments, context: Context): Promise<number>;
}

export interface Verb {
  readonly name: string;
  readonly summary: string;
  /** Positionals and own options, as in help. */
  readonly usage: string;
  readonly positionals: {
    readonly most: number;
    /** The command whose lines are what the first may be; else it is a file. */
    readonly first?: string;
  };
  readonly options: OptionSpecs;
  /** Longer words under `busbar VERB --help`. */
  readonly notes: readonly string[];
  readonly load: () => Promise<Command>;
}

/** Options of every verb. */
export const commonOptions: OptionSpecs = {
  json: { summary: 'print JSON, for programs' },
  'no-color': { summary: 'no colour (so does the variable NO_COLOR)' },
  help: { summary: 'this text', short: 'h' },
};

/** Options of verbs that compile a config. */
const compileOptions: OptionSpecs = {
  'no-exec': { summary: 'refuse configs that are programs (YAML never is)' },
  set: {
    value: 'PATH=VALUE',
    summary: 'override one value of the config, e.g. --set params.gain=-6dB',
    multiple: true,
  },
  machine: { value: 'NAME', summary: 'lay this machine of the config over it, whatever its `when` says' },
  inventory: {
    value: 'FILE',
    summary: 'compile against the devices in FILE, which busbar devices --save wrote',
  },
};

const configNote =
  'CONFIG is a file, - for standard input, or left out: then busbar.yaml, busbar.yml, busbar.config.ts or busbar.config.js is looked for here and in the folders above, up to the root of the repository.';

/** Options of verbs that talk to a running engine. */
const engineOptions: OptionSpecs = {
  engine: { value: 'PID', summary: 'the engine of this process, where several run' },
};

/** What `set` and `get` can be completed with. */
const NAMES = 'busbar controls --names';

const engineNote =
  'Talks to the engine of this user that plays the config found here, or to the only one that runs. Exits 3 where none does.';

export const verbs: readonly Verb[] = [
  {
    name: 'init',
    summary: 'begin a studio: a config, its tests, schemas for editors, a workflow for GitHub',
    usage: '[--template NAME | --inventory FILE]',
    positionals: { most: 0 },
    options: {
      template: { value: 'NAME', summary: 'headphones, two-way, home-studio, streamer or pi-streamer' },
      inventory: { value: 'FILE', summary: 'for the devices in FILE, which busbar devices --save wrote' },
    },
    notes: ['Without a template: for the devices that are here. Nothing that is there is replaced.'],
    load: () => import('./commands/init.ts'),
  },
  {
    name: 'check',
    summary: 'check a config, without hardware',
    usage: '[CONFIG] [--format text|json|sarif|github|junit]',
    positionals: { most: 1 },
    options: {
      format: { value: 'FORMAT', summary: 'text, or for programs json, sarif, github (annotations) or junit' },
      watch: { summary: 'check again whenever a file changes', notYet: true },
      ...compileOptions,
    },
    notes: [configNote, 'Exits 0 when the config compiles, 1 when it has errors.'],
    load: () => import('./commands/check.ts'),
  },
  {
    name: 'plan',
    summary: 'show what the engine would run: ops, buffers, latency, cost',
    usage: '[CONFIG] [--json] [--out FILE] [--trace PASS]',
    positionals: { most: 1 },
    options: {
      out: { value: 'FILE', summary: 'write the plan to FILE as JSON, or in the engine’s form where it ends in .bin' },
      trace: {
        value: 'PASS',
        summary: 'print as JSON what this pass of the compiler made; of `optimise` also what each rewrite did',
      },
      ...compileOptions,
    },
    notes: [configNote],
    load: () => import('./commands/plan.ts'),
  },
  {
    name: 'diff',
    summary: 'what one config changes in another, or since a revision of git',
    usage: 'A [B] [--format text|markdown|json]',
    positionals: { most: 2 },
    options: {
      format: { value: 'FORMAT', summary: 'text, json, or markdown for a comment on a pull request' },
      ...compileOptions,
    },
    notes: [
      'A and B are configs, or revisions such as HEAD~1 or main; REVISION:PATH names another config in one. Without B: the config found here, as it is now.',
      'Exits 0 when nothing differs, 2 when something does, 1 when one of the two has errors.',
    ],
    load: () => import('./commands/diff.ts'),
  },
  {
    name: 'render',
    summary: 'run the graph over WAV files, faster than real time',
    usage: '[CONFIG] [IN.wav OUT.wav] [--in DEVICE=FILE.wav]… [--out DEVICE=FILE.wav]… [--for 10 s]',
    positionals: { most: 3 },
    options: {
      in: {
        value: 'DEVICE=FILE.wav',
        summary: 'what a device hears; channel 1 of the file is its channel 1',
        multiple: true,
      },
      out: { value: 'DEVICE=FILE.wav', summary: 'where to write what a device plays', multiple: true },
      for: { value: 'TIME', summary: 'length, e.g. 10 s or 500 ms; else the longest input and what rings on after it' },
      ...compileOptions,
    },
    notes: [
      configNote,
      'IN.wav and OUT.wav alone serve a config with one input device and one output device.',
      'An output appears only when it is complete; Ctrl-C leaves an older file as it was.',
    ],
    load: () => import('./commands/render.ts'),
  },
  {
    name: 'test',
    summary: 'run the tests of a config, offline: what is played, and what must be heard',
    usage: '[FILE.test.yaml]… [--format text|json|junit] [--verbose] [--mutate]',
    positionals: { most: 1000 },
    options: {
      format: { value: 'FORMAT', summary: 'text, or for programs json or junit' },
      verbose: { summary: 'what was measured where an assertion holds, too' },
      mutate: {
        summary: 'when all hold: change the graph in small ways, one at a time, and name assertions that notice none',
      },
      ...compileOptions,
    },
    notes: [
      'Without FILE: every *.test.yaml beside the config found here. A folder stands for the tests in it.',
      'Exits 0 when all hold, 1 when one fails (or, with --mutate, cannot fail) or the config has errors, 64 when there are none.',
    ],
    load: () => import('./commands/test.ts'),
  },
  {
    name: 'run',
    summary: 'play live; every save of the config is heard, without a click',
    usage: '[CONFIG] [--for 10 s] [--no-watch] [--in DEVICE=FILE.wav]… [--out DEVICE=FILE.wav]…',
    positionals: { most: 1 },
    options: {
      for: { value: 'TIME', summary: 'stop after this, e.g. 10 s or 2 min; else when asked to' },
      'no-watch': { summary: 'do not look at saves' },
      in: { value: 'DEVICE=FILE.wav', summary: 'what a device hears; it is virtual in this run', multiple: true },
      out: { value: 'DEVICE=FILE.wav', summary: 'where to record what a device plays; it is virtual', multiple: true },
      ui: { summary: 'a page with meters and controls', notYet: true },
      ...compileOptions,
    },
    notes: [
      configNote,
      'A save that does not compile changes nothing but prints why. A device that goes is looked for until it is back.',
      'Ctrl-C stops with a fade; a second one stops at once.',
    ],
    load: () => import('./commands/run.ts'),
  },
  {
    name: 'devices',
    summary: 'list the sound devices that are here, and what each can do',
    usage: '[--pin | --save FILE] [--inventory FILE]',
    positionals: { most: 0 },
    options: {
      pin: { summary: 'print the `match:` of each, to paste into a config' },
      save: { value: 'FILE', summary: 'write the inventory that --inventory reads, for machines without the hardware' },
      inventory: { value: 'FILE', summary: 'list the devices in FILE instead' },
    },
    notes: ['An id stays the same whatever else is plugged in.'],
    load: () => import('./commands/devices.ts'),
  },
  {
    name: 'doctor',
    summary: 'whether this machine is fit to play, and the command that mends what is not',
    usage: '',
    positionals: { most: 0 },
    options: {},
    notes: [
      'On Linux: real-time priority, memory that may be locked, rights to sound cards, the processor’s governor. On macOS: the microphone, Bluetooth headsets, hog mode, ports between programs.',
      'Exits 3 where something keeps busbar from playing. Nothing is changed.',
    ],
    load: () => import('./commands/doctor.ts'),
  },
  {
    name: 'status',
    summary: 'what the running engine does: devices, load, latency, the last reload, moved values',
    usage: '[--engine PID]',
    positionals: { most: 0 },
    options: engineOptions,
    notes: [engineNote],
    load: () => import('./commands/status.ts'),
  },
  {
    name: 'set',
    summary: 'move a value of the running engine',
    usage: 'TARGET VALUE [--engine PID]',
    positionals: { most: 3, first: NAMES },
    options: engineOptions,
    notes: [
      'TARGET is NODE.STEP.PARAM, as in vocal.compressor.threshold (busbar get lists all), or a control such as /monitor/level. VALUE has a unit: -18 dB.',
      'The value stays until a save changes it in the config, or the engine stops.',
      engineNote,
    ],
    load: () => import('./commands/set.ts'),
  },
  {
    name: 'get',
    summary: 'print a value of the running engine, or all of them',
    usage: '[TARGET] [--engine PID]',
    positionals: { most: 1, first: NAMES },
    options: engineOptions,
    notes: [engineNote],
    load: () => import('./commands/get.ts'),
  },
  {
    name: 'controls',
    summary: 'list the names that the config gives to live values',
    usage: '[CONFIG] [--names] [--engine PID]',
    positionals: { most: 1 },
    options: {
      names: { summary: 'names alone, a line each' },
      ...engineOptions,
      ...compileOptions,
    },
    notes: [configNote, 'Where an engine plays the config, values are as they are now; else as the config has them.'],
    load: () => import('./commands/controls.ts'),
  },
  {
    name: 'meter',
    summary: 'show the levels of the running engine',
    usage: '[--for TIME] [--engine PID]',
    positionals: { most: 0 },
    options: {
      for: { value: 'TIME', summary: 'how long; else until Ctrl-C on a terminal, and one reading elsewhere' },
      ...engineOptions,
    },
    notes: [engineNote],
    load: () => import('./commands/meter.ts'),
  },
  {
    name: 'fmt',
    summary: 'write a config as all are written: units, order of keys, spacing; comments stay',
    usage: '[CONFIG] [--check]',
    positionals: { most: 1 },
    options: { check: { summary: 'change nothing; exit 2 when there is something to change' } },
    notes: [configNote, 'Only the file itself is formatted, not what it includes; - is written to standard output.'],
    load: () => import('./commands/fmt.ts'),
  },
  {
    name: 'explain',
    summary: 'explain a code such as channels/mismatch, with examples',
    usage: '[CODE]',
    positionals: { most: 1 },
    options: {},
    notes: ['Without CODE: lists every code; with only its first half (channels): those of that area.'],
    load: () => import('./commands/explain.ts'),
  },
  {
    name: 'config',
    summary: 'print the config as its files, machines, templates and options make it',
    usage: '[CONFIG] [--show-origin]',
    positionals: { most: 1 },
    options: {
      'show-origin': { summary: 'beside each value the file and line that it comes from' },
      ...compileOptions,
    },
    notes: [
      configNote,
      'Exits 0 when the config compiles, 1 when it has errors; what is known of it is printed either way.',
    ],
    load: () => import('./commands/config.ts'),
  },
  {
    name: 'schema',
    summary: 'print the JSON Schema of configs, or of tests, for editors',
    usage: '[--tests] [--out FILE]',
    positionals: { most: 0 },
    options: {
      tests: { summary: 'that of *.test.yaml' },
      out: { value: 'FILE', summary: 'write it to FILE, e.g. .busbar/schema.json' },
    },
    notes: [
      'Editors with a YAML language server complete and check a config that begins with',
      '# yaml-language-server: $schema=./.busbar/schema.json',
    ],
    load: () => import('./commands/schema.ts'),
  },
  {
    name: 'lsp',
    summary: 'the language server, for editors',
    usage: '[--no-exec] [--inventory FILE]',
    positionals: { most: 0 },
    options: compileOptions,
    notes: [
      'Speaks the language server protocol on standard input and output: an editor starts it and ends it.',
      'Configs that are programs run when they are saved, and with --no-exec never.',
    ],
    load: () => import('./commands/lsp.ts'),
  },
  {
    name: 'completion',
    summary: 'print what a shell needs to complete verbs and options',
    usage: 'bash|zsh|fish',
    positionals: { most: 1 },
    options: {},
    notes: ['The first line of what is printed says where to put it.'],
    load: async () => {
      const { completionOf } = await import('./commands/completion.ts');
      return completionOf(verbs.map((v) => ({ ...v, options: { ...v.options, ...commonOptions } })));
    },
  },
];

/** Verbs that are designed but not in this version. */
export const plannedVerbs: readonly string[] = ['graph', 'response', 'latency', 'import', 'export', 'service'];
