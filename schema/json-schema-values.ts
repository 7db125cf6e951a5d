// JSON Schema of single values. In: param specs. Out: schemas, and what hover says of them.
// Ranges hold for bare numbers; in text only the unit is checked.

import type { ParamSpec } from './param.ts';
import { canonicalUnit, type Quantity, quantityPattern, sample, wanted, writeQuantity } from './units.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
export type Schema = { readonly [key: string]: Json };

export const ref = (name: string): Schema => ({ $ref: `#/definitions/${name}` });

/** Text with `$name` in it: what it becomes is for the compiler to judge. */
const mention: Schema = { type: 'string', pattern: '\\$' };
export const orMention = (...schemas: readonly Schema[]): Schema => ({ anyOf: [...schemas, mention] });
export const orNull = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });

const quantities = Object.keys(wanted) as readonly Quantity[];

/** What every number of a quantity may look like; ranges stand where it is used. */
export const quantityDefinitions = (): Readonly<Record<string, Schema>> =>
  Object.fromEntries(
    quantities.map((q) => [
      q,
      {
        ...orMention(
          { type: q === 'count' || q === 'frames' ? 'integer' : 'number' },
          { type: 'string', pattern: quantityPattern(q) },
        ),
        examples: [sample[q]],
      },
    ]),
  );

interface Bounds {
  readonly min: number;
  readonly max: number;
}

/** `minimum` and `maximum` judge numbers only, so text with a unit passes them by. */
export const quantity = (q: Quantity, { min, max }: Bounds): Schema => ({
  allOf: [ref(q)],
  ...(Number.isFinite(min) && { minimum: min }),
  ...(Number.isFinite(max) && { maximum: max }),
});

export function paramSchema(spec: ParamSpec): Schema {
  switch (spec.kind) {
    case 'number':
      return quantity(spec.dimension, spec);
    case 'boolean':
      return ref('switch');
    case 'choice':
      return orMention({ enum: spec.choices });
    case 'numbers': {
      const items = quantity(spec.dimension, spec);
      return { anyOf: [items, { type: 'array', items, minItems: spec.minLength, maxItems: spec.maxLength }] };
    }
    case 'names':
      return orMention({ type: 'array', items: ref('name') });
    case 'matrix':
      return orMention({
        type: 'array',
        minItems: 1,
        items: { type: 'array', minItems: 1, items: orNull(ref('gain')) },
      });
    case 'file':
      return ref('text');
  }
}

/** A param's default as a user would write it; `undefined` where it has none. */
export function writtenDefault(spec: ParamSpec): string | number | boolean | undefined {
  if (spec.kind === 'number') {
    if (typeof spec.default !== 'number') return undefined;
    return canonicalUnit(spec.dimension) === '' ? spec.default : writeQuantity(spec.default, spec.dimension);
  }
  return spec.kind === 'boolean' || spec.kind === 'choice' ? spec.default : undefined;
}

/** What a param takes, in words: quantity and range, choices, kind of list. */
export function takes(spec: ParamSpec): string {
  switch (spec.kind) {
    case 'number':
      return takesQuantity(spec.dimension, spec);
    case 'boolean':
      return 'true or false';
    case 'choice':
      return spec.choices.map((c) => `\`${c}\``).join(', ');
    case 'numbers':
      return `a list, each ${takesQuantity(spec.dimension, spec)}`;
    case 'names':
      return 'a list of names';
    case 'matrix':
      return 'rows of gains in dB, `null` for no connection';
    case 'file':
      return 'a file';
  }
}

const nouns: Readonly<Record<Quantity, string>> = {
  gain: 'a gain',
  level: 'a level',
  frequency: 'a frequency',
  time: 'a time',
  percent: 'a share',
  ratio: 'a number',
  count: 'a whole number',
  frames: 'frames',
};

export function takesQuantity(q: Quantity, { min, max }: Bounds): string {
  const write = (n: number) => (q === 'frames' ? String(n) : writeQuantity(n, q));
  return Number.isFinite(min) && Number.isFinite(max) ? `${nouns[q]}, ${write(min)} to ${write(max)}` : wanted[q];
}
