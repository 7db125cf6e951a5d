// Several mistakes at once, in studios and in random graphs: no mend that is offered brings another error to light, and
// what is offered mends. BUSBAR_SEED repeats a run, BUSBAR_MENDS sets how many documents.

import fc from 'fast-check';
import { expect, it } from 'vitest';
import { compileText, complaints } from '../support/compile-text.ts';
import { addedBy, errorsOf, mendedTexts } from '../support/mends.ts';
import { random, runSeed } from '../support/random.ts';
import { buildGraph } from './graphs/build.ts';
import { makePool } from './graphs/pool.ts';
import { graphRecipe } from './graphs/recipe.ts';
import { toYaml } from './graphs/text.ts';
import { corpus } from './language/corpus.ts';
import { damaged } from './language/mutate.ts';

const DOCUMENTS = Number(process.env.BUSBAR_MENDS ?? 300);
/** So many mistakes in one document, and one less for each before that until 2. */
const MOST_MISTAKES = 6;

it(`${DOCUMENTS} documents with several mistakes: a mend adds none`, { timeout: 3_600_000 }, async () => {
  const seed = runSeed();
  const pool = await makePool();
  // Which order is best is another question.
  const options = { files: pool.files, order: 'greedy', optimise: false } as const;
  const count = { documents: 0, mistaken: 0, errors: 0, mends: 0 };
  const judge = async (whole: string, mistakes: number, next: () => number) => {
    count.documents++;
    const text = new TextDecoder().decode(damaged(whole, 'typos', mistakes, next));
    const before = await compileText(text, options);
    const errors = errorsOf(before);
    count.errors += errors.length;
    if (errors.length > 0) count.mistaken++;
    for (const d of before.diagnostics.filter(({ edits }) => edits.length > 0)) {
      count.mends++;
      const after = await compileText(mendedTexts(before.sources, d)['busbar.yaml'] ?? text, options);
      const added = addedBy(d, before, after);
      if (added.length === 0) continue;
      const titles = d.edits.map((e) => e.title).join(', ');
      throw new Error(`${d.code} (${titles}) adds:\n${added.join('\n')}\nto:\n${complaints(before)}\n---\n${text}`);
    }
  };
  const property = fc.asyncProperty(graphRecipe, fc.nat(), fc.nat(), async (recipe, choice, dice) => {
    const studio = corpus[choice % (2 * corpus.length)] ?? toYaml(buildGraph(recipe, pool).config);
    await judge(studio, 2 + (dice % (MOST_MISTAKES - 1)), random(dice));
  });
  await fc.assert(property, { seed, numRuns: DOCUMENTS, endOnFailure: true });
  console.log(
    `BUSBAR_SEED=${seed}: ${count.documents} documents, ${count.mistaken} of them with errors, ${count.errors} in all; ` +
      `${count.mends} mends tried`,
  );
  // A property that meets no mistake says nothing.
  expect(count.mends).toBeGreaterThan(DOCUMENTS / 2);
  expect(count.mistaken).toBeGreaterThan(DOCUMENTS / 2);
});
