// busbar lsp: the language server, on standard input and output. In: what every verb takes that compiles. Out: nothing of
// its own: the editor that started it ends it, and the protocol's `exit` sets the exit code.

import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { serve } from '../../lsp/server.ts';
import { createFileHost } from '../../source-host.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { compileOptions, givenInventory } from '../compile-config.ts';
import type { Context } from '../context.ts';
import { version } from '../version.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  if (args.has('json')) throw new UsageError('busbar lsp has no --json: it speaks the language server protocol.');
  if (process.stdin.isTTY) {
    throw new UsageError('busbar lsp is for editors, which start it themselves.', 'The README says how to set one up.');
  }
  const inventory = await givenInventory(args, context);
  const mayRun = !args.has('no-exec');
  serve(createConnection(ProposedFeatures.all, process.stdin, process.stdout), {
    version: version(),
    asked: { options: compileOptions(args), inventory },
    filesOf: (cwd, print) => createFileHost({ cwd, programs: mayRun ? { print } : undefined }),
  });
  return new Promise(() => {}); // until the editor says `exit`, or is gone
}
