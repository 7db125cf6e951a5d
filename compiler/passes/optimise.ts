// ops -> ops: the list of rewrites, in the order they run. In: ops as lowered. Out: fewer ops that sound the same.
// Invariants: no rewrite takes away what can be set, bypassed, metered or addressed; every part keeps its name, params and
// state; nothing that is heard changes by a bit, so that what shares an op may differ from plan to plan. With
// `optimise: false` the list is skipped, which is the reference for all of it.

import type { OpGraph } from '../ir/ops.ts';
import { dropDead } from './optimise/drop-dead.ts';
import { foldWeights } from './optimise/fold-weights.ts';
import { fuseFilters } from './optimise/fuse-filters.ts';
import { mergeDelays } from './optimise/merge-delays.ts';
import { mergeSums } from './optimise/merge-sums.ts';
import { packLanes } from './optimise/pack-lanes.ts';
import { rewire } from './optimise/rewire.ts';
import { shareSpectra } from './optimise/share-spectra.ts';
import type { Pass } from './pass.ts';

export type Rewrite = (graph: OpGraph) => OpGraph;

export const rewrites: readonly (readonly [name: string, rewrite: Rewrite])[] = [
  ['rewire', rewire],
  ['drop-dead', dropDead],
  ['merge-delays', mergeDelays],
  ['fold-weights', foldWeights],
  ['merge-sums', mergeSums],
  ['fuse-filters', fuseFilters],
  ['pack-lanes', (graph) => packLanes(graph)],
  ['share-spectra', shareSpectra],
];

export const optimise: Pass<OpGraph, OpGraph> = (graph, { options }) => ({
  value: options.optimise === false ? graph : rewrites.reduce((g, [, rewrite]) => rewrite(g), graph),
  diagnostics: [],
});

/** What was taken apart, and is aligned already: what arrives when keeps nothing apart any more. */
export const optimiseAligned: Rewrite = (graph) =>
  shareSpectra(packLanes(fuseFilters(mergeSums(foldWeights(graph))), () => 0));
