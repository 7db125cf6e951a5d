// JSON Schema of `*.test.yaml`, for editors. In: the tables of tests. Out: plain data, draft-07. Invariant: as that of
// configs, it accepts whatever the compiler takes without an error.

import { MAX_CHANNEL } from '../device.ts';
import { namePattern } from '../forms.ts';
import { keySchema, tableSchema } from '../json-schema.ts';
import { orMention, quantityDefinitions, ref, type Schema } from '../json-schema-values.ts';
import { isRequired } from '../param.ts';
import { assertions, stimuli, testFileTable, testTable } from './file.ts';
import type { TestWord } from './word.ts';

const map = (values: Schema, names?: Schema): Schema => ({
  type: 'object',
  ...(names === undefined ? {} : { propertyNames: names }),
  additionalProperties: values,
});

const oneOf = (word: string, words: readonly TestWord[]): Schema => ({
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  additionalProperties: false,
  properties: Object.fromEntries(words.map((w) => [w.type, ref(`${word}-${w.type}`)])),
});

/** Keys whose values have rules of their own, wherever they stand. */
const specials: Readonly<Record<string, Schema>> = {
  play: map(ref('stimulus'), ref('address')),
  expect: { type: 'array', minItems: 1, items: ref('assertion') },
  set: map({ type: ['string', 'number', 'boolean', 'null'] }),
  mask: map({ type: 'array', items: ref('gain'), minItems: 2, maxItems: 2 }, ref('frequency-name')),
  routes: map({ anyOf: [ref('address'), { type: 'array', items: ref('address') }] }, ref('address')),
  tests: { ...map(ref('test')), minProperties: 1 },
};

/** A table, with what is special in it filled in. */
function tableWith(table: TestWord['keys']): Schema {
  const plain = tableSchema(table) as Schema & { readonly properties: Readonly<Record<string, Schema>> };
  const properties = Object.entries(table).map(([name, key]) => {
    const special = key.form.form === 'value' ? specials[name] : undefined;
    return [name, special === undefined ? keySchema(key) : { ...plain.properties[name], ...special }] as const;
  });
  const required = Object.keys(table).filter((name) => table[name]?.required === true);
  return {
    ...plain,
    properties: Object.fromEntries(properties),
    ...(required.length > 0 && { required }),
  };
}

function wordSchema({ summary, keys, main, example }: TestWord): Schema {
  const whole = tableWith(keys);
  const form = main === undefined ? undefined : keys[main]?.form;
  const bare = main === undefined ? undefined : keySchema(keys[main]!);
  const isEmptyEnough = Object.values(keys).every(
    (k) => k.required !== true && !(k.form.form === 'param' && isRequired(k.form.spec)),
  );
  const choices = [
    whole,
    ...(bare === undefined || form === undefined ? [] : [bare]),
    ...(isEmptyEnough ? [{ type: 'null' }] : []),
  ];
  return { description: summary, anyOf: choices, examples: [example as null] };
}

const words = (word: string, all: readonly TestWord[]): Readonly<Record<string, Schema>> =>
  Object.fromEntries(all.map((w) => [`${word}-${w.type}`, wordSchema(w)]));

export const testJsonSchema = (): Schema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'busbar tests',
  description: 'Tests of a studio: what is played into it, and what must come out.',
  ...tableWith(testFileTable),
  definitions: {
    ...quantityDefinitions(),
    name: { type: 'string', pattern: namePattern.source },
    text: { type: ['string', 'number', 'boolean'] },
    switch: orMention({ type: 'boolean' }),
    address: {
      type: 'string',
      minLength: 1,
      description: `A port or a signal; channels count from 1 to ${MAX_CHANNEL}.`,
    },
    'frequency-name': { anyOf: [ref('frequency')] },
    test: tableWith(testTable),
    stimulus: oneOf('stimulus', stimuli),
    assertion: oneOf('assertion', assertions),
    ...words('stimulus', stimuli),
    ...words('assertion', assertions),
  },
});
