// busbar fmt: a config written as all are. In: a YAML config. Out: the file, replaced where it differs; with --check, or
// from standard input, nothing is written to disk.

import { resolve } from 'node:path';
import { format } from '../../../compiler/format.ts';
import { isProgram } from '../../../compiler/ir/program.ts';
import { MAX_BYTES } from '../../../compiler/passes/load/file-reader.ts';
import { writeWhole } from '../../atomic-file.ts';
import { EngineError } from '../../engine-error.ts';
import { STDIN } from '../../source-host.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { hostOf, printDiagnostics } from '../compile-config.ts';
import type { Context } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { entryPath } from '../find-config.ts';

const REPORT = 'This is a fault of busbar: please report it with the file.';

export async function run(args: Arguments, context: Context): Promise<number> {
  const path = entryPath(context.cwd, args.positionals[0]);
  if (isProgram(path)) {
    throw new UsageError(`${path} is a program, not YAML.`, 'Formatters of TypeScript do that: Biome, Prettier.');
  }
  const read = await (await hostOf(path, args, context)).read(path, MAX_BYTES);
  if (!read.ok) throw new EngineError('input', `${path} cannot be read: ${read.detail}.`, 'Name a YAML config.');
  const { source, value, diagnostics, lost } = format(path, read.bytes);
  if (value === undefined) {
    await printDiagnostics(diagnostics, [source], context.err);
    if (lost !== undefined) context.err.write(`${path} stays as it is: formatted, it would lose ${lost}. ${REPORT}\n`);
    return exitCode.problems;
  }
  const text = new TextEncoder().encode(value);
  const differs = Buffer.compare(text, read.bytes) !== 0;
  const isChecked = args.has('check');
  if (differs && !isChecked && path !== STDIN) await writeWhole(resolve(context.cwd, path), path, text);
  if (args.has('json')) {
    const file = { file: path, changed: differs, ...(path === STDIN && !isChecked && { text: value }) };
    context.out.write(`${JSON.stringify({ files: [file] }, null, 2)}\n`);
  } else if (isChecked) {
    context.out.write(differs ? `${path} is not formatted: busbar fmt ${path}\n` : `${path} is formatted.\n`);
  } else if (path === STDIN) context.out.write(value);
  else context.err.write(differs ? `Wrote ${path}.\n` : `${path} is formatted.\n`);
  return isChecked && differs ? exitCode.differs : exitCode.ok;
}
