// Params of steps by kind. In: a field and the param's spec. Out: the value as plans carry it, in canonical units.
// Invariant: one reader per kind of schema/param.ts; a kind without a reader does not compile.

import type { MatrixValue, NumbersParam, ParamSpec, ParamValue } from '../../../schema/param.ts';
import { isList } from '../../ir/document.ts';
import { belowNyquist, checkName, readBoolean, readChoice, readNumber, readNumberParam, readText } from './values.ts';
import type { Field, Walk } from './walk.ts';

export function readParam(walk: Walk, field: Field, spec: ParamSpec, rateHz: number): ParamValue | undefined {
  switch (spec.kind) {
    case 'number':
      return readNumberParam(walk, field, spec, rateHz);
    case 'boolean':
      return readBoolean(walk, field);
    case 'choice':
      return readChoice(walk, field, spec.choices);
    case 'numbers':
      return readNumbers(walk, field, spec, rateHz);
    case 'names':
      return readNames(walk, field);
    case 'matrix':
      return readMatrix(walk, field, rateHz);
    case 'file':
      return readText(walk, field);
  }
}

/** A list of numbers; one number is a list of one. */
function readNumbers(walk: Walk, field: Field, spec: NumbersParam, rateHz: number): readonly number[] | undefined {
  const items = walk.items(field, 'a list of numbers', true);
  if (items === undefined) return undefined;
  const { dimension, minLength: min, maxLength: max } = spec;
  if (items.length < min || items.length > max) {
    return walk.fail('value/length', field, { field: field.name, has: items.length, min, max });
  }
  const before = walk.failures;
  const values = items.map((item) => {
    const value = readNumber(walk, item, dimension, spec, rateHz);
    return value === undefined ? undefined : belowNyquist(walk, item, value, dimension, rateHz);
  });
  return walk.failures === before ? values.map((v) => v ?? 0) : undefined;
}

function readNames(walk: Walk, field: Field): readonly string[] | undefined {
  const items = walk.items(field, 'a list of names');
  if (items === undefined) return undefined;
  const before = walk.failures;
  const names: string[] = [];
  for (const item of items) {
    if (typeof item.value !== 'string') walk.shape(item, 'a list of names');
    else if (checkName(walk, item, item.value, 'an output', [])) names.push(item.value);
  }
  return walk.failures === before ? names : undefined;
}

const rowWants = 'a list of rows, each a list of gains';
const gainRange = { min: -120, max: 40 };

function readMatrix(walk: Walk, field: Field, rateHz: number): MatrixValue | undefined {
  const rows = walk.items(field, rowWants);
  if (rows === undefined) return undefined;
  if (rows.length === 0) return walk.fail('value/length', field, { field: field.name, has: 0, min: 1, max: 1024 });
  const before = walk.failures;
  const first = rows[0];
  const columns = first !== undefined && isList(first.value) ? first.value.length : 0;
  const matrix = rows.map((row, i) => {
    const gains = walk.items(row, rowWants) ?? [];
    if (isList(row.value) && (gains.length !== columns || columns === 0)) {
      walk.fail('value/matrix', row, { field: field.name, row: i + 1, has: gains.length, first: columns });
    }
    return gains.map((g) => (g.value === null ? null : (readNumber(walk, g, 'gain', gainRange, rateHz) ?? null)));
  });
  return walk.failures === before ? matrix : undefined;
}
