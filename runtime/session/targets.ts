// Live values as people write them. In: targets and text. Out: numbers in the unit of plans, and text with units.
// Invariant: a number that comes out lies in the range of its param.

import type { ControlConfig, FoundTarget, Target } from '../../compiler/index.ts';
import { partsOf } from '../../compiler/transition/pairing.ts';
import { paramsOfType } from '../../compiler/transition/params.ts';
import type { NumberParam, ParamSpec } from '../../schema/param.ts';
import type { Plan } from '../../schema/plan.ts';
import { readQuantity, wanted, writeQuantity } from '../../schema/units.ts';
import type { Problem } from '../render-inputs.ts';

/** A live param as it is addressed: a control may narrow its range, or turn it round. */
export interface AddressedParam extends FoundTarget {
  readonly target: Target;
  readonly isInverted?: boolean;
}

export function throughControl(of: AddressedParam, control: ControlConfig | undefined): AddressedParam {
  if (control === undefined) return of;
  const { param } = of;
  const { range, invert } = control;
  const spec = param.spec.kind === 'number' && range !== null ? { ...param.spec, ...range } : param.spec;
  return { ...of, param: { ...param, spec }, isInverted: invert };
}

/** Everything that may be moved, in the plan's order. */
export const targetsOf = (plan: Plan): readonly Target[] =>
  partsOf(plan).flatMap(({ node, step, type }) =>
    paramsOfType(type).flatMap(({ name, spec }) => (spec.live ? [{ node, step, param: name }] : [])),
  );

/** As a user would write it. */
export function writeValue(spec: ParamSpec, value: number): string {
  switch (spec.kind) {
    case 'number':
      return writeQuantity(value, spec.dimension);
    case 'choice':
      return spec.choices[value] ?? String(value);
    default:
      return String(value !== 0);
  }
}

const switches = new Map([
  ['true', 1],
  ['on', 1],
  ['yes', 1],
  ['false', 0],
  ['off', 0],
  ['no', 0],
]);

/** The number that `text` means for a param, or why it means none. */
export function readValue(
  { param: { spec }, isInverted }: AddressedParam,
  shown: string,
  text: string,
  rateHz: number,
): number | Problem {
  const wants = (what: string): Problem => ({ message: `${shown} cannot be \`${text}\`.`, help: `It wants ${what}.` });
  if (spec.kind === 'number') return readNumber(spec, text, rateHz) ?? wants(rangeText(spec, rateHz));
  if (spec.kind !== 'choice') {
    const on = switches.get(text.toLowerCase());
    return on === undefined ? wants('true or false') : isInverted === true ? 1 - on : on;
  }
  const index = spec.choices.indexOf(text);
  return index < 0 ? wants(`one of ${spec.choices.join(', ')}`) : index;
}

/** Frequencies of signals lie below half the rate. */
const rangeOf = ({ dimension, min, max }: NumberParam, rateHz: number) => ({
  min,
  max: dimension === 'frequency' ? Math.min(max, rateHz / 2) : max,
});

function readNumber(spec: NumberParam, text: string, rateHz: number): number | undefined {
  const reading = readQuantity(text, spec.dimension, rateHz);
  if (!reading.ok || (spec.dimension === 'count' && !Number.isInteger(reading.value))) return undefined;
  const { min, max } = rangeOf(spec, rateHz);
  return reading.value >= min && reading.value <= max ? reading.value : undefined;
}

function rangeText(spec: NumberParam, rateHz: number): string {
  const { min, max } = rangeOf(spec, rateHz);
  return `${wanted[spec.dimension]}, from ${writeQuantity(min, spec.dimension)} to ${writeQuantity(max, spec.dimension)}`;
}
