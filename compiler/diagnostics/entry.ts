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

const LONGEST = 60;

/** A piece of the user's text in a message: in backquotes, and never longer than a line can hold. */
export const quote = (text: string): string =>
  text.length > LONGEST ? `\`${text.slice(0, LONGEST)}…\`` : `\`${text}\``;

/** `a`, `b` and `c`. */
export function listed(words: readonly string[], last = 'and'): string {
  const quoted = words.map(quote);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} ${last} ${quoted.at(-1)}`;
}

/** Some of many, as they are. */
export const few = (words: readonly string[], most = 12): string =>
  words.length <= most ? words.join(', ') : `${words.slice(0, most).join(', ')} and ${words.length - most} more`;

const fence = (yaml: string) => `\`\`\`yaml\n${yaml.replace(/^\n|\s+$/g, '')}\n\`\`\``;

/** A page of `explain`: why it matters, then a wrong and a right example. */
export const page = (why: string, wrong: string, right: string): string =>
  `${why}\n\nWrong:\n\n${fence(wrong)}\n\nRight:\n\n${fence(right)}`;
