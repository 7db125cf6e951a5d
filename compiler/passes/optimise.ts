// ops -> ops: the list of rewrites, in order. In: ops as lowered. Out: fewer ops with the same output and the same parts.
// Invariant: no rewrite takes away a live param, a bypass, a meter or a state: parts move, they never vanish unless
// nobody hears them. Each rewrite is linear in the ops.

import type { OpGraph } from '../ir/ops.ts';
import { fuseCascades } from './optimise/cascade.ts';
import { removeDead } from './optimise/dead.ts';
import type { Pass } from './pass.ts';

export const rewrites: readonly { readonly name: string; readonly rewrite: (graph: OpGraph) => OpGraph }[] = [
  // First, so that nothing is done for what goes.
  { name: 'dead', rewrite: removeDead },
  { name: 'cascade', rewrite: fuseCascades },
];

export const optimise: Pass<OpGraph, OpGraph> = (graph, { options }) => {
  if (options.optimise === false) return { value: graph, diagnostics: [] };
  return { value: rewrites.reduce((ops, { rewrite }) => rewrite(ops), graph), diagnostics: [] };
};
