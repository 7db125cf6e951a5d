// One step: `type: params`. In: an entry of `do:`. Out: the step, typed by its descriptor, defaults filled in; undefined
// when nothing is known of it. Invariants: a misspelt type is checked as the one that was meant; params of a step with a
// mistake, which counts as a failure, are for nobody.

import { plannedSteps, reservedNames } from '../../../schema/config.ts';
import { type NodeDescriptor, nodeType, nodeTypes } from '../../../schema/index.ts';
import type { ParamValue } from '../../../schema/param.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { isBroken } from '../../ir/broken.ts';
import type { AddressConfig, StepConfig } from '../../ir/config.ts';
import { isMap } from '../../ir/document.ts';
import { childPlace } from '../../ir/places.ts';
import { pointer } from '../../ir/source.ts';
import { readAddress } from './addresses.ts';
import { readChannels } from './channels.ts';
import { flow } from './flow.ts';
import { readParam } from './params.ts';
import { type StepShape, stepShape } from './step-shape.ts';
import { meantStep } from './step-words.ts';
import { readBoolean, readName } from './values.ts';
import { type Field, kindOf, type Walk } from './walk.ts';

/** A step before its node gave it an id. */
export type StepDraft = Omit<StepConfig, 'id' | 'named'> & {
  readonly id: string | undefined;
  readonly idField: Field | undefined;
};

const exampleOf = (d: NodeDescriptor): string => `${d.type}: ${flow(d.example)}`;

export function readStep(walk: Walk, field: Field, rateHz: number): StepDraft | undefined {
  const found = readType(walk, field);
  if (found === undefined) return undefined;
  const { descriptor, params: given } = found;
  const shape = stepShape(descriptor);
  const fields = given.value === null ? new Map<string, Field>() : readFields(walk, given, shape);
  if (fields === undefined) return undefined;
  const before = walk.failures;
  const keys = readKeys(walk, fields, shape);
  const params = readParams(walk, given, fields, shape, rateHz);
  const idField = fields.get('id');
  const id = idField && readName(walk, idField, 'a step', reservedNames);
  const bypass = fields.get('bypass');
  const channels = fields.get('channels');
  const draft = {
    id,
    idField,
    descriptor,
    at: field.at,
    paramsAt: given.at,
    params,
    keys,
    channels: channels === undefined ? null : (readChannels(walk, channels, 'step/channels') ?? null),
    bypass: bypass === undefined ? null : (readBoolean(walk, bypass) ?? null),
  };
  if (walk.failures > before) return draft;
  for (const { param, message, help } of descriptor.refine?.(params, rateHz) ?? []) {
    walk.fail('step/rule', fields.get(param) ?? { ...given, place: keyOnly(given) }, { message, help });
  }
  return draft;
}

/** The place of a step's type rather than of its params. */
const keyOnly = ({ place }: Field) =>
  place.keyEnd === 0 ? place : { ...place, start: place.keyStart, end: place.keyEnd };

/** The one key of a step, and what stands under it. */
function readType(walk: Walk, field: Field): { descriptor: NodeDescriptor; params: Field } | undefined {
  const { value } = field;
  if (isBroken(value)) return walk.failed();
  if (!isMap(value)) return notAMap(walk, field);
  const [type, ...others] = Object.keys(value);
  if (type === undefined) return walk.fail('step/shape', field, { got: 'an empty map', example: 'gain: -6 dB' });
  const params: Field = {
    value: value[type] ?? null,
    place: childPlace(field.place, type) ?? field.place,
    at: pointer(field.at, type),
    name: type,
  };
  if (others.length > 0) {
    const known = [type, ...others].find((key) => nodeType(key) !== undefined) ?? type;
    const extra = [type, ...others].filter((key) => key !== known);
    const second = childPlace(field.place, others[0] ?? '');
    const span = walk.key({ ...field, place: second ?? field.place });
    walk.say('step/two-keys', span, { type: known, others: extra });
    return walk.failed();
  }
  const descriptor = nodeType(type);
  if (descriptor !== undefined) return { descriptor, params };
  if (plannedSteps.includes(type)) {
    walk.say('language/not-yet', walk.key(params), { what: `the step \`${type}\`` });
    return walk.failed();
  }
  const meant = meantStep(type);
  const span = walk.key(params);
  if (meant === undefined) {
    walk.say('step/unknown', span, { type, known: nodeTypes.map((d) => d.type) });
    return walk.failed();
  }
  walk.say('step/misspelt', span, { type }, walk.meant(span, meant.type));
  return { descriptor: meant, params };
}

/** Text where a step should be: often a type without its colon. */
function notAMap(walk: Walk, field: Field): undefined {
  const text = typeof field.value === 'string' ? field.value.trim() : '';
  const descriptor =
    nodeType(text) ??
    nodeType(
      suggest(
        text,
        nodeTypes.map((d) => d.type),
      ) ?? '',
    );
  if (descriptor === undefined) {
    const [, type] = /^([a-z_]+):\S/.exec(text) ?? [];
    const known = nodeType(type ?? '');
    const example = known === undefined ? 'gain: -6 dB' : text.replace(':', ': ');
    return walk.fail('step/shape', field, { got: kindOf(field.value), example });
  }
  const { type } = descriptor;
  const { required, main } = stepShape(descriptor);
  if (required.length > 0) {
    return walk.fail('step/shape', field, { got: `the text \`${text}\``, example: exampleOf(descriptor) });
  }
  const spec = main === undefined ? undefined : descriptor.params[main];
  const proper = `${type}: ${spec?.kind === 'boolean' ? spec.default : '{}'}`;
  return walk.fail('step/bare', field, { type }, walk.edits(field, `write \`${proper}\``, proper));
}

/** Params by name; a bare value stands under the main param. */
function readFields(walk: Walk, given: Field, shape: StepShape): ReadonlyMap<string, Field> | undefined {
  const { descriptor, main, table } = shape;
  if (isMap(given.value)) return walk.keys(given, `\`${descriptor.type}\``, table);
  if (main !== undefined) return new Map([[main, given]]);
  return walk.fail('step/not-bare', given, { type: descriptor.type, example: exampleOf(descriptor) });
}

function readKeys(walk: Walk, fields: ReadonlyMap<string, Field>, shape: StepShape): Record<string, AddressConfig> {
  const keys: Record<string, AddressConfig> = {};
  for (const port of shape.chains) {
    const field = fields.get(port);
    const address = field && readAddress(walk, field);
    if (address !== undefined) keys[port] = address;
  }
  return keys;
}

/** Every param in the descriptor's order: what was written, or its default. */
function readParams(
  walk: Walk,
  given: Field,
  fields: ReadonlyMap<string, Field>,
  shape: StepShape,
  rateHz: number,
): Readonly<Record<string, ParamValue>> {
  const missing = shape.required.filter((name) => !fields.has(name));
  if (missing.length > 0) walk.require(given, `\`${given.name}\``, missing, exampleOf(shape.descriptor));
  const params: Record<string, ParamValue> = {};
  for (const { name, spec, fallback } of shape.params) {
    const field = fields.get(name);
    params[name] = field === undefined ? fallback : (readParam(walk, field, spec, rateHz) ?? null);
  }
  return params;
}
