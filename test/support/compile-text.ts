// Compiles a config given as text. In: YAML and the files beside it. Out: the result, or just the plan.

import { compile } from '../../compiler/index.ts';
import type { CompileOptions, CompileRequest, CompileResult } from '../../compiler/request.ts';
import type { Plan } from '../../schema/plan.ts';
import type { Files } from './memory-host.ts';
import { memoryHost } from './memory-host.ts';

export const ENTRY = 'busbar.yaml';

export interface TextOptions extends CompileOptions {
  readonly files?: Files;
  readonly trace?: CompileRequest['trace'];
  readonly inventory?: CompileRequest['inventory'];
}

export function compileText(yaml: string | Uint8Array, options: TextOptions = {}): Promise<CompileResult> {
  const { files = {}, trace, inventory, ...rest } = options;
  return compile({
    entry: ENTRY,
    host: memoryHost({ ...files, [ENTRY]: yaml }),
    options: rest,
    inventory,
    ...(trace === undefined ? {} : { trace }),
  });
}

/** What a result complains about, one line each: `graph/cycle 12:3 …`. */
export const complaints = (result: CompileResult, severities = ['error']): string =>
  result.diagnostics
    .filter((d) => severities.includes(d.severity))
    .map((d) => {
      const before = (result.sources[d.span.source]?.text ?? '').slice(0, d.span.start).split('\n');
      return `${d.code} ${before.length}:${(before.at(-1)?.length ?? 0) + 1} ${d.message}`;
    })
    .join('\n');

/** The plan of a config that must compile; throws with its diagnostics and its text where it does not. */
export async function planOf(yaml: string, options: TextOptions = {}): Promise<Plan> {
  const result = await compileText(yaml, options);
  if (result.plan === undefined) throw new Error(`does not compile:\n${complaints(result)}\n---\n${yaml}`);
  return result.plan;
}
