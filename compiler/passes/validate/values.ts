// Single values: numbers with units, switches, choices, text, names. In: a field and what it wants. Out: the canonical
// value; `undefined`, with a diagnostic, where it has none.

import { type KeyTable, namePattern } from '../../../schema/forms.ts';
import type { ChoiceParam, NumberParam } from '../../../schema/param.ts';
import { canonicalUnit, type Quantity, readQuantity, sample, wanted, writeQuantity } from '../../../schema/units.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { invariant } from '../../invariant.ts';
import { isBroken } from '../../ir/broken.ts';
import type { Field, Walk } from './walk.ts';

export interface Range {
  readonly min: number;
  readonly max: number;
}

/** A number of this quantity, canonical and within its range. */
export function readNumber(walk: Walk, field: Field, q: Quantity, range: Range, rateHz: number): number | undefined {
  const { value } = field;
  if (typeof value !== 'number' && typeof value !== 'string') return walk.shape(field, wanted[q]);
  const reading = readQuantity(value, q, rateHz);
  const args = { field: field.name, wants: wanted[q], text: walk.written(field), example: sample[q] };
  if (!reading.ok) {
    switch (reading.problem) {
      case 'number': {
        const { meant } = reading;
        return walk.fail(
          'value/number',
          field,
          args,
          meant === undefined ? {} : walk.edits(field, `write \`${meant}\``, meant),
        );
      }
      case 'not-finite':
        return walk.fail('value/not-finite', field, args);
      case 'unit':
        return walk.fail('value/unit', field, { ...args, unit: reading.unit });
      case 'dimension': {
        const { meant, unit, measures } = reading;
        const extra = meant === undefined ? {} : walk.edits(field, `write \`${meant}\``, meant);
        return walk.fail('value/dimension', field, { ...args, unit, measures }, extra);
      }
    }
  }
  const { proper } = reading;
  if (proper !== undefined) {
    const extra = walk.edits(field, `write \`${proper}\``, proper);
    walk.note('value/unit-spelling', field, { unit: canonicalUnit(q), proper }, extra);
  }
  return inRange(walk, field, reading.value, q, range);
}

function inRange(walk: Walk, field: Field, value: number, q: Quantity, { min, max }: Range): number | undefined {
  const whole = q === 'count' || q === 'frames';
  if (whole && !Number.isInteger(value)) {
    return walk.fail('value/whole', field, { field: field.name, value: writeQuantity(value, q) });
  }
  if (value >= min && value <= max) return value;
  const write = (n: number) => (Number.isFinite(n) ? writeQuantity(n, q) : n < 0 ? 'any negative' : 'any');
  const args = { field: field.name, value: writeQuantity(value, q), min: write(min), max: write(max) };
  const label = value > max ? `at most ${args.max}` : `at least ${args.min}`;
  return walk.fail('value/range', field, args, { label });
}

/** A number param; frequencies of signals must lie below half the rate. */
export function readNumberParam(walk: Walk, field: Field, spec: NumberParam, rateHz: number): number | undefined {
  const value = readNumber(walk, field, spec.dimension, spec, rateHz);
  return value === undefined ? undefined : belowNyquist(walk, field, value, spec.dimension, rateHz);
}

export function belowNyquist(walk: Walk, field: Field, value: number, q: Quantity, rateHz: number): number | undefined {
  if (q !== 'frequency' || value < rateHz / 2) return value;
  const hz = (n: number) => writeQuantity(n, 'frequency');
  const args = { field: field.name, value: hz(value), half: hz(rateHz / 2), rate: hz(rateHz) };
  return walk.fail('value/above-nyquist', field, args);
}

const switches = new Map([
  ['yes', true],
  ['on', true],
  ['y', true],
  ['true', true],
  ['no', false],
  ['off', false],
  ['n', false],
  ['false', false],
]);

