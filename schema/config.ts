// The top of the config: its keys, and those of the engine, of nodes and of steps. In: nothing. Out: tables.

import { aggregateTable, deviceTable } from './device.ts';
import { keyTable, planned } from './forms.ts';
import { nodeType } from './index.ts';
import { boolean, count, decibels, hertz, percent, time } from './param.ts';

/** Version of the language, `busbar: 1`. */
export const LANGUAGE_VERSION = 1;

export const engineTable = keyTable({
  rate: {
    summary: 'Frames per second of the engine.',
    form: { form: 'param', spec: hertz('', { min: 8000, max: 384_000, default: 48_000 }) },
    example: '48 kHz',
  },
  quantum: {
    summary: 'Frames that the engine runs at once.',
    form: { form: 'frames', min: 1, max: 8192, default: 64 },
    example: '64 frames',
  },
  latency_budget: {
    summary: 'Most latency that a path from a device in to a device out may have.',
    form: { form: 'param', spec: time('', { min: 0, max: 60_000, default: null }) },
    example: '12 ms',
  },
});

export const mixTable = keyTable({
  gain: {
    summary: 'Gain of the source in the sum.',
    form: { form: 'param', spec: decibels('', { default: 0, live: true, main: true }) },
    example: '-6 dB',
  },
  pan: {
    summary: 'Place of a mono source in a stereo sum, constant power; -100 % is left.',
    form: { form: 'param', spec: percent('', { min: -100, max: 100, default: null, live: true }) },
    example: '30 %',
  },
  mute: { summary: 'Silences the source.', form: { form: 'param', spec: boolean('', { live: true }) }, example: true },
});

export const nodeTable = keyTable({
  extends: {
    summary: 'Starts from another node; the node’s own keys are laid over it.',
    form: { form: 'name' },
    example: 'cue_a',
  },
  use: {
    summary: 'Takes a template; the node’s own keys are laid over it.',
    form: { form: 'name' },
    example: 'preamp',
  },
  with: {
    summary: 'Values for the params of the template, by name.',
    form: { form: 'params' },
    example: { in: 'main.mic1' },
  },
  channels: {
    summary: 'Width of the node, where it is not that of its widest source.',
    form: { form: 'param', spec: count('', { min: 1, max: 1024, default: null }) },
    example: 2,
  },
  from: {
    summary: 'Where the signal comes from; several sources are stacked channel by channel.',
    form: { form: 'addresses' },
    example: 'main.mic',
  },
  mix: {
    summary: 'Sources summed, each with a gain.',
    form: { form: 'mix' },
    example: { vocal: '-6 dB' },
  },
  do: {
    summary:
      'Steps, in order; over steps that come from elsewhere also a map from their ids to changes of their params.',
    form: { form: 'steps' },
    example: [{ highpass: '80 Hz' }],
  },
  to: { summary: 'Where the signal goes.', form: { form: 'addresses' }, example: 'main.mon' },
  record: planned('Records the node to a file.'),
});

/** Keys that every step has beside its params. */
export const stepTable = keyTable({
  id: { summary: 'Name of the step; its type when left out.', form: { form: 'name' }, example: 'dim' },
  bypass: {
    summary: 'Passes the input on, as late as the step would; live. For steps whose width does not change.',
    form: { form: 'param', spec: boolean('', { live: true }) },
    example: true,
  },
  channels: {
    summary: 'Limits the step to these channels, counted from 1; the others pass, aligned.',
    form: { form: 'channels' },
    example: 1,
  },
});

export const configTable = keyTable({
  busbar: { summary: 'Version of the language.', form: { form: 'version' }, example: 1 },
  name: { summary: 'Name of the studio.', form: { form: 'text' }, example: 'control-room' },
  engine: { summary: 'Rate, quantum and latency budget.', form: { form: 'keys', table: engineTable } },
  include: {
    summary: 'Files that this one is laid over, one or several in order, relative to this one.',
    form: { form: 'include' },
    example: ['devices.yaml', 'rooms/live.yaml'],
  },
  params: {
    summary: 'Values by name, for `$name` anywhere in a value and for `--set params.name=value`.',
    form: { form: 'params' },
    example: { sub_gain: '-3 dB' },
  },
  devices: { summary: 'Devices by name.', form: { form: 'named', table: deviceTable } },
  aggregates: {
    summary: 'Devices with clocks of their own, run as one.',
    form: { form: 'named', table: aggregateTable },
  },
  graph: { summary: 'Signals by name.', form: { form: 'named', table: nodeTable } },
  templates: { summary: 'Nodes with params, to be used several times.', form: { form: 'templates' } },
  machines: {
    summary: 'What differs from machine to machine, laid over everything else where its `when` matches.',
    form: { form: 'machines' },
  },
  controls: {
    summary: 'Live params with names of their own, for `set`, `get` and tests.',
    form: { form: 'controls' },
    example: { '/monitor/level': { target: 'monitors.level.gain', range: ['-60 dB', '0 dB'] } },
  },
});

/** Step types that were designed; those with a descriptor are built. */
const designedSteps = ['crossfeed', 'expander', 'graphic_eq', 'linkwitz_transform', 'loudness', 'resample', 'tilt'];

/** Step types that the language has and this version has not. */
export const plannedSteps: readonly string[] = designedSteps.filter((type) => nodeType(type) === undefined);

/** Names that no device, aggregate, node or step may have: addresses use them. */
export const reservedNames = ['params', 'mix'] as const;
/** Names that no port may have: ports without names are called so. */
export const reservedPorts = ['in', 'out'] as const;
