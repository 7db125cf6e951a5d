// busbar completion: what a shell sources to complete verbs, options and files. In: a shell’s name. Out: its script.

import { type Arguments, UsageError } from '../arguments.ts';
import { completionScript, shells } from '../completion-scripts.ts';
import type { Context } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import type { Command, Verb } from '../verbs.ts';

/** The table is given: it is what loads this. */
export const completionOf = (verbs: readonly Verb[]): Command => ({
  run: async (args, context) => print(args, context, verbs),
});

function print(args: Arguments, context: Context, verbs: readonly Verb[]): number {
  const [named] = args.positionals;
  const shell = shells.find((name) => name === named);
  if (shell === undefined) {
    const message = named === undefined ? 'Completion for which shell?' : `There is no completion for ${named}.`;
    throw new UsageError(message, `busbar completion ${shells.join(' | ')}`);
  }
  if (args.has('json')) throw new UsageError('A script for a shell has no JSON form.', 'Leave --json out.');
  context.out.write(completionScript(shell, verbs));
  return exitCode.ok;
}
