// Each mutant applies: its text is in its file once, and its tests are there. Cheap, so that a moved line is seen at once.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { inCompiler, inEngine, inRuntime } from './all.ts';

const root = join(import.meta.dirname, '../..');

test.each([...inCompiler, ...inRuntime, ...inEngine])('$area: $name', (mutant) => {
  const times = readFileSync(`${root}/${mutant.file}`, 'utf8').split(mutant.search).length - 1;
  expect(times, `its text in ${mutant.file}`).toBe(1);
  expect(mutant.tests.filter((t) => !existsSync(`${root}/${t}`))).toEqual([]);
});
