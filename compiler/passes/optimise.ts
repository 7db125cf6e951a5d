// ops -> ops: the list of rewrites, in the order they run. In: ops as lowered. Out: fewer ops that sound the same.
// Invariant: no rewrite takes away what can be set, bypassed, metered or addressed; every part keeps its name,
// params and state. With `optimise: false` the list is skipped, which is the reference for all of it.

import type { OpGraph } from '../ir/ops.ts';
import { dropDead } from './optimise/drop-dead.ts';
import { fuseFilters } from './optimise/fuse-filters.ts';
import type { Pass } from './pass.ts';

export type Rewrite = (graph: OpGraph) => OpGraph;

export const rewrites: readonly (readonly [name: string, rewrite: Rewrite])[] = [
  ['drop-dead', dropDead],
  ['fuse-filters', (graph) => fuseFilters(graph)],
];

export const optimise: Pass<OpGraph, OpGraph> = (graph, { options }) => ({
  value: options.optimise === false ? graph : rewrites.reduce((g, [, rewrite]) => rewrite(g), graph),
  diagnostics: [],
});
