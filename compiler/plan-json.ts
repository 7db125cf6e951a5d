// plan -> text: plan.json as people and diffs read it. In: a plan. Out: JSON; what fits into a line stands on one, so an
// op, a part or a path is a line or a few. Invariant: equal plans give equal text; keys stand in the order of schema/plan.md.

import { type Plan, planToJson } from '../schema/plan.ts';

const WIDTH = 120;

/** Blobs without their contents; ends with a newline. */
export const planJson = (plan: Plan): string => `${broken(planToJson(plan), '')}\n`;

function broken(value: unknown, indent: string): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const lines = Array.isArray(value)
    ? value.map((item) => inner + fitted(item, inner, 0))
    : entriesOf(value).map(([key, item]) => `${inner}${key}: ${fitted(item, inner, key.length + 2)}`);
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return lines.length === 0 ? `${open}${close}` : `${open}\n${lines.join(',\n')}\n${indent}${close}`;
}

function fitted(value: unknown, indent: string, used: number): string {
  const flat = flatten(value, WIDTH - indent.length - used);
  return flat ?? broken(value, indent);
}

/** On one line; null where that takes more than `room` characters. */
function flatten(value: unknown, room: number): string | null {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const pieces: string[] = [];
  let left = room - 4;
  for (const [key, item] of Array.isArray(value) ? value.map((v) => ['', v]) : entriesOf(value)) {
    const flat = flatten(item, left);
    if (flat === null) return null;
    pieces.push(key === '' ? flat : `${key}: ${flat}`);
    left -= pieces.at(-1)!.length + 2;
    if (left < -2) return null;
  }
  if (Array.isArray(value)) return `[${pieces.join(', ')}]`;
  return pieces.length === 0 ? '{}' : `{ ${pieces.join(', ')} }`;
}

/** Keys as JSON; what is undefined has none. */
const entriesOf = (value: object): [string, unknown][] =>
  Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[JSON.stringify(key), item]]));
