// How much a value stands for. In: values whose parts may be shared. Out: a count, text by its length.
// The caller adds sizes up and stops at a limit, so no value that is measured is larger than that allows.

import { isList, type JsonValue } from '../../ir/document.ts';

/** Characters that count as one value. */
const TEXT_UNIT = 64;

export function sizeOf(value: JsonValue): number {
  if (typeof value === 'string') return 1 + value.length / TEXT_UNIT;
  if (typeof value !== 'object' || value === null) return 1;
  const parts: readonly JsonValue[] = isList(value) ? value : Object.values(value);
  return parts.reduce((sum: number, part) => sum + sizeOf(part), 1);
}
