// Live params with names of their own, for whoever plays rather than writes: people, knobs, tests. In: nothing. Out: a
// table, and what a name looks like. Invariant: a control is no part of the sound, so no plan knows of it.

import { keyTable } from './forms.ts';
import { boolean, choice } from './param.ts';

/** `/monitor/level`: parts of small letters, digits, `_` and `-`, each after a slash. */
export const controlPattern = /^(?:\/[a-z0-9][a-z0-9_-]*)+$/;

export const controlModes = ['toggle', 'momentary'] as const;

export const controlTable = keyTable({
  target: {
    summary: 'The live param that it moves: `node.step.param`, or `gain`, `pan` or `mute` of `node.mix[source]`.',
    form: { form: 'text' },
    required: true,
    example: 'monitors.level.gain',
  },
  range: {
    summary: 'Of a number: the least and the most that it may be set to; those of the param when left out.',
    form: { form: 'range' },
    example: ['-60 dB', '0 dB'],
  },
  invert: {
    summary: 'Of a switch: on is off. For a `dim` that is a `bypass`, a `talk` that is a `mute`.',
    form: { form: 'param', spec: boolean('') },
    example: true,
  },
  mode: {
    summary:
      'Of a switch: `toggle` stays as it is set, `momentary` is on while it is held. For whoever draws a button.',
    form: { form: 'param', spec: choice('', controlModes, { default: 'toggle' }) },
    example: 'momentary',
  },
});
