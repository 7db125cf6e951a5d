// busbar explain: the catalogue of diagnostics. In: a code, an area of codes, or nothing. Out: its page, or a list.

import { codes, explain, suggestCode } from '../../../compiler/diagnostics/explain.ts';
import { type Arguments, UsageError } from '../arguments.ts';
import { type Context, colors } from '../context.ts';
import { exitCode } from '../exit-code.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  const typed = args.positionals[0];
  const area = typed === undefined ? codes : codes.filter((code) => code.startsWith(`${typed}/`));
  if (typed === undefined || area.length > 0) list(area, args.has('json'), context);
  else page(typed, args.has('json'), context);
  return exitCode.ok;
}

function list(listed: readonly string[], json: boolean, { out }: Context): void {
  const pages = listed.map((code) => explain(code)).filter((page) => page !== undefined);
  if (json) {
    out.write(`${JSON.stringify(pages, null, 2)}\n`);
    return;
  }
  const width = Math.max(...listed.map((code) => code.length));
  for (const { code, title, severity } of pages) out.write(`${code.padEnd(width)}  ${severity.padEnd(7)}  ${title}\n`);
}

function page(typed: string, json: boolean, { out }: Context): void {
  const found = explain(typed);
  if (!found) {
    const meant = suggestCode(typed);
    const help = meant ? `Did you mean \`busbar explain ${meant}\`?` : '`busbar explain` lists every code.';
    throw new UsageError(`There is no code ${typed}.`, help);
  }
  if (json) {
    out.write(`${JSON.stringify(found, null, 2)}\n`);
    return;
  }
  const { bold, dim } = colors(out);
  out.write(`${bold(found.code)}: ${found.title} ${dim(`(${found.severity})`)}\n\n${found.markdown.trim()}\n`);
}
