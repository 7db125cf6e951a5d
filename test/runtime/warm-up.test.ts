// The practice before the first save is of what saves take, and ends when it is told to.

import { expect, test } from 'vitest';
import { diffPlans, verifyPlan } from '../../compiler/index.ts';
import { practise, warmUp, withStepAnew } from '../../runtime/session/warm-up.ts';
import { FILES, STUDIO } from '../reload/studio.ts';
import { planOf } from '../support/compile-text.ts';

test('what is practised is a fade, there and back', async () => {
  const plan = await planOf(STUDIO, { files: FILES });
  const other = withStepAnew(plan);
  expect(verifyPlan(other)).toEqual([]);
  expect(diffPlans(plan, other).kind).toBe('fade');
  expect(diffPlans(other, plan).kind).toBe('fade');
  practise(plan);
});

test('a config without a step has nothing to begin anew', async () => {
  const plan = await planOf(`busbar: 1
devices: { main: { inputs: { mic: 1 }, outputs: { mon: 1 } } }
graph: { through: { from: main.mic, to: main.mon } }
`);
  expect(diffPlans(plan, withStepAnew(plan)).kind).toBe('none');
  practise(plan);
});

test('it ends at once when the run does', async () => {
  const ending = new AbortController();
  const practice = warmUp(async () => ({}), ending.signal);
  ending.abort();
  await practice;
});

test('a config that takes long to compile is not compiled again and again', async () => {
  let compiles = 0;
  const slow = async () => {
    compiles++;
    for (const began = performance.now(); performance.now() - began < 3100; );
    return {};
  };
  await warmUp(slow, new AbortController().signal);
  expect(compiles).toBe(1);
});
