// However a config is cut into files, templates, machines and patches, its plan is the same to the byte.
// BUSBAR_SEED repeats a run, BUSBAR_CUTS sets how many cuts.

import { posix } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { compile, encodePlan } from '../../../compiler/index.ts';
import { complaints, planOf } from '../../support/compile-text.ts';
import { type Files, memoryHost } from '../../support/memory-host.ts';
import { random, runSeed } from '../../support/random.ts';
import { buildGraph } from '../graphs/build.ts';
import { makePool } from '../graphs/pool.ts';
import { graphRecipe } from '../graphs/recipe.ts';
import { toYaml } from '../graphs/text.ts';
import { corpus } from '../language/corpus.ts';
import { type Cut, cut } from './cut.ts';
import type { DataMap } from './difference.ts';

const CUTS = Number(process.env.BUSBAR_CUTS ?? 200);

/** What is wrong with the cut; nothing when its plan is `whole`. */
async function compared({ files, machine, facts }: Cut, whole: Uint8Array, beside: Files) {
  const host = { ...memoryHost({ ...besideEach(beside, files), ...files }), ...(facts && { machine: facts }) };
  const options = machine === undefined ? {} : { machine };
  const result = await compile({ entry: 'busbar.yaml', host, options });
  if (result.plan === undefined) return `does not compile:\n${complaints(result)}`;
  return Buffer.compare(encodePlan(result.plan), whole) === 0 ? '' : 'gives another plan';
}

/** What steps read, in the folder of every file that may name it: names are relative to the file that they stand in. */
const besideEach = (beside: Files, files: Files): Files =>
  Object.fromEntries(
    Object.keys(files).flatMap((path) =>
      Object.entries(beside).map(([name, bytes]) => [posix.join(posix.dirname(path), name), bytes]),
    ),
  );

const show = (files: Readonly<Record<string, string>>) =>
  Object.entries(files)
    .map(([path, text]) => `=== ${path}\n${text}`)
    .join('');

async function check(config: DataMap, seed: number, beside: Files = {}): Promise<void> {
  const text = toYaml(config);
  const whole = encodePlan(await planOf(text, { files: beside }));
  const made = cut(config, random(seed));
  const wrong = await compared(made, whole, beside);
  if (wrong !== '') throw new Error(`${wrong}\n${show(made.files)}\nwhole:\n${text}`);
}

it(`${CUTS} cuts of random graphs`, { timeout: 600_000 }, async () => {
  const pool = await makePool();
  const property = fc.asyncProperty(graphRecipe, fc.nat(), async (recipe, seed) => {
    await check(buildGraph(recipe, pool).config as DataMap, seed, pool.files);
  });
  await fc.assert(property, { seed: runSeed(), numRuns: CUTS, endOnFailure: true });
});

it.each(corpus.map((text, i) => [i, text] as const))('cuts of studio %i', { timeout: 600_000 }, async (_, text) => {
  const { machines, ...config } = parse(text.replace('serial: 00123456', 'serial: "00123456"')) as DataMap;
  for (let seed = 1; seed <= CUTS / 4; seed++) await check(config, seed);
});

it('cuts differ from each other, and use all that they can', () => {
  const config = parse(corpus[0] as string) as DataMap;
  const cuts = Array.from({ length: 200 }, (_, seed) => cut(config, random(seed)));
  const texts = cuts.map((c) => show(c.files));
  expect(new Set(texts).size).toBeGreaterThan(150);
  for (const word of [
    'include:',
    'templates:',
    '"extends"',
    'machines:',
    'busbar.local.yaml',
    '"when"',
    '"with"',
    ':null',
  ])
    expect(texts.filter((t) => t.includes(word)).length, word).toBeGreaterThan(10);
});
