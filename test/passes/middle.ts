// Values and complaints of the middle passes, from a config as text. In: the lines that matter. Out: what a pass made,
// and diagnostics as `code "token" -> "related token" …`, so that tests show where each stands.

import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import type { CheckedGraph, EquippedGraph, Graph } from '../../compiler/ir/graph.ts';
import type { OpGraph } from '../../compiler/ir/ops.ts';
import type { Source, Span } from '../../compiler/ir/source.ts';
import type { CompileResult } from '../../compiler/request.ts';
import { compileText, type TextOptions } from '../support/compile-text.ts';

/** A stereo interface with a microphone pair, and JACK ports. */
export const DEVICES = `
devices:
  main: { inputs: { mic: 1, pair: 3-4 }, outputs: { mon: 1-2, sub: 3 } }
`;

interface Values {
  readonly resolve: Graph;
  readonly check: CheckedGraph;
  readonly assets: EquippedGraph;
  readonly lower: OpGraph;
  readonly optimise: OpGraph;
  readonly 'align-latency': OpGraph;
}

export interface Compiled {
  readonly result: CompileResult;
  after<P extends keyof Values>(pass: P): Values[P];
  /** Errors and warnings; with `hints`, those too. */
  said(hints?: boolean): readonly string[];
  messages(code: string): readonly string[];
  of(code: string): readonly Diagnostic[];
}

export async function compiled(yaml: string, options: TextOptions = {}): Promise<Compiled> {
  const values = new Map<string, unknown>();
  const trace = (pass: string, value: unknown): void => void values.set(pass, value);
  const result = await compileText(`busbar: 1\n${yaml}`, { ...options, trace });
  const { diagnostics, sources } = result;
  const of = (code: string) => diagnostics.filter((d) => d.code === code);
  return {
    result,
    after: <P extends keyof Values>(pass: P) => {
      const value = values.get(pass);
      if (value === undefined) throw new Error(`${pass} gave nothing:\n${diagnostics.map(text(sources)).join('\n')}`);
      return value as Values[P];
    },
    said: (hints = false) => diagnostics.filter((d) => hints || d.severity !== 'hint').map(text(sources)),
    messages: (code) => of(code).map((d) => d.message),
    of,
  };
}

const text =
  (sources: readonly Source[]) =>
  (d: Diagnostic): string =>
    [`${d.code} ${token(sources, d.span)}`, ...d.related.map((r) => token(sources, r.span))].join(' -> ');

const token = (sources: readonly Source[], { source, start, end }: Span): string =>
  `"${(sources[source]?.text ?? '').slice(start, end)}"`;
