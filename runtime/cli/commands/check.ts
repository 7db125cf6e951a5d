// busbar check: from file to plan, nothing else. In: a config. Out: its diagnostics, and a word on what it holds.

import { renderJson } from '../../../compiler/diagnostics/render/json.ts';
import { summary } from '../../../compiler/diagnostics/render/text.ts';
import type { Plan } from '../../../schema/plan.ts';
import { type Arguments, notYet, UsageError } from '../arguments.ts';
import { compileConfig, printDiagnostics } from '../compile-config.ts';
import { type Context, colors } from '../context.ts';
import { exitCode } from '../exit-code.ts';

const PLANNED_FORMATS = ['sarif', 'github', 'junit'];

export async function run(args: Arguments, context: Context): Promise<number> {
  const format = formatOf(args);
  const { entry, result } = await compileConfig(args, args.positionals[0], context);
  const { plan, diagnostics, sources } = result;
  if (format === 'json') {
    context.out.write(`${JSON.stringify(renderJson(diagnostics, sources), null, 2)}\n`);
  } else {
    await printDiagnostics(diagnostics, sources, context.out);
    const { green, red, bold } = colors(context.out);
    const verdict = plan ? green(bold(`${entry} is fine`)) : red(bold(`${entry} does not compile`));
    const counts = diagnostics.length > 0 ? ` (${summary(diagnostics)})` : '';
    context.out.write(`${verdict}${counts}${plan ? `: ${contents(plan)}` : ''}.\n`);
  }
  return plan ? exitCode.ok : exitCode.problems;
}

function formatOf(args: Arguments): 'text' | 'json' {
  const format = args.value('format') ?? (args.has('json') ? 'json' : 'text');
  if (PLANNED_FORMATS.includes(format)) throw notYet(`--format ${format}`);
  if (format !== 'text' && format !== 'json') {
    throw new UsageError(`There is no format ${format}.`, 'Write --format text or --format json.');
  }
  if (format === 'text' && args.has('json')) throw new UsageError('--json and --format text contradict each other.');
  return format;
}

const many = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

/** `2 devices, 5 nodes, 12 ops in 3 slots`. */
export const contents = (plan: Plan): string =>
  `${many(plan.devices.length, 'device')}, ${many(plan.nodes.length, 'node')}, ${many(plan.ops.length, 'op')} in ${many(plan.slots, 'slot')}`;
