// One share of the random graphs; several test files run shares of their own side by side.
// In: the number of the share. Out: a vitest suite. BUSBAR_SEED repeats a share, BUSBAR_GRAPHS sets how many in all.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nodeTypes } from '../../../schema/index.ts';
import { describeNative } from '../../support/addon.ts';
import { runSeed } from '../../support/random.ts';
import { buildGraph } from './build.ts';
import { always, sometimes, type Tally } from './check-graph.ts';
import { makePool } from './pool.ts';
import { graphRecipe } from './recipe.ts';
import { toYaml } from './text.ts';

const SHARES = 4;
const GRAPHS = Math.ceil(Number(process.env.BUSBAR_GRAPHS ?? 10_000) / SHARES);
/** One graph in so many also goes through the costlier checks. */
const SOMETIMES = 10;
/** From so many graphs on, every step type must have been among them. */
const ENOUGH = 1000;

export function randomGraphs(share: number): void {
  describeNative(`random graphs, share ${share} of ${SHARES}`, () => {
    it(`${GRAPHS} graphs compile, run and agree`, { timeout: 600_000 }, async () => {
      const pool = await makePool();
      const seed = runSeed();
      const tally: Tally = { graphs: 0, optimal: 0, unsearched: 0, proven: 0, stepTypes: new Map() };
      const since = performance.now();
      const property = fc.asyncProperty(graphRecipe, async (recipe) => {
        const graph = buildGraph(recipe, pool);
        const { v, wrong } = await always(graph, pool, tally);
        if (tally.graphs % SOMETIMES === 1) wrong.push(...(await sometimes(graph, pool, v)));
        if (wrong.length > 0) throw new Error(`${wrong.join('\n')}\n---\n${toYaml(graph.config)}`);
      });
      try {
        await fc.assert(property, { seed: seed + share, numRuns: GRAPHS, endOnFailure: true, maxSkipsPerRun: 0 });
      } finally {
        const seconds = (performance.now() - since) / 1000;
        console.log(
          `share ${share}: BUSBAR_SEED=${seed}: ${tally.graphs} graphs in ${seconds.toFixed(1)} s; ` +
            `fewest slots proven by the plan in ${tally.proven} domains of ${tally.optimal + tally.unsearched}, ` +
            `confirmed by another search in ${tally.optimal}`,
        );
      }
      if (GRAPHS < ENOUGH) return;
      const missing = nodeTypes.filter((d) => !tally.stepTypes.has(d.type)).map((d) => d.type);
      expect(missing, 'step types that no graph had').toEqual([]);
    });
  });
}
