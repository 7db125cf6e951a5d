// busbar fmt with a fault in it: the file stays as it is.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { busbar } from './run.ts';

vi.mock('../../compiler/format/tight-lists.ts', () => ({ tightLists: (text: string) => text.replace('desk', 'desc') }));

test.each([
  ['values', 'name: desk\n'],
  ['comments', 'name: x # desk\n'],
])('that would lose %s', async (what, text) => {
  const cwd = temporaryFolder();
  const file = join(cwd, 'busbar.yaml');
  writeFileSync(file, `graph: {}\n${text}`);
  const { code, out, err } = await busbar(['fmt'], { cwd });
  expect([code, out, err]).toEqual([1, '', expect.stringContaining(`it would lose ${what}`)]);
  expect(readFileSync(file, 'utf8')).toBe(`graph: {}\n${text}`);
});
