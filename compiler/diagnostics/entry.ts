// What the catalogue says of one code. In: arguments of a pass. Out: words.

import type { Severity } from './diagnostic.ts';

export interface Entry<A> {
  readonly severity: Severity;
  /** Five words or fewer, for headings and SARIF. */
  readonly title: string;
  readonly message: (args: A) => string;
  /** What to do about it, in one sentence; left out where an edit says it. */
  readonly help?: (args: A) => string;
  /** Markdown for `busbar explain`: what is wrong, why it matters, a wrong and a right example. */
  readonly explain: string;
  /** True: diagnostics of this code carry an edit that removes them. */
  readonly fixable?: boolean;
}

export const entry = <A>(e: Entry<A>): Entry<A> => e;
