// busbar schema: what editors complete and check configs with. In: nothing. Out: the JSON Schema, or a file of it.

import { mkdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { jsonSchema } from '../../../schema/json-schema.ts';
import { testJsonSchema } from '../../../schema/tests/json-schema.ts';
import { writeError, writeWhole } from '../../atomic-file.ts';
import type { Arguments } from '../arguments.ts';
import type { Context } from '../context.ts';
import { exitCode } from '../exit-code.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  const text = `${JSON.stringify(args.has('tests') ? testJsonSchema() : jsonSchema(), null, 2)}\n`;
  const file = args.value('out');
  if (file === undefined) {
    context.out.write(text);
    return exitCode.ok;
  }
  const path = resolve(context.cwd, file);
  try {
    mkdirSync(dirname(path), { recursive: true });
  } catch (e) {
    throw writeError(e, file);
  }
  await writeWhole(path, file, new TextEncoder().encode(text));
  context.err.write(`Wrote ${file}.\n`);
  return exitCode.ok;
}
