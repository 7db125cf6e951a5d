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
  const practice = warmUp(ending.signal);
  ending.abort();
  await practice;
});
