// busbar set: moves a value of the running engine. In: a target and a value. Out: what it is now.

import { ask } from '../../control/client.ts';
import type { LiveValue } from '../../session/control.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { chooseEngine } from '../choose-engine.ts';
import type { Context } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { printError } from '../print-error.ts';
import { valueText } from '../values-text.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  // `-6 dB` comes as two words.
  const [target, ...words] = args.positionals;
  const value = words.join(' ');
  if (target === undefined || value === '') {
    throw new UsageError('busbar set needs a target and a value.', 'busbar set vocal.compressor.threshold -18 dB');
  }
  const engine = chooseEngine(args, context);
  const reply = await ask<LiveValue>(engine, 'PUT', `/values/${encodeURIComponent(target)}`, { value });
  const { out, err } = context;
  if (!reply.ok) {
    printError(err, reply.problem.message, reply.problem.help);
    return exitCode.problems;
  }
  if (args.has('json')) out.write(`${JSON.stringify(reply.value, null, 2)}\n`);
  else out.write(`${valueText(reply.value, out)}\n`);
  return exitCode.ok;
}
