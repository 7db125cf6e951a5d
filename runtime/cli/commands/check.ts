// busbar check: from file to plan, nothing else. In: a config. Out: its diagnostics, and a word on what it holds.

import { summary } from '../../../compiler/diagnostics/render/text.ts';
import type { CompileResult } from '../../../compiler/request.ts';
import type { Plan } from '../../../schema/plan.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { type Compiled, compileConfig, printDiagnostics } from '../compile-config.ts';
import { type Context, colors } from '../context.ts';
import { exitCode } from '../exit-code.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  const report = reporterOf(args);
  const compiled = await compileConfig(args, args.positionals[0], context);
  if (report === undefined) await printText(compiled, context);
  else context.out.write(await report(compiled));
  return compiled.result.plan ? exitCode.ok : exitCode.problems;
}

async function printText({ entry, result }: Compiled, context: Context): Promise<void> {
  const { plan, diagnostics, sources } = result;
  await printDiagnostics(diagnostics, sources, context.out);
  const { green, red, bold } = colors(context.out);
  const verdict = plan ? green(bold(`${entry} is fine`)) : red(bold(`${entry} does not compile`));
  const counts = diagnostics.length > 0 ? ` (${summary(diagnostics)})` : '';
  context.out.write(`${verdict}${counts}${plan ? `: ${contents(plan)}` : ''}.\n`);
}

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** What programs read, by name; each form is loaded when it is asked for. */
const forms: Readonly<Record<string, (diagnosed: CompileResult, entry: string) => Promise<string>>> = {
  json: async ({ diagnostics, sources }) => {
    const { renderJson } = await import('../../../compiler/diagnostics/render/json.ts');
    return json(renderJson(diagnostics, sources));
  },
  sarif: async ({ diagnostics, sources }) => {
    const { renderSarif } = await import('../../../compiler/diagnostics/render/sarif.ts');
    const { version } = await import('../version.ts');
    return json(renderSarif(diagnostics, sources, version()));
  },
  github: async ({ diagnostics, sources }) => {
    const { renderGithub } = await import('../../../compiler/diagnostics/render/github.ts');
    return renderGithub(diagnostics, sources);
  },
  junit: async ({ diagnostics, sources }, entry) => {
    const { renderJunit } = await import('../../../compiler/diagnostics/render/junit.ts');
    return renderJunit(entry, diagnostics, sources);
  },
};

/** `undefined`: text, for people. */
function reporterOf(args: Arguments): ((compiled: Compiled) => Promise<string>) | undefined {
  const format = args.value('format') ?? (args.has('json') ? 'json' : 'text');
  if (args.has('json') && format !== 'json') {
    throw new UsageError(`--json and --format ${format} contradict each other.`);
  }
  if (format === 'text') return undefined;
  const form = Object.hasOwn(forms, format) ? forms[format] : undefined;
  if (form === undefined) {
    throw new UsageError(`There is no format ${format}.`, `Formats: text, ${Object.keys(forms).join(', ')}.`);
  }
  return ({ entry, result }) => form(result, entry);
}

const many = (n: number, word: string) => `${n} ${word}${n === 1 ? '' : 's'}`;

/** `2 devices, 5 nodes, 12 ops in 3 slots`. */
export const contents = (plan: Plan): string =>
  `${many(plan.devices.length, 'device')}, ${many(plan.nodes.length, 'node')}, ${many(plan.ops.length, 'op')} in ${many(plan.slots, 'slot')}`;
