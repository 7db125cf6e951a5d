// The command line after the verb. In: words and the options a verb knows. Out: values by option, and positionals.
// Invariant: everything unknown, doubled or incomplete is a UsageError that names the word and, where it can, the
// option that was meant; nothing is ignored.

import { parseArgs } from 'node:util';
import { suggest } from '../../compiler/diagnostics/suggest.ts';

export interface OptionSpec {
  /** What stands for the value in help; none: the option is a switch. */
  readonly value?: string;
  readonly summary: string;
  readonly multiple?: boolean;
  readonly short?: string;
  /** Designed, not built: using it says so. */
  readonly notYet?: boolean;
}
export type OptionSpecs = Readonly<Record<string, OptionSpec>>;

export interface Arguments {
  readonly positionals: readonly string[];
  has(option: string): boolean;
  /** The option's value, the last one where it was given twice. */
  value(option: string): string | undefined;
  values(option: string): readonly string[];
}

/** A command line that makes no sense: exit 64. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  readonly help: string;
  constructor(message: string, help = '') {
    super(message);
    this.help = help;
  }
}

const spelled = (name: string) => `--${name}`;

/** `-6dB`, `-.5`: no option starts with a digit. Held apart from options by a character that no word can have. */
const isNegative = (word: string) => /^-\.?\d/.test(word);
const HELD = '\0';

const plain = (word: string) => (word.startsWith(HELD) ? word.slice(HELD.length) : word);

/** Throws UsageError. `verb` is for messages: `busbar check`. */
export function parseArguments(words: readonly string[], options: OptionSpecs, verb: string): Arguments {
  const { tokens } = parseArgs({
    args: words.map((word) => (isNegative(word) ? HELD + word : word)),
    options: Object.fromEntries(
      Object.entries(options).map(([name, o]) => [
        name,
        { type: o.value ? ('string' as const) : ('boolean' as const), ...(o.short ? { short: o.short } : {}) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const found = new Map<string, string[]>();
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === 'positional') positionals.push(plain(token.value));
    if (token.kind !== 'option') continue;
    const spec = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (!spec) throw unknownOption(token.rawName, options, verb);
    if (spec.notYet) throw notYet(spelled(token.name));
    if (spec.value && (token.value === undefined || token.value === '')) {
      throw new UsageError(`${spelled(token.name)} needs a value: ${spelled(token.name)} ${spec.value}.`);
    }
    if (!spec.value && token.value !== undefined) throw new UsageError(`${spelled(token.name)} takes no value.`);
    const values = found.get(token.name) ?? [];
    if (spec.value && values.length > 0 && !spec.multiple) {
      throw new UsageError(`${spelled(token.name)} is given twice.`);
    }
    found.set(token.name, [...values, plain(token.value ?? '')]);
  }
  return {
    positionals,
    has: (option) => found.has(option),
    value: (option) => found.get(option)?.at(-1),
    values: (option) => found.get(option) ?? [],
  };
}

/** What is in the design but not in this version. */
export const notYet = (what: string): UsageError =>
  new UsageError(`${what} is designed, but not built yet.`, 'The README lists what works in this version.');

function unknownOption(raw: string, options: OptionSpecs, verb: string): UsageError {
  const meant = suggest(raw.replace(/^-+/, ''), Object.keys(options));
  const help = meant ? `Did you mean ${spelled(meant)}?` : `\`${verb} --help\` lists its options.`;
  return new UsageError(`${verb} has no option ${raw}.`, help);
}
