// busbar get: values of the running engine. In: a target, or nothing for all. Out: what they are now.

import { ask } from '../../control/client.ts';
import type { ValuesReport } from '../../control/messages.ts';
import type { LiveValue } from '../../session/control.ts';
import type { Arguments } from '../arguments.ts';
import { chooseEngine } from '../choose-engine.ts';
import type { Context } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { printError } from '../print-error.ts';
import { valueText } from '../values-text.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  const [target] = args.positionals;
  const engine = chooseEngine(args, context);
  const reply =
    target === undefined
      ? await ask<ValuesReport>(engine, 'GET', '/values')
      : await ask<LiveValue>(engine, 'GET', `/values/${encodeURIComponent(target)}`);
  const { out, err } = context;
  if (!reply.ok) {
    printError(err, reply.problem.message, reply.problem.help);
    return exitCode.problems;
  }
  const { value } = reply;
  if (args.has('json')) out.write(`${JSON.stringify(value, null, 2)}\n`);
  else for (const one of 'values' in value ? value.values : [value]) out.write(`${valueText(one, out)}\n`);
  return exitCode.ok;
}
