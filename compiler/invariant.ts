// What can only be false by a bug of ours. In: a condition. Out: nothing, or a throw that the CLI answers with exit 70.

export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws when `condition` is false; user mistakes are diagnostics and never come here. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InvariantError(message);
}

/** `value`, which is present by construction. */
export function must<T>(value: T | null | undefined, message: string): T {
  invariant(value !== null && value !== undefined, message);
  return value;
}
