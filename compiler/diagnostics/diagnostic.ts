// A user's mistake as a value. In: a code of the catalogue with its arguments, and where. Out: what renderers print.
// Invariant: severity and wording come from the catalogue; passes say only what and where.

import type { Span } from '../ir/source.ts';

export type Severity = 'error' | 'warning' | 'hint';

export interface Related {
  readonly span: Span;
  readonly label: string;
}

/** A change of text that mends the mistake; several spans are applied together. */
export interface Edit {
  readonly title: string;
  readonly span: Span;
  readonly text: string;
}

export interface Diagnostic {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly span: Span;
  /** A few words at the span: what this token is. */
  readonly label: string;
  readonly related: readonly Related[];
  /** What to do; empty where the message says it. */
  readonly help: string;
  readonly edits: readonly Edit[];
}

/** Result of a pass. Warnings travel with a value; errors may too, so that later passes can report more. No value: stop. */
export interface Outcome<T> {
  readonly value?: T;
  readonly diagnostics: readonly Diagnostic[];
}
