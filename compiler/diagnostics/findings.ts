// What passes found. In: diagnostics as they are made. Out: the list.
// Invariant: bounded, each severity by itself: a hostile file cannot fill the memory, and hints cannot crowd out an error.

import type { Diagnostic, Severity } from './diagnostic.ts';

/** Most diagnostics of one severity in a report. */
export const MOST_FINDINGS = 1000;

export class Findings {
  readonly all: Diagnostic[] = [];
  readonly #count: Record<Severity, number> = { error: 0, warning: 0, hint: 0 };

  get hasErrors(): boolean {
    return this.#count.error > 0;
  }

  add(found: Diagnostic): void {
    if (this.#count[found.severity]++ < MOST_FINDINGS) this.all.push(found);
  }

  addAll(found: readonly Diagnostic[]): void {
    for (const diagnostic of found) this.add(diagnostic);
  }
}
