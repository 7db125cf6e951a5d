// Properties of the language as a whole: whatever the text, the compiler answers; every complaint points into its
// file; and no edit that it offers makes matters worse.

import { expect, it } from 'vitest';
import { applyEdits } from '../../../compiler/diagnostics/apply-edits.ts';
import type { Diagnostic } from '../../../compiler/diagnostics/diagnostic.ts';
import { verifyPlan } from '../../../compiler/index.ts';
import type { Span } from '../../../compiler/ir/source.ts';
import type { CompileResult } from '../../../compiler/request.ts';
import { compileText, complaints, planOf } from '../../support/compile-text.ts';
import { addedBy, errorsOf } from '../../support/mends.ts';
import { random, runSeed } from '../../support/random.ts';
import { corpus } from './corpus.ts';
import { damaged } from './mutate.ts';

const RUNS = Number(process.env.BUSBAR_DAMAGES ?? 1500);

function outside(result: CompileResult): string[] {
  const check = (what: string, span: Span) => {
    const length = result.sources[span.source]?.text.length ?? 0;
    return span.start >= 0 && span.start <= span.end && span.end <= length
      ? []
      : [`${what} at ${span.start}..${span.end} of ${length} in source ${span.source}`];
  };
  return result.diagnostics.flatMap((d) => [
    ...check(d.code, d.span),
    ...d.related.flatMap((r) => check(`${d.code}, related`, r.span)),
    ...d.edits.flatMap((e) => check(`${d.code}, edit`, e.span)),
    ...(d.message === '' ? [`${d.code} says nothing`] : []),
  ]);
}

/** Diagnostics with edits, in all that was judged. */
let offered = 0;

/** What the edits of a diagnostic make worse. */
async function worsened(result: CompileResult, d: Diagnostic): Promise<string[]> {
  offered++;
  const after = await compileText(applyEdits(result.sources[0]!, d.edits).text);
  const added = addedBy(d, result, after);
  if (added.length === 0) return [];
  const titles = d.edits.map((e) => e.title);
  return [`the edit of ${d.code} (${titles}) adds:\n${added.join('\n')}\nto:\n${complaints(result)}`];
}

async function judge(text: Uint8Array): Promise<string[]> {
  const result = await compileText(text);
  const wrong = outside(result);
  if (errorsOf(result).length > 0 === (result.plan !== undefined))
    wrong.push(`${errorsOf(result).length} errors and ${result.plan === undefined ? 'no' : 'a'} plan`);
  if (result.plan !== undefined) wrong.push(...verifyPlan(result.plan).map((f) => `verifier: ${f.text}`));
  for (const d of result.diagnostics.filter((d) => d.edits.length > 0)) wrong.push(...(await worsened(result, d)));
  return wrong;
}

it.each(corpus)('a config of the corpus compiles', async (text) => {
  await planOf(text);
  expect(await judge(new TextEncoder().encode(text))).toEqual([]);
});

it.each([
  ['tokens', 1],
  ['tokens', 4],
  ['bytes', 1],
  ['bytes', 5],
  ['slips', 1],
  ['slips', 3],
] as const)('damage to %s, %i at once, is answered', async (kind, count) => {
  const seed = runSeed();
  offered = 0;
  console.log(`damage to ${kind}: BUSBAR_SEED=${seed}`);
  for (let i = 0; i < RUNS / 4; i++) {
    const text = damaged(corpus[i % corpus.length]!, kind, count, random(seed + i));
    const wrong = await judge(text).catch((e: unknown) => [`throws ${e instanceof Error ? e.stack : e}`]);
    expect(wrong, `run ${i} of seed ${seed}:\n${Buffer.from(text).toString()}`).toEqual([]);
  }
  // Slips are what edits are for: a property that meets none of them would say nothing.
  if (kind === 'slips') expect(offered).toBeGreaterThan(RUNS / 16);
});
