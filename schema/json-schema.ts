// JSON Schema of a config, for completion, hover and red lines in editors. In: key tables and step descriptors.
// Out: plain data, draft-07, which YAML language servers read. Invariant: accepts whatever the compiler takes without an
// error or an empty key. Any file may be a part that is laid over others, so nothing is required and `null` removes.
// The compiler knows more (names, widths, text with units against its range) and has the last word.

import { configTable, LANGUAGE_VERSION, mixTable, plannedSteps, stepTable } from './config.ts';
import { controlPattern, controlTable } from './controls.ts';
import { ceilingSpec, drifts, MAX_CHANNEL } from './device.ts';
import { type Form, type KeySpec, type KeyTable, namePattern } from './forms.ts';
import { nodeTypes } from './index.ts';
import {
  type Json,
  orMention,
  orNull,
  paramSchema,
  quantity,
  quantityDefinitions,
  ref,
  type Schema,
  takes,
  writtenDefault,
} from './json-schema-values.ts';
import type { NodeDescriptor } from './node.ts';
import { isRequired, type ParamSpec } from './param.ts';
import { machineTable, templateTable } from './reuse.ts';

const oneOrMore = (item: Schema): Schema => ({ anyOf: [item, { type: 'array', items: item, minItems: 1 }] });

/** A map from names that a user chooses. */
const named = (entry: Schema): Schema => ({
  type: 'object',
  propertyNames: ref('name'),
  additionalProperties: orNull(entry),
});

/** Summary, what it takes, and when it may change: one line for hover. */
function described(summary: string, spec: ParamSpec | undefined, schema: Schema): Schema {
  if (spec === undefined) return { description: summary, ...schema };
  const usual = writtenDefault(spec);
  const live = spec.live ? ' Live.' : '';
  const words = takes(spec);
  const description = `${summary} ${words.charAt(0).toUpperCase()}${words.slice(1)}.${live}`;
  return { description, ...schema, ...(usual === undefined ? {} : { default: usual }) };
}

export function keySchema(key: KeySpec): Schema {
  const spec = key.form.form === 'param' ? key.form.spec : undefined;
  const schema = described(key.summary, spec, orNull(formSchema(key.form)));
  return key.example === undefined ? schema : { ...schema, examples: [key.example as Json] };
}

/** The keys of a table; planned ones are left out, so that editors do not offer them. */
export function tableSchema(table: KeyTable): Schema {
  const keys = Object.entries(table).filter(([, key]) => key.planned !== true);
  return {
    type: 'object',
    properties: Object.fromEntries(keys.map(([name, key]) => [name, keySchema(key)])),
    additionalProperties: false,
  };
}

const where = (condition: Schema, rule: Schema): Schema =>
  Object.fromEntries([
    ['if', condition],
    ['then', rule],
  ]);

/** What the things of a table that are named by the user must have. */
const requiredKeys = (table: KeyTable): Schema =>
  Object.fromEntries(
    Object.entries(table).flatMap(([name, { form }]) => {
      const required = form.form === 'named' ? Object.keys(form.table).filter((k) => form.table[k]?.required) : [];
      return required.length === 0 ? [] : [[name, { additionalProperties: orNull({ type: 'object', required }) }]];
    }),
  );

function formSchema(form: Form): Schema {
  switch (form.form) {
    case 'param':
      return paramSchema(form.spec);
    case 'frames':
      return quantity('frames', form);
    case 'text':
      return ref('text');
    case 'name':
      return orMention(ref('name'));
    case 'names':
      return orMention({ type: 'array', items: orMention(ref('name')) });
    case 'addresses':
      return oneOrMore(ref('address'));
    case 'keys':
      return tableSchema(form.table);
    case 'list':
      return oneOrMore(tableSchema(form.table));
    case 'named':
      return named(tableSchema(form.table));
    case 'version':
      return { enum: [LANGUAGE_VERSION, String(LANGUAGE_VERSION)] };
    case 'params':
      return { type: 'object', propertyNames: ref('name') };
    case 'steps':
      return orMention({ type: 'array', items: ref('step') }, ref('step-changes'));
    case 'mix':
      return { type: 'object', additionalProperties: orNull(ref('mix-entry')) };
    case 'include':
      return oneOrMore({ type: 'string', minLength: 1 });
    case 'templates':
      return named(ref('template'));
    case 'machines':
      return named(ref('machine'));
    case 'controls':
      return {
        type: 'object',
        propertyNames: { type: 'string', pattern: controlPattern.source },
        additionalProperties: orNull(tableSchema(controlTable)),
      };
    case 'range':
      return orMention({ type: 'array', items: orMention({ type: ['number', 'string'] }), minItems: 2, maxItems: 2 });
    case 'value':
      return {};
    case 'channels':
      return ref('channels');
    case 'ports':
      return {
        anyOf: [
          { type: 'integer', minimum: 1, maximum: MAX_CHANNEL },
          { type: 'string', pattern: '^[0-9]+$|\\$' },
          named(ref('channels')),
        ],
      };
    case 'ceiling':
      return { anyOf: [paramSchema(ceilingSpec), named(paramSchema(ceilingSpec))] };
    case 'drift':
      return orMention({ enum: drifts }, named(orMention({ enum: drifts })));
    case 'connect':
      return named(ref('text'));
  }
}

