// The practice before the first save is of what saves take, and ends when it is told to.

import { expect, test } from 'vitest';
import { practise, studios, warmUp } from '../../runtime/session/warm-up.ts';

test('its studios compile, and lead to one another', async () => {
  for (const [i, studio] of studios.entries()) {
    await expect(practise(studio, studios[(i + 1) % studios.length] as string)).resolves.toBeUndefined();
  }
  await expect(practise('busbar: 1', 'graph: [')).rejects.toThrow();
});

test('it ends at once when the run does', async () => {
  const ending = new AbortController();
  const practice = warmUp(async () => {}, ending.signal);
  ending.abort();
  await practice;
});

test('a config that takes long to compile is not compiled again and again', async () => {
  let compiles = 0;
  const slow = async () => {
    compiles++;
    for (const began = performance.now(); performance.now() - began < 1600; );
  };
  await warmUp(slow, new AbortController().signal);
  expect(compiles).toBe(1);
});
