// The first half of every verb with a config: find it, compile it, report on it. In: arguments. Out: a CompileResult.

import { resolve } from 'node:path';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import type { Paint as DiagnosticPaint } from '../../compiler/diagnostics/render/paint.ts';
import { compile } from '../../compiler/index.ts';
import type { SourceHost } from '../../compiler/ir/source.ts';
import type { CompileOptions, CompileRequest, CompileResult } from '../../compiler/request.ts';
import type { Inventory } from '../../schema/inventory.ts';
import type { ProtectedFile } from '../protected-files.ts';
import { createFileHost, type ProgramOptions, STDIN } from '../source-host.ts';
import { type Arguments, UsageError } from './arguments.ts';
import { type Context, colors, type Sink } from './context.ts';
import { entryPath } from './find-config.ts';

export interface Compiled {
  readonly entry: string;
  readonly result: CompileResult;
}

export async function compileConfig(
  args: Arguments,
  named: string | undefined,
  context: Context,
  trace?: CompileRequest['trace'],
): Promise<Compiled> {
  const entry = entryPath(context.cwd, named);
  const host = await hostOf(entry, args, context);
  const inventory = await givenInventory(args, context);
  const result = await compile({ entry, host, options: compileOptions(args), inventory, ...(trace ? { trace } : {}) });
  return { entry, result };
}

/** What the compiler reads through. What a config prints goes to the error stream, beside the results. */
export async function hostOf(entry: string, args: Arguments, context: Context): Promise<SourceHost> {
  const { cwd, readStdin } = context;
  const programs = programsOf(args, context);
  return createFileHost({ cwd, entry, programs, ...(entry === STDIN && { stdin: await readStdin() }) });
}

/** How configs that are programs are run; undefined: none is. */
export const programsOf = (args: Arguments, { err }: Context): ProgramOptions | undefined =>
  args.has('no-exec') ? undefined : { print: (text) => err.write(text) };

/** The devices of `--inventory`. */
export async function givenInventory(args: Arguments, context: Context): Promise<Inventory | undefined> {
  const file = args.value('inventory');
  if (file === undefined) return undefined;
  const { loadInventory } = await import('../inventory.ts');
  return loadInventory(resolve(context.cwd, file), file);
}

/** What the command line says of how to compile. */
export function compileOptions(args: Arguments): CompileOptions {
  const machine = args.value('machine');
  return { set: args.values('set').map(setting), ...(machine === undefined ? {} : { machine }) };
}

/** One `--set`. */
function setting(text: string): { path: string; value: string } {
  const at = text.indexOf('=');
  if (at <= 0) throw new UsageError(`--set ${text} has no value.`, 'Write --set PATH=VALUE.');
  return { path: text.slice(0, at).trim(), value: text.slice(at + 1).trim() };
}

/** Prints diagnostics for people, each with its place and its mend; nothing where there are none. */
export async function printDiagnostics(
  diagnostics: readonly Diagnostic[],
  sources: CompileResult['sources'],
  sink: Sink,
): Promise<void> {
  if (diagnostics.length === 0) return;
  const { renderText } = await import('../../compiler/diagnostics/render/text.ts');
  sink.write(`${renderText(diagnostics, sources, { paint: diagnosticPaint(sink), width: sink.columns })}\n\n`);
}

export function diagnosticPaint(sink: Sink): DiagnosticPaint {
  const c = colors(sink);
  const byRole = {
    error: c.red,
    warning: c.yellow,
    hint: c.cyan,
    frame: c.dim,
    related: c.cyan,
    edit: c.green,
    strong: c.bold,
  };
  return (role, text) => byRole[role](text);
}

/** What the compile read: no output may replace any of it. */
export const filesRead = ({ entry, result }: Compiled, cwd: string): readonly ProtectedFile[] =>
  [...new Set([entry, ...result.tried])]
    .filter((path) => path !== STDIN)
    .map((path) => ({ path: resolve(cwd, path), role: path === entry ? 'the config' : 'read by the config' }));

/** Beside another product: what is worth an interruption. Hints are for `check`. */
export const warningsOf = (result: CompileResult): readonly Diagnostic[] =>
  result.diagnostics.filter((d) => d.severity !== 'hint');

/** For verbs whose product needs a plan: says why there is none, as JSON on `out` where that was asked for. */
export async function reportNoPlan(result: CompileResult, args: Arguments, context: Context): Promise<void> {
  if (args.has('json')) {
    const { renderJson } = await import('../../compiler/diagnostics/render/json.ts');
    context.out.write(`${JSON.stringify(renderJson(result.diagnostics, result.sources), null, 2)}\n`);
    return;
  }
  const { summary } = await import('../../compiler/diagnostics/render/text.ts');
  await printDiagnostics(result.diagnostics, result.sources, context.err);
  context.err.write(`${summary(result.diagnostics)}\n`);
}
