// Every diagnostic code, once. In: the areas below. Out: `diagnose`, the only way to make a Diagnostic.

import type { Span } from '../ir/source.ts';
import { assetEntries } from './catalog/assets.ts';
import { configEntries } from './catalog/config.ts';
import { graphEntries } from './catalog/graph.ts';
import { inputEntries } from './catalog/input.ts';
import { testEntries } from './catalog/tests.ts';
import type { Diagnostic, Edit, Related } from './diagnostic.ts';
import type { Entry } from './entry.ts';

export const catalog = { ...inputEntries, ...configEntries, ...graphEntries, ...assetEntries, ...testEntries };

export type Code = keyof typeof catalog & string;
type ArgsOf<C extends Code> = (typeof catalog)[C] extends Entry<infer A> ? A : never;

export interface Extra {
  readonly label?: string;
  readonly related?: readonly Related[];
  readonly edits?: readonly Edit[];
  /** Replaces the catalogue's help where the pass knows better. */
  readonly help?: string;
}

/** A diagnostic of `code` at `span`; wording and severity come from the catalogue. */
export function diagnose<C extends Code>(code: C, span: Span, args: ArgsOf<C>, extra: Extra = {}): Diagnostic {
  const e = catalog[code] as Entry<ArgsOf<C>>;
  return {
    code,
    severity: e.severity,
    message: e.message(args),
    span,
    label: extra.label ?? '',
    related: extra.related ?? [],
    help: extra.help ?? e.help?.(args) ?? '',
    edits: extra.edits ?? [],
  };
}
