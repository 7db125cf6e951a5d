// Types of configs in TypeScript, judged by the compiler of TypeScript: types/fine.ts must compile, and in types/wrong.ts
// every `@ts-expect-error` must stand over an error, for one that stands over none is an error itself.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));

test('a wrong param, unit, step name or missing key does not compile, and every right form does', () => {
  const words = [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'test/builder/types/tsconfig.json'];
  const { stdout, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
  const about = `${stdout}${stderr}`.split('\n').filter((line) => line.includes('test/builder/types/'));
  expect(about).toEqual([]);
});
