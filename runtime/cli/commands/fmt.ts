// busbar fmt: a config written as all are. In: a YAML config. Out: the file, replaced where it differs; with --check, or
// from standard input, nothing is written to disk.

import { resolve } from 'node:path';
import { format } from '../../../compiler/format.ts';
import { isProgram } from '../../../compiler/ir/program.ts';
import type { Source } from '../../../compiler/ir/source.ts';
import { writeWhole } from '../../atomic-file.ts';
import { EngineError } from '../../engine-error.ts';
import { STDIN } from '../../source-host.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { hostOf, printDiagnostics } from '../compile-config.ts';
import type { Context } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { entryPath } from '../find-config.ts';

/** What the compiler reads at most. */
const MAX_BYTES = 4 * 2 ** 20;

export async function run(args: Arguments, context: Context): Promise<number> {
  const path = entryPath(context.cwd, args.positionals[0]);
  if (isProgram(path)) {
    throw new UsageError(`${path} is a program, not YAML.`, 'Formatters of TypeScript do that: Biome, Prettier.');
  }
  const source: Source = { id: 0, path, text: await textOf(path, args, context) };
  const { value, diagnostics } = format(source);
  if (value === undefined) {
    await printDiagnostics(diagnostics, [source], context.err);
    return exitCode.problems;
  }
  const differs = value !== source.text;
  if (args.has('check')) {
    context.out.write(differs ? `${path} is not formatted: busbar fmt ${path}\n` : `${path} is formatted.\n`);
    return differs ? exitCode.differs : exitCode.ok;
  }
  if (path === STDIN) context.out.write(value);
  else if (differs) await writeWhole(resolve(context.cwd, path), path, new TextEncoder().encode(value));
  if (path !== STDIN) context.err.write(differs ? `Wrote ${path}.\n` : `${path} is formatted.\n`);
  return exitCode.ok;
}

async function textOf(path: string, args: Arguments, context: Context): Promise<string> {
  const read = await (await hostOf(path, args, context)).read(path, MAX_BYTES);
  if (!read.ok) throw new EngineError('input', `${path} cannot be read: ${read.detail}.`, 'Name a YAML config.');
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(read.bytes);
  } catch {
    throw new EngineError('input', `${path} is not UTF-8 text.`, 'Save it as UTF-8.');
  }
}
