// The verifier reads a transition from both sides of its fades, and bites on either.

import { beforeAll, expect, it } from 'vitest';
import { stagesOf, verifyPlan } from '../../compiler/index.ts';
import type { Plan, PlanOp } from '../../schema/plan.ts';
import { planOf } from '../support/compile-text.ts';

const config = (voice: string) => `
busbar: 1
engine: { rate: 48 kHz, quantum: 64 frames }
devices: { main: { inputs: { mic: 1, pair: 2-3 }, outputs: { mon: 1-2 } } }
graph:
  voice: { from: main.mic, do: [ ${voice} ] }
  desk: { channels: 2, mix: { voice: 0 dB, main.pair: 0 dB }, to: main.mon }
`;

let transition: Plan;
beforeAll(async () => {
  const limiter = (ms: number) => planOf(config(`{ limiter: { ceiling: -1 dBFS, lookahead: ${ms} ms } }`));
  transition = stagesOf(await limiter(1), await limiter(2))[0]!.plan;
});

/** What is found once every op for which `change` gives another is that. */
function found(change: (op: PlanOp) => PlanOp | undefined): readonly string[] {
  const ops = transition.ops.map((op) => change(op) ?? op);
  expect(ops).not.toEqual(transition.ops);
  return verifyPlan({ ...transition, ops }).map((f) => f.text);
}

const withParams = (op: PlanOp, params: Readonly<Record<string, number>>): PlanOp => ({
  ...op,
  parts: op.parts.map((p) => ({ ...p, params: { ...p.params, ...params } })),
});

it('finds nothing in a transition', () => {
  expect(transition.ops.some((op) => op.kernel === 'fade')).toBe(true);
  expect(verifyPlan(transition)).toEqual([]);
});

it.each([
  ['before', 48],
  ['behind', 96],
])('finds a pad that is too short %s the fades', (_, frames) => {
  const texts = found((op) => {
    if (op.kernel !== 'align' || op.parts[0]!.params.delay !== frames) return undefined;
    return withParams(op, { delay: frames - 1 });
  });
  expect(texts.join()).toMatch(/frames after/);
});

it('finds a fade whose sides are not what it reads', () => {
  expect(found((op) => (op.kernel === 'fade' ? withParams(op, { sides: 1 }) : undefined)).join()).toMatch(
    /makes \d+ signals/,
  );
});

it('finds a fade that leads back to the old plan', () => {
  const swapped = (list: readonly number[]) => [...list.slice(list.length / 2), ...list.slice(0, list.length / 2)];
  const texts = found((op) =>
    op.kernel === 'fade' ? { ...op, from: swapped(op.from), reads: swapped(op.reads), inPlace: false } : undefined,
  );
  expect(texts.join()).toMatch(/states 96 frames and takes 48/);
});