export function readBoolean(walk: Walk, field: Field): boolean | undefined {
  const { value } = field;
  if (typeof value === 'boolean') return value;
  const meant = typeof value === 'string' ? switches.get(value.toLowerCase()) : undefined;
  if (meant === undefined) return walk.shape(field, 'true or false');
  const proper = String(meant);
  const args = { field: field.name, text: walk.written(field), proper };
  walk.note('value/yes-no', field, args, walk.edits(field, `write \`${proper}\``, proper));
  return meant;
}

/** One of a few words. */
export function readChoice(walk: Walk, field: Field, choices: ChoiceParam['choices']): string | undefined {
  if (field.value === null || typeof field.value === 'object') return walk.shape(field, 'one word');
  const text = walk.written(field);
  if (choices.includes(text)) return text;
  const meant = suggest(text, choices);
  const extra =
    meant === undefined
      ? {}
      : { ...walk.edits(field, `write \`${meant}\``, meant), help: `Did you mean \`${meant}\`?` };
  return walk.fail('value/choice', field, { field: field.name, text, choices }, extra);
}

/** Text as written: a serial `00123456` stays that. */
export function readText(walk: Walk, field: Field): string | undefined {
  if (field.value === null || typeof field.value === 'object') return walk.shape(field, 'text');
  const text = walk.written(field);
  return text === ''
    ? walk.fail('value/shape', field, { of: `\`${field.name}\``, wants: 'text', got: 'empty text' })
    : text;
}

/** What a name could look like that somebody wrote with capitals, spaces or a leading digit. */
function nameLike(text: string, what: string): string {
  const plain = text
    .toLowerCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[-_]+|-+$/g, '');
  const like = /^[0-9]/.test(plain) ? `${what.split(' ').at(-1)}-${plain}` : plain;
  return like === text ? '' : like.slice(0, 40);
}

/** True for a good name; `what` says what it names. A bad one is reported at `span`, the key unless it is a value. */
export function checkName(walk: Walk, field: Field, text: string, what: string, reserved: readonly string[]): boolean {
  const span = field.value === text ? walk.span(field) : walk.key(field);
  if (!namePattern.test(text)) {
    walk.say('name/syntax', span, { name: text, what, like: nameLike(text, what) });
  } else if (reserved.includes(text)) {
    walk.say('name/reserved', span, { name: text, what, why: reasons[text] ?? '' });
  } else return true;
  walk.failed();
  return false;
}

const reasons: Readonly<Record<string, string>> = {
  params: '`params.name` is how `--set` names a param.',
  mix: '`node.mix[source]` is how a source of a mix is named.',
  in: '`in` is all inputs of an aggregate, or of a device without named ports.',
  out: '`out` is all outputs of an aggregate, or of a device without named ports.',
};

/** The name of something declared elsewhere; whether it leads anywhere is for the resolve pass. */
export function readName(walk: Walk, field: Field, what: string, reserved: readonly string[] = []): string | undefined {
  if (isBroken(field.value)) return walk.failed();
  if (typeof field.value !== 'string') return walk.shape(field, `the name of ${what}`);
  return checkName(walk, field, field.value, what, reserved) ? field.value : undefined;
}

/** Whole frames. */
export function readFrames(walk: Walk, field: Field, table: KeyTable, key: string): number | undefined {
  const form = table[key]?.form;
  invariant(form?.form === 'frames', `${key} counts frames`);
  return readNumber(walk, field, 'frames', form, 1);
}

/** The spec of a key that holds a number or a word. */
export function numberSpec(table: KeyTable, key: string): NumberParam {
  const form = table[key]?.form;
  invariant(form?.form === 'param' && form.spec.kind === 'number', `${key} is a number`);
  return form.spec;
}

export function choiceSpec(table: KeyTable, key: string): ChoiceParam {
  const form = table[key]?.form;
  invariant(form?.form === 'param' && form.spec.kind === 'choice', `${key} is one of a few words`);
  return form.spec;
}
