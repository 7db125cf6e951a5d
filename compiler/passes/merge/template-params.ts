// Params of a template: what it declares, and what a use of it gives. In: `params` and `with`. Out: values by name.
// Invariant: a value that is missing, unknown or of another type is said at its token, and `broken` from then on.

import { type TemplateType, templateParamTable, templateTypes } from '../../../schema/reuse.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import { broken, isBroken } from '../../ir/broken.ts';
import { keySpan, valueSpan } from '../../ir/places.ts';
import type { Span } from '../../ir/source.ts';
import { parseAddress } from '../resolve/address.ts';
import { meantKeys } from '../validate/meant-keys.ts';
import { checkName, choiceSpec, readBoolean, readChoice, readNumber, readText } from '../validate/values.ts';
import type { Field, Walk } from '../validate/walk.ts';
import type { Definition } from './expand.ts';
import type { Placed } from './placed.ts';

export interface TemplateParam {
  readonly name: string;
  /** Where its name stands. */
  readonly span: Span;
  readonly type: string;
  /** Of the type, or none. */
  readonly fallback: Placed | undefined;
}

const ANY = { min: Number.NEGATIVE_INFINITY, max: Number.POSITIVE_INFINITY };
/** Only whether a number is one is asked, so frames may be of any length. */
const SOME_RATE = 48_000;

export function readTemplateParams(walk: Walk, params: Field | undefined, isTaken: (name: string) => boolean) {
  const out = new Map<string, TemplateParam>();
  for (const field of (params && walk.entries(params, 'a map of params by name')) ?? []) {
    if (!checkName(walk, field, field.name, 'a param', [])) continue;
    if (isTaken(field.name)) {
      const args = { name: field.name, what: 'a param', why: `\`$${field.name}\` has a meaning of its own.` };
      walk.say('name/reserved', walk.key(field), args);
      continue;
    }
    const keys = walk.keys(field, `the param \`${field.name}\``, templateParamTable);
    const typeField = keys?.get('type');
    const type = typeField && readChoice(walk, typeField, choiceSpec(templateParamTable, 'type').choices);
    const fallback = keys?.get('default');
    out.set(field.name, { name: field.name, span: walk.key(field), type: type ?? 'any', fallback });
  }
  return out;
}

/** Whether a value is of a type; said at its token where it is not. */
export function isOfType(walk: Walk, { value, place, open }: Definition, name: string, type: string): boolean {
  if (isBroken(value)) return false;
  const known: TemplateType | undefined = templateTypes[type];
  const field: Field = { value, place, at: '', name };
  if (known?.quantity !== undefined) return readNumber(walk, field, known.quantity, ANY, SOME_RATE) !== undefined;
  switch (type) {
    case 'switch':
      return readBoolean(walk, field) !== undefined;
    case 'text':
      return open !== undefined || readText(walk, field) !== undefined;
    case 'source':
    case 'sink': {
      if (typeof value !== 'string') return walk.shape(field, 'an address such as `main.mic`') ?? false;
      const problem = parseAddress(value);
      if (typeof problem !== 'string') return true;
      return walk.fail('address/invalid', field, { text: value, problem }) ?? false;
    }
    default:
      return true;
  }
}

/** Every param of a template as a use of it has it. */
export function boundParams(
  walk: Walk,
  template: { readonly name: string; readonly params: ReadonlyMap<string, TemplateParam> },
  given: ReadonlyMap<string, Definition>,
  fallback: (value: Placed) => Definition,
  use: { readonly span: Span; readonly keys: ReadonlyMap<string, Span> },
): ReadonlyMap<string, Definition> {
  const bound = new Map<string, Definition>();
  const missing: TemplateParam[] = [];
  for (const param of template.params.values()) {
    const { name, type } = param;
    const value = given.get(name) ?? (param.fallback && fallback(param.fallback));
    if (value === undefined) missing.push(param);
    const isGood = value !== undefined && isOfType(walk, value, name, type);
    bound.set(name, isGood ? value : { value: broken, place: value?.place ?? nowhere(use.span) });
  }
  if (missing.length > 0) {
    const related = missing.map(({ name, span }) => ({ span, label: `\`${name}\` is declared here` }));
    const args = { template: template.name, missing: missing.map((m) => m.name) };
    walk.found.add(diagnose('template/param-missing', use.span, args, { related }));
  }
  sayUnknown(walk, template, use.keys);
  return bound;
}

/** Values that no param asks for. */
function sayUnknown(
  walk: Walk,
  template: { readonly name: string; readonly params: ReadonlyMap<string, TemplateParam> },
  given: ReadonlyMap<string, Span>,
): void {
  const unknown = [...given].filter(([name]) => !template.params.has(name));
  if (unknown.length === 0) return;
  const known = [...template.params.keys()].sort();
  const meant = meantKeys(
    unknown.map(([name]) => name),
    known.filter((k) => !given.has(k)),
  );
  for (const [name, span] of unknown) {
    const near = meant.get(name);
    const args = { template: template.name, name, known };
    walk.say('template/param-unknown', span, args, near === undefined ? {} : walk.meant(span, near));
  }
}

/** The place of a value that nobody wrote. */
const nowhere = ({ source, start, end }: Span) => ({
  source,
  start,
  end,
  keyStart: 0,
  keyEnd: 0,
  text: undefined,
  origin: undefined,
  via: undefined,
  children: undefined,
});

/** Where the name of each value of `with` stands. */
export const keysOf = (entries: readonly (readonly [string, Placed])[]): ReadonlyMap<string, Span> =>
  new Map(entries.map(([name, { place }]) => [name, keySpan(place) ?? valueSpan(place)]));
