// Runs tests. In: compiled tests, the engine. Out: every assertion with what was found. Takes are shared within a plan.

import type { Assertion, TestCase } from '../../compiler/tests/types.ts';
import type { Plan } from '../../schema/plan.ts';
import { EngineError } from '../engine-error.ts';
import { measure } from './measure.ts';
import type { Finding } from './outcome.ts';
import type { Player } from './play.ts';
import { Takes } from './takes.ts';

export interface AssertionResult {
  readonly assertion: Assertion;
  readonly finding: Finding;
}

export interface TestResult {
  readonly test: TestCase;
  readonly assertions: readonly AssertionResult[];
  /** Wall time. */
  readonly seconds: number;
}

/** Throws EngineError. `only`: assertions that are wanted, all where it is left out. */
export async function runTests(
  player: Player,
  tests: readonly TestCase[],
  only: (assertion: Assertion) => boolean = () => true,
): Promise<readonly TestResult[]> {
  const takes = new Map<Plan, Takes>();
  const results: TestResult[] = [];
  for (const test of tests) {
    const began = performance.now();
    const own = takes.get(test.plan) ?? new Takes(player, test);
    takes.set(test.plan, own);
    const assertions: AssertionResult[] = [];
    for (const assertion of test.expect.filter(only)) {
      if (player.signal.aborted) throw new EngineError('interrupted', 'Interrupted: not all tests were run.');
      assertions.push({ assertion, finding: await measure(assertion, test, own, player) });
    }
    results.push({ test, assertions, seconds: (performance.now() - began) / 1000 });
  }
  return results;
}
