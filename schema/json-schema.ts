// JSON Schema (draft-07, which YAML language servers know) of the config, for completion and hover in editors.
// In: step descriptors and key tables. Out: plain data. Invariant: accepts whatever the compiler accepts; the
// compiler knows more (names, widths, ranges of values with units) and has the last word.

import { configTable, LANGUAGE_VERSION, mixTable, plannedSteps, stepTable } from './config.ts';
import { ceilingSpec, drifts, matchTable } from './device.ts';
import { type Form, type KeySpec, type KeyTable, namePattern } from './forms.ts';
import { nodeTypes } from './index.ts';
import type { NodeDescriptor } from './node.ts';
import type { NumberParam, ParamSpec } from './param.ts';
import { wanted, writeQuantity } from './units.ts';

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };
type Schema = { readonly [key: string]: Json };

/** `$name`, alone or inside a text. */
const reference: Schema = { type: 'string', pattern: '\\$' };
const orReference = (schema: Schema): Schema => ({ anyOf: [schema, reference] });
const text: Schema = { type: ['string', 'number', 'boolean'] };
const nullable = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'null' }] });
const oneOrMore = (schema: Schema): Schema => ({ anyOf: [schema, { type: 'array', items: schema }] });
const mapOf = (schema: Schema): Schema => ({
  type: 'object',
  propertyNames: { pattern: namePattern.source },
  additionalProperties: nullable(schema),
});

/** A number in the canonical unit, or text with a unit. Units in text are left to the compiler to judge. */
function quantity(range: { readonly min: number; readonly max: number }): Schema {
  const bounds: Record<string, number> = {};
  if (Number.isFinite(range.min)) bounds.minimum = range.min;
  if (Number.isFinite(range.max)) bounds.maximum = range.max;
  return orReference({
    anyOf: [
      { type: 'number', ...bounds },
      { type: 'string', pattern: '^\\s*[-+]?[.0-9]' },
    ],
  });
}

function paramSchema(spec: ParamSpec): Schema {
  switch (spec.kind) {
    case 'number':
      return quantity(spec);
    case 'boolean':
      return orReference({ type: 'boolean' });
    case 'choice':
      return orReference({ enum: spec.choices });
    case 'numbers': {
      const items = quantity(spec);
      return orReference({
        anyOf: [items, { type: 'array', items, minItems: spec.minLength, maxItems: spec.maxLength }],
      });
    }
    case 'names':
      return { type: 'array', items: { type: 'string' } };
    case 'matrix': {
      const cell = nullable(quantity({ min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY }));
      return orReference({ type: 'array', items: { type: 'array', items: cell } });
    }
    case 'file':
      return { type: 'string' };
  }
}

/** What hover says of a number: summary, unit, range, default. */
export function describe(summary: string, spec: ParamSpec): string {
  const said = [summary.replace(/\.?$/, '.')];
  if (spec.kind === 'number') said.push(describeNumber(spec));
  if (spec.kind === 'choice') said.push(`One of ${spec.choices.join(', ')}.`);
  if (spec.kind !== 'number' && 'default' in spec && spec.default !== undefined) said.push(`Default ${spec.default}.`);
  if (spec.live) said.push('Live.');
  return said.filter((s) => s !== '').join(' ');
}

function describeNumber(spec: NumberParam): string {
  const { dimension: q, min, max } = spec;
  const range =
    Number.isFinite(min) && Number.isFinite(max) ? `, ${writeQuantity(min, q)} to ${writeQuantity(max, q)}` : '';
  const usual = typeof spec.default === 'number' ? ` Default ${writeQuantity(spec.default, q)}.` : '';
  return `${wanted[q][0]?.toUpperCase()}${wanted[q].slice(1)}${range}.${usual}`;
}

const described = (summary: string, schema: Schema): Schema => ({ description: summary, ...schema });

