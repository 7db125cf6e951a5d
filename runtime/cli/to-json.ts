// Any value of the compiler as JSON. In: plain data, maps, sets, typed arrays, bigints. Out: text.
// Infinities, which JSON cannot hold, become strings: a trace must not turn them into null.

export const toJson = (value: unknown): string => JSON.stringify(value, plain, 2);

function plain(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  if (value instanceof Set) return [...value];
  if (typeof value === 'bigint') return `0x${value.toString(16)}`;
  if (value instanceof Float64Array) return { length: value.length, first: [...value.subarray(0, 8)] };
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  return value;
}
