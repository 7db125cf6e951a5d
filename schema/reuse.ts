// What a config is put together from: templates and their params, machines. In: nothing. Out: tables.

import { configTable, nodeTable } from './config.ts';
import { type KeyTable, keyTable } from './forms.ts';
import { choice } from './param.ts';
import type { Quantity } from './units.ts';

/** A type of a template's param. `quantity`: a number with a unit. */
export interface TemplateType {
  readonly summary: string;
  readonly quantity?: Quantity;
  readonly example: string;
}

export const templateTypes: Readonly<Record<string, TemplateType>> = {
  source: { summary: 'An address that a signal comes from.', example: 'main.mic1' },
  sink: { summary: 'An address that a signal goes to.', example: 'main.mon' },
  gain: { summary: 'A gain.', quantity: 'gain', example: '-6 dB' },
  level: { summary: 'A level.', quantity: 'level', example: '-20 dBFS' },
  frequency: { summary: 'A frequency.', quantity: 'frequency', example: '80 Hz' },
  time: { summary: 'A time.', quantity: 'time', example: '5 ms' },
  percent: { summary: 'A share.', quantity: 'percent', example: '30 %' },
  number: { summary: 'A number without a unit: a ratio, a Q.', quantity: 'ratio', example: '3' },
  count: { summary: 'A whole number.', quantity: 'count', example: '2' },
  switch: { summary: 'On or off.', example: 'true' },
  text: { summary: 'Text: a word, the name of a file.', example: 'rooms/live.wav' },
  any: { summary: 'Whatever fits where it is used: lists and maps too.', example: '[80 Hz, 2 kHz]' },
};

export const templateParamTable = keyTable({
  type: {
    summary: 'What a node must give.',
    form: { form: 'param', spec: choice('', Object.keys(templateTypes)) },
    required: true,
    example: 'level',
  },
  default: {
    summary: 'What it is where a node gives nothing; without it every node must give a value.',
    form: { form: 'value' },
    example: '-20 dBFS',
  },
});

const { extends: _extends, record: _record, ...templateKeys } = { ...nodeTable };

/** A template is a node with params. */
export const templateTable: KeyTable = {
  params: {
    summary: 'What a node gives in `with`, by name; `$name` stands for it in this template.',
    form: { form: 'named', table: templateParamTable },
    example: { in: { type: 'source' }, threshold: { type: 'level', default: '-20 dBFS' } },
  },
  ...templateKeys,
};

export const platforms = ['linux', 'macos', 'windows'] as const;

export const whenTable = keyTable({
  host: { summary: 'Name of the machine, `*` for any text.', form: { form: 'text' }, example: 'mbp-*' },
  platform: {
    summary: 'Its operating system.',
    form: { form: 'param', spec: choice('', platforms) },
    example: 'linux',
  },
});

const { busbar: _busbar, include: _include, machines: _machines, ...machineKeys } = { ...configTable };

/** A machine is a config that is laid over the rest, with the conditions for it. */
export const machineTable: KeyTable = {
  when: {
    summary: 'Conditions that must all be so; without any, only `--machine` chooses it.',
    form: { form: 'keys', table: whenTable },
    example: { host: 'mbp-*' },
  },
  ...machineKeys,
};
