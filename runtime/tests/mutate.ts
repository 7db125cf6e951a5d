// Which assertions can fail. In: tests that hold. Out: for each assertion the mutant that it notices, or that it noticed
// none. Invariant: what is tried depends on the config, the tests and the budget, never on time.

import { compile } from '../../compiler/index.ts';
import type { OpGraph } from '../../compiler/ir/ops.ts';
import { type Mutant, mutantsOf } from '../../compiler/tests/mutants.ts';
import type { Assertion, TestCase } from '../../compiler/tests/types.ts';
import type { Plan } from '../../schema/plan.ts';
import type { Player } from './play.ts';
import { runTests } from './run-tests.ts';

export interface Mutated {
  readonly test: TestCase;
  readonly assertion: Assertion;
  /** The mutant that made it fail; null: none did. */
  readonly noticed: string | null;
  /** How many were tried that touch it. */
  readonly tried: number;
}

interface Suspect {
  readonly test: TestCase;
  readonly assertion: Assertion;
  noticed: string | null;
  tried: number;
}

export interface MutateOptions {
  /** Most mutants that an assertion is tried against. */
  readonly most?: number;
  /** Called with how many assertions are settled. */
  readonly progress?: (settled: number) => void;
}

/** Throws EngineError. */
export async function mutate(
  player: Player,
  tests: readonly TestCase[],
  { most = 48, progress = () => {} }: MutateOptions = {},
): Promise<readonly Mutated[]> {
  const suspects = tests.flatMap((test) =>
    test.expect.map((assertion): Suspect => ({ test, assertion, noticed: null, tried: 0 })),
  );
  for (const own of byPlan(suspects)) {
    const { test } = own[0]!;
    const mutants = mutantsOf(await loweredGraph(test), test.taps);
    const wanted = new Map(
      own.map((s) => [
        s,
        new Set(
          chosen(
            mutants.filter((m) => m.touches(s.assertion)),
            most,
          ),
        ),
      ]),
    );
    for (const isSuited of [true, false]) {
      for (const mutant of mutants) {
        const isTurn = (s: Suspect) => mutant.suits.includes(s.assertion.type) === isSuited;
        const open = own.filter((s) => s.noticed === null && isTurn(s) && wanted.get(s)?.has(mutant) === true);
        if (open.length === 0) continue;
        await tryMutant(player, mutant, open);
        progress(suspects.filter((s) => s.noticed !== null).length);
      }
    }
  }
  return suspects;
}

/** Evenly over the list, its first ones always. */
function chosen(mutants: readonly Mutant[], most: number): readonly Mutant[] {
  const step = Math.max(1, mutants.length / most);
  return mutants.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
}

function byPlan(suspects: readonly Suspect[]): readonly (readonly Suspect[])[] {
  const plans = new Map<Plan, Suspect[]>();
  for (const suspect of suspects) {
    const own = plans.get(suspect.test.plan) ?? [];
    own.push(suspect);
    plans.set(suspect.test.plan, own);
  }
  return [...plans.values()];
}

async function tryMutant(player: Player, mutant: Mutant, open: readonly Suspect[]): Promise<void> {
  const plan = await mutatedPlan(open[0]!.test, mutant);
  // What does not even compile would not have come this far.
  if (plan === undefined) return;
  for (const suspect of open) suspect.tried++;
  const tests = [...new Set(open.map((s) => s.test))].map((test) => ({
    ...test,
    plan,
    expect: open.flatMap((s) => (s.test === test ? [s.assertion] : [])),
  }));
  const results = await runTests({ ...player, isCutOver: mutant.isCutOver }, tests);
  const failed = new Set(results.flatMap((r) => r.assertions.flatMap((a) => (a.finding.passed ? [] : [a.assertion]))));
  for (const suspect of open) if (failed.has(suspect.assertion)) suspect.noticed = mutant.name;
}

async function mutatedPlan({ request }: TestCase, { rewrite }: Mutant): Promise<Plan | undefined> {
  return (await compile({ ...request, options: { ...request.options, rewrite } })).plan;
}

async function loweredGraph({ request }: TestCase): Promise<OpGraph> {
  let graph: OpGraph | undefined;
  const rewrite = (g: OpGraph) => {
    graph = g;
    return g;
  };
  await compile({ ...request, options: { ...request.options, rewrite } });
  if (graph === undefined) throw new Error('the config of a test compiles');
  return graph;
}
