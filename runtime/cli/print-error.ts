// One failure on a terminal. In: what happened and what to do. Out: two lines at most.
// Invariant: nothing that a user, a file or another program wrote can move the cursor or colour the terminal.

import { printable } from '../../compiler/diagnostics/render/cells.ts';
import { colors, type Sink } from './context.ts';

export function printError(sink: Sink, message: string, help: string): void {
  const { red, bold } = colors(sink);
  sink.write(`${red(bold('error'))}: ${printable(message)}\n`);
  if (help !== '') sink.write(`  ${printable(help)}\n`);
}
