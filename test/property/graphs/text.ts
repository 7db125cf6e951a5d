// Configs as text. In: plain data. Out: YAML; and the same config with every map in another order.

/** Block style where it is read most, flow style inside: the way people write such files. */
export function toYaml(config: Readonly<Record<string, unknown>>): string {
  const lines: string[] = [];
  for (const [key, value] of Object.entries(config)) {
    if (typeof value !== 'object' || value === null) lines.push(`${key}: ${JSON.stringify(value)}`);
    else {
      lines.push(`${key}:`);
      for (const [name, inner] of Object.entries(value)) lines.push(`  ${name}: ${JSON.stringify(inner)}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

/** Maps backwards, lists as they are. */
export function reordered(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reordered);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([k, v]) => [k, reordered(v)]),
  );
}
