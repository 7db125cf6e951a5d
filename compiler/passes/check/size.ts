// The size of a graph. In: widths. Out: an error where the signals are more than can be compiled in reasonable time.
// Invariant: what passes here costs at most a fixed amount of memory later: a short text can ask for a great deal.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Graph } from '../../ir/graph.ts';
import type { PassContext } from '../pass.ts';
import { nodeSources } from '../sources.ts';
import type { Widths } from './widths.ts';

/** Reads and writes together, one per channel. */
const MOST_SIGNALS = 1_000_000;

export function checkSize(graph: Graph, widths: Widths, context: PassContext): Diagnostic | undefined {
  let signals = 0;
  const count = (width: number): void => {
    signals += Math.max(0, width);
  };
  for (const node of graph.nodes) {
    count(widths.input[node.id]!);
    for (const source of nodeSources(node)) count(widths.widthOf(source));
  }
  for (const step of widths.steps) {
    if (step === undefined) continue;
    for (const output in step.outputs) count(step.outputs[output]!);
  }
  if (signals <= MOST_SIGNALS) return undefined;
  return diagnose('graph/too-large', context.span('/graph', 'key'), { signals, most: MOST_SIGNALS });
}
