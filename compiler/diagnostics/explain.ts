// `busbar explain CODE`. In: a code as typed. Out: its page of the catalogue, or the code that was meant.

import { catalog } from './catalog.ts';
import type { Severity } from './diagnostic.ts';
import type { Entry } from './entry.ts';
import { suggest } from './suggest.ts';

export interface Explanation {
  readonly code: string;
  readonly severity: Severity;
  readonly title: string;
  /** True: diagnostics of this code carry an edit that removes them. */
  readonly fixable: boolean;
  readonly markdown: string;
}

const entries = new Map<string, Entry<never>>(Object.entries(catalog));

/** Every code, sorted. */
export const codes: readonly string[] = [...entries.keys()].sort();

/** The page of `code`; `undefined` for a code that is not in the catalogue. */
export function explain(code: string): Explanation | undefined {
  const e = entries.get(code);
  if (e === undefined) return undefined;
  return { code, severity: e.severity, title: e.title, fixable: e.fixable ?? false, markdown: e.explain };
}

/** The code that a mistyped one was meant to be: a near one, or the only one with this slug. */
export function suggestCode(typed: string): string | undefined {
  const bySlug = codes.filter((c) => c.endsWith(`/${typed}`));
  return bySlug.length === 1 ? bySlug[0] : suggest(typed, codes);
}
