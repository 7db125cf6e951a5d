// busbar status: what the running engine does. In: nothing. Out: its devices, load, xruns, latency, the last reload, and
// what was moved away from the config.

import { ask } from '../../control/client.ts';
import type { StatusReport } from '../../control/messages.ts';
import type { Arguments } from '../arguments.ts';
import { chooseEngine } from '../choose-engine.ts';
import type { Context } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { printError } from '../print-error.ts';
import { statusText } from '../status-text.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  const reply = await ask<StatusReport>(chooseEngine(args, context), 'GET', '/status');
  const { out, err } = context;
  if (!reply.ok) {
    printError(err, reply.problem.message, reply.problem.help);
    return exitCode.problems;
  }
  if (args.has('json')) out.write(`${JSON.stringify(reply.value, null, 2)}\n`);
  else out.write(statusText(reply.value, out));
  return exitCode.ok;
}
