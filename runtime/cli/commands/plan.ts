// busbar plan: what the engine would run. In: a config. Out: a table, JSON, a file, or one pass's value.

import { resolve } from 'node:path';
import type { OpGraph } from '../../../compiler/ir/ops.ts';
import { planJson } from '../../../compiler/plan-json.ts';
import { writeWhole } from '../../atomic-file.ts';
import { refuseToOverwrite } from '../../protected-files.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { compileConfig, filesRead, printDiagnostics, reportNoPlan, warningsOf } from '../compile-config.ts';
import type { Context } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { toJson } from '../to-json.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  const pass = args.value('trace');
  if (pass !== undefined) return tracePass(pass, args, context);
  const compiled = await compileConfig(args, args.positionals[0], context);
  const { result } = compiled;
  const { plan } = result;
  if (!plan) {
    await reportNoPlan(result, args, context);
    return exitCode.problems;
  }
  await printDiagnostics(warningsOf(result), result.sources, context.err);
  const file = args.value('out');
  if (file !== undefined) {
    const bytes = file.endsWith('.bin')
      ? (await import('../../../compiler/encode.ts')).encode(plan)
      : new TextEncoder().encode(planJson(plan));
    const path = resolve(context.cwd, file);
    refuseToOverwrite(path, file, filesRead(compiled, context.cwd));
    await writeWhole(path, file, bytes);
    context.err.write(`Wrote ${file}.\n`);
  } else if (args.has('json')) {
    context.out.write(planJson(plan));
  } else {
    const { planText } = await import('../plan-text.ts');
    context.out.write(planText(plan, context.out));
  }
  return exitCode.ok;
}

async function tracePass(pass: string, args: Arguments, context: Context): Promise<number> {
  if (args.has('out'))
    throw new UsageError('--trace and --out do not go together.', 'Use the shell: busbar plan --trace PASS > FILE.');
  const { passNames } = await import('../../../compiler/pipeline.ts');
  if (!passNames.includes(pass)) {
    throw new UsageError(`The compiler has no pass ${pass}.`, `Its passes: ${passNames.join(', ')}.`);
  }
  const made = new Map<string, unknown>();
  const { result } = await compileConfig(args, args.positionals[0], context, (name, value) => made.set(name, value));
  await printDiagnostics(result.diagnostics, result.sources, context.err);
  if (made.has(pass)) context.out.write(`${toJson(await traceOf(pass, made))}\n`);
  else context.err.write(`The compile ended before ${pass}.\n`);
  return result.plan ? exitCode.ok : exitCode.problems;
}

/** What a pass made; of `optimise` also what each rewrite did on the way there. */
async function traceOf(pass: string, made: ReadonlyMap<string, unknown>): Promise<unknown> {
  if (pass !== 'optimise') return made.get(pass);
  const { toldRewrites } = await import('../../../compiler/passes/optimise/told.ts');
  return { rewrites: toldRewrites(made.get('lower') as OpGraph), ...(made.get(pass) as OpGraph) };
}