function stepSchema(d: NodeDescriptor): Schema {
  const properties: Record<string, Json> = {};
  const mains: Schema[] = [];
  for (const [name, spec] of Object.entries(d.params)) {
    properties[name] = described(describe(spec.summary, spec), paramSchema(spec));
    if (spec.main) mains.push(paramSchema(spec));
  }
  for (const name of Object.keys(d.inputs))
    if (name !== 'in')
      properties[name] = { description: 'Side-chain: address of the signal that is listened to.', type: 'string' };
  for (const [name, key] of Object.entries(stepTable)) properties[name] = keySchema(key);
  const params: Schema = { type: 'object', properties, additionalProperties: false };
  return {
    description: d.summary,
    anyOf: [...mains, params, { type: 'null' }],
    ...(d.example !== undefined && { examples: [d.example as Json] }),
  };
}

const stepsSchema = (): Schema => ({
  type: 'array',
  items: {
    type: 'object',
    minProperties: 1,
    maxProperties: 1,
    properties: Object.fromEntries(nodeTypes.map((d) => [d.type, { $ref: `#/definitions/step-${d.type}` }])),
    propertyNames: { enum: [...nodeTypes.map((d) => d.type), ...plannedSteps] },
  },
});

function formSchema(form: Form): Schema {
  switch (form.form) {
    case 'param':
      return paramSchema(form.spec);
    case 'frames':
      return quantity(form);
    case 'text':
      return text;
    case 'name':
      return { type: 'string', pattern: namePattern.source };
    case 'names':
      return oneOrMore({ type: 'string' });
    case 'addresses':
      return orReference(oneOrMore({ type: 'string' }));
    case 'keys':
      return nullable(tableSchema(form.table));
    case 'named':
      return mapOf(tableSchema(form.table));
    case 'version':
      return { const: LANGUAGE_VERSION };
    case 'params':
      return { type: 'object', propertyNames: { pattern: namePattern.source } };
    case 'steps':
      return stepsSchema();
    case 'mix':
      return {
        type: 'object',
        additionalProperties: {
          anyOf: [paramSchema(numberOf(mixTable.gain)), tableSchema(mixTable), { type: 'null' }],
        },
      };
    case 'ports':
      return { anyOf: [{ type: 'integer', minimum: 1 }, mapOf(oneOrMore({ type: ['integer', 'string'] }))] };
    case 'match':
      return oneOrMore(tableSchema(matchTable));
    case 'ceiling':
      return { anyOf: [paramSchema(ceilingSpec), mapOf(paramSchema(ceilingSpec))] };
    case 'drift':
      return mapOf({ enum: drifts });
    case 'connect':
      return mapOf(oneOrMore({ type: 'string' }));
  }
}

const numberOf = (key: KeySpec | undefined): ParamSpec => {
  if (key?.form.form !== 'param') throw new Error('a mix entry has a gain');
  return key.form.spec;
};

function keySchema(key: KeySpec): Schema {
  const { form } = key;
  const summary = form.form === 'param' ? describe(key.summary, form.spec) : key.summary;
  return described(summary, {
    ...formSchema(form),
    ...(key.example !== undefined && { examples: [key.example as Json] }),
  });
}

/** The keys of a table; planned ones are left out, so that editors do not offer them. */
function tableSchema(table: KeyTable): Schema {
  const keys = Object.entries(table).filter(([, key]) => !key.planned);
  const required = keys.filter(([, key]) => key.required).map(([name]) => name);
  return {
    type: 'object',
    properties: Object.fromEntries(keys.map(([name, key]) => [name, keySchema(key)])),
    additionalProperties: false,
    ...(required.length > 0 && { required }),
  };
}

/** The whole schema: `busbar schema` prints it. */
export const jsonSchema = (): Schema => ({
  $schema: 'http://json-schema.org/draft-07/schema#',
  title: 'busbar config',
  description: 'Devices, aggregates and DSP routing of a studio.',
  ...tableSchema(configTable),
  definitions: Object.fromEntries(nodeTypes.map((d) => [`step-${d.type}`, stepSchema(d)])),
});
