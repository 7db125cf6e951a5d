// What a user sees when busbar itself is wrong: one line, and how to report it. The stack only under BUSBAR_DEBUG=1.

import { printable } from '../../compiler/diagnostics/render/cells.ts';
import { type Context, colors } from './context.ts';
import { version } from './version.ts';

export function reportBug(error: unknown, words: readonly string[], { err, env }: Context): void {
  const { red, bold } = colors(err);
  const message = error instanceof Error ? error.message : String(error);
  const where = `busbar ${version()}, Node ${process.version}, ${process.platform} ${process.arch}`;
  err.write(`${red(bold('this is a bug in busbar'))}: ${printable(message.split('\n')[0] ?? '')}\n`);
  err.write(`  Please report it in busbar’s issue tracker with the config, and this line:\n`);
  err.write(`  ${where}: busbar ${printable(words.join(' '))}\n`);
  if (env.BUSBAR_DEBUG === '1' && error instanceof Error) err.write(`${error.stack}\n`);
  else err.write('  BUSBAR_DEBUG=1 before the command shows where it happened.\n');
}
