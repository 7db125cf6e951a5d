// Codes about controls: names for live params.

import type { Entry } from '../../entry.ts';
import { entry, few, page, quote } from '../../entry.ts';

const graph = `graph:
  monitors: { from: main.music, do: [ { gain: { id: level, gain: -20 dB } }, { delay: 3 ms } ], to: main.mon }`;

export const controlEntries = {
  'control/name': entry<{ name: string; like: string }>({
    severity: 'error',
    title: 'Not a control’s name',
    message: ({ name }) => `${quote(name)} cannot name a control`,
    help: ({ like }) =>
      `A name is parts of small letters, digits, \`_\` and \`-\`, each after a slash${like === '' ? ': `/monitor/level`' : `: ${quote(like)}`}.`,
    explain: page(
      `A control is addressed by its name alone, in \`busbar set\`, in tests and by other programs. The slash in front tells it
from the address of a param.`,
      `${graph}\ncontrols:\n  Level: { target: monitors.level.gain }`,
      `${graph}\ncontrols:\n  /level: { target: monitors.level.gain }`,
    ),
  }),

  'control/target': entry<{ text: string }>({
    severity: 'error',
    title: 'Not a live param’s address',
    message: ({ text }) => `${quote(text)} is not the address of a param`,
    help: () => 'Write `node.step.param`, as in `monitors.level.gain`, or `node.mix[source].gain`.',
    explain: page(
      `A control moves one param. A step is named by its \`id\` or else its type, a source of a mix by its address in square
brackets.`,
      `${graph}\ncontrols:\n  /level: { target: monitors.level }`,
      `${graph}\ncontrols:\n  /level: { target: monitors.level.gain }`,
    ),
  }),

  'control/not-live': entry<{ text: string; param: string; live: readonly string[]; missing: string }>({
    severity: 'error',
    title: 'Param cannot move',
    message: ({ text, missing }) =>
      missing === '' ? `${quote(text)} is not live: it changes with a save only` : `${quote(text)} is not switched in`,
    help: ({ live, missing }) =>
      missing === ''
        ? live.length === 0
          ? 'The step has no live param.'
          : `Live params of the step: ${few(live)}.`
        : `Write \`${missing}\` there, so that there is something to move.`,
    explain: page(
      `A live param glides while the studio plays. A structural one needs a new plan, so no control can move it. \`bypass\` and
\`pan\` are live where the config has them.`,
      `${graph}\ncontrols:\n  /late: { target: monitors.delay.time }`,
      `${graph}\ncontrols:\n  /level: { target: monitors.level.gain }`,
    ),
  }),

  'control/key': entry<{ key: string; target: string; is: string }>({
    severity: 'error',
    title: 'Key does not fit',
    message: ({ key, target, is }) => `${quote(key)} means nothing here: ${quote(target)} is ${is}`,
    help: ({ key }) => (key === 'range' ? '`range` is for numbers.' : `${quote(key)} is for switches.`),
    explain: page(
      'Numbers have a range; switches can be inverted, or be on only while they are held.',
      `${graph}\ncontrols:\n  /level: { target: monitors.level.gain, invert: true }`,
      `${graph}\ncontrols:\n  /level: { target: monitors.level.gain, range: [-60 dB, 0 dB] }`,
    ),
  }),

  'control/range': entry<{ min: string; max: string }>({
    severity: 'error',
    title: 'Range without extent',
    message: ({ min, max }) => `the range goes from ${min} to ${max}`,
    help: () => 'Write the least value first, then one above it.',
    explain: page(
      'A range is the least and the most that a control may be set to, in this order.',
      `${graph}\ncontrols:\n  /level: { target: monitors.level.gain, range: [0 dB, -60 dB] }`,
      `${graph}\ncontrols:\n  /level: { target: monitors.level.gain, range: [-60 dB, 0 dB] }`,
    ),
  }),
} satisfies Record<string, Entry<never>>;