/** What stands under a step's type: a map of its params, its main param bare, or nothing where all have defaults. */
function stepSchema(d: NodeDescriptor): Schema {
  const params = Object.entries(d.params);
  const chains = Object.entries(d.inputs).filter(([port]) => port !== 'in');
  const listened = described('Side-chain: the signal that is listened to.', undefined, ref('address'));
  const required = [
    ...params.filter(([, spec]) => isRequired(spec)).map(([name]) => name),
    ...chains.filter(([, port]) => !port.optional).map(([port]) => port),
  ];
  const properties = {
    ...Object.fromEntries(params.map(([name, spec]) => [name, described(spec.summary, spec, paramSchema(spec))])),
    ...Object.fromEntries(chains.map(([port]) => [port, listened])),
    ...Object.fromEntries(Object.keys(stepTable).map((name) => [name, ref(`step-${name}`)])),
  };
  const map = { type: 'object', properties, additionalProperties: false, ...(required.length > 0 && { required }) };
  const main = params.filter(([, spec]) => spec.main).map(([, spec]) => paramSchema(spec));
  const empty: readonly Schema[] = required.length === 0 ? [{ type: 'null' }] : [];
  return { description: d.summary, anyOf: [map, ...main, ...empty], examples: [d.example as Json] };
}

const stepDefinition = (): Schema => ({
  type: 'object',
  minProperties: 1,
  maxProperties: 1,
  properties: Object.fromEntries(nodeTypes.map((d) => [d.type, ref(`step-type-${d.type}`)])),
  propertyNames: { enum: [...nodeTypes.map((d) => d.type), ...plannedSteps] },
});

function definitions(): Schema {
  const channels = orMention(
    { type: 'integer', minimum: 1, maximum: MAX_CHANNEL },
    { type: 'string', pattern: '^\\s*[0-9]+(\\s*-\\s*[0-9]+)?\\s*$' },
  );
  return {
    ...quantityDefinitions(),
    name: { type: 'string', pattern: namePattern.source },
    text: { type: ['string', 'number', 'boolean'] },
    switch: orMention({ type: 'boolean' }),
    address: { type: 'string', minLength: 1 },
    channels: oneOrMore(channels),
    step: stepDefinition(),
    'step-changes': {
      description:
        'Changes of steps that come from elsewhere: a map from their ids to params; `null` takes a step out.',
      type: 'object',
      propertyNames: ref('name'),
    },
    template: tableSchema(templateTable),
    machine: tableSchema(machineTable),
    'mix-entry': { anyOf: [ref('gain'), tableSchema(mixTable)] },
    ...Object.fromEntries(Object.entries(stepTable).map(([name, key]) => [`step-${name}`, keySchema(key)])),
    ...Object.fromEntries(nodeTypes.map((d) => [`step-type-${d.type}`, stepSchema(d)])),
  };
}

/** The whole schema: `busbar schema` prints it. */
export const jsonSchema = (): Schema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'busbar config',
  description: 'Devices, aggregates and DSP routing of a studio.',
  ...tableSchema(configTable),
  // Only a config of one piece must have everything in itself.
  ...where({ required: ['busbar'], not: { required: ['include'] } }, { properties: requiredKeys(configTable) }),
  definitions: definitions(),
});
