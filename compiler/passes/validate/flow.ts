// Plain data as YAML on one line, for examples in messages. In: descriptor data. Out: text such as `{ freq: 80 Hz }`.

/** Text needs quotes where YAML would read something else. */
const needsQuotes = /^$|^[\s\-?:,[\]{}#&*!|>'"%@`]|: |[,[\]{}]| #|\s$/;

export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([k, v]) => `${k}: ${flow(v)}`);
    return entries.length === 0 ? '{}' : `{ ${entries.join(', ')} }`;
  }
  const text = String(value);
  return typeof value === 'string' && needsQuotes.test(text) && !/^-[0-9]/.test(text) ? JSON.stringify(text) : text;
}
