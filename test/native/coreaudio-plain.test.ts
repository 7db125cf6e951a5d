// CoreAudio's back end over the simulated HAL, a test of this file for each of the program's, so that a mutant can name one.
// In: BUSBAR_NATIVE_TESTS, a folder with the program. Without sanitizers, since they do not tell wrong lines sooner.

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const folder = process.env.BUSBAR_NATIVE_TESTS;
const sources = join(import.meta.dirname, 'coreaudio/stream');
const names = readdirSync(sources).flatMap((file) =>
  [...readFileSync(join(sources, file), 'utf8').matchAll(/^TEST\("(.+)"\)/gm)].map(([, name]) => name!),
);

describe('CoreAudio over the simulated HAL', () => {
  // One line for all of them: sanitized.test.ts runs the same, with sanitizers.
  if (folder === undefined) return it.skip('BUSBAR_NATIVE_TESTS names no folder of built tests: npm run mutants does');
  it.each(names)('%s', (name) => {
    const { stdout, stderr, status } = spawnSync(join(folder, 'busbar_coreaudio_test'), [name], { encoding: 'utf8' });
    expect(stderr).toBe('');
    expect(stdout.split('\n')).toContain(`ok ${name}`);
    expect(status).toBe(0);
  });
});
