// busbar config: what the config comes to when all its files, machines, templates and options are laid together.
// In: a config. Out: YAML or JSON of it, with the file and line of every value where that is asked for.

import { usesOf } from '../../../compiler/diagnostics/chain.ts';
import { place, sourceOf } from '../../../compiler/diagnostics/span.ts';
import { type Document, isList, isMap, type JsonValue } from '../../../compiler/ir/document.ts';
import { childPlace, type Place, valueSpan } from '../../../compiler/ir/places.ts';
import { pointer, type Sources, type Span } from '../../../compiler/ir/source.ts';
import type { Path } from '../../../compiler/passes/merge/shapes.ts';
import type { Arguments } from '../arguments.ts';
import { compileConfig, printDiagnostics, reportNoPlan, warningsOf } from '../compile-config.ts';
import { asWritten, configText } from '../config-text.ts';
import type { Context } from '../context.ts';
import { exitCode } from '../exit-code.ts';
import { toJson } from '../to-json.ts';

export async function run(args: Arguments, context: Context): Promise<number> {
  let merged: Document | undefined;
  const { result } = await compileConfig(args, args.positionals[0], context, (pass, value) => {
    if (pass === 'merge') merged = value as Document;
  });
  if (merged === undefined) {
    await reportNoPlan(result, args, context);
    return exitCode.problems;
  }
  const withOrigins = args.has('show-origin');
  if (args.has('json')) {
    const config = written(merged.value, merged.places, [], merged.sources);
    context.out.write(`${toJson(withOrigins ? { config, origins: originsOf(merged) } : { config })}\n`);
  } else {
    context.out.write(configText(merged, withOrigins));
  }
  await printDiagnostics(warningsOf(result), result.sources, context.err);
  return result.plan ? exitCode.ok : exitCode.problems;
}

/** The value as a config would hold it. */
function written(value: JsonValue, at: Place, path: Path, sources: Sources): JsonValue {
  const inner = (item: JsonValue, key: string | number) =>
    written(item, childPlace(at, key) ?? at, [...path, key], sources);
  if (typeof value === 'string') return asWritten(value, at, path, sources);
  if (isList(value)) return value.map(inner);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, inner(item, key)]));
}

/** File and place of every value that holds no others, by pointer; `via`: where it is used from, the nearest first. */
function originsOf({ value, places, sources }: Document) {
  const origins: Record<string, unknown> = {};
  const at = (span: Span) => {
    const source = sourceOf(sources, span);
    return { file: source.path, ...place(source, span) };
  };
  const visit = (inner: JsonValue, where: Place, to: string) => {
    if (isList(inner))
      for (const [i, item] of inner.entries()) visit(item, childPlace(where, i) ?? where, pointer(to, i));
    else if (isMap(inner)) {
      for (const [key, item] of Object.entries(inner)) visit(item, childPlace(where, key) ?? where, pointer(to, key));
    } else {
      const span = valueSpan(where);
      origins[to] = { ...at(span), via: usesOf(span).map((use) => at(use.span)) };
    }
  };
  visit(value, places, '');
  return origins;
}
