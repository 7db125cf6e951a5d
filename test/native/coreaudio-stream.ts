// CoreAudio's back end over the simulated HAL, under sanitizers. In: nothing. Out: tests, for the file that builds the binaries.
// BUSBAR_HAL_STEPS sets the steps of the random order (10000 is the long form), BUSBAR_SEED which.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildNativeTests } from './native-tests.ts';

/** What it says beside its tests. */
const figures = /^(our own clocks|random order)/;

export function coreaudioStreams(): void {
  const isMac = process.platform === 'darwin';
  if (isMac) console.warn('skipped: the simulated HAL: the HAL is the real one here');
  it.skipIf(isMac).for(['sanitized', 'threads'] as const)(
    'sound, opening, trouble, aggregates, random order: %s',
    { timeout: 900_000 },
    (kind) => {
      const binary = join(buildNativeTests(kind, 'busbar_coreaudio_test'), 'busbar_coreaudio_test');
      const { status, stdout, stderr } = spawnSync(binary, { encoding: 'utf8' });
      const lines = stdout.trim().split('\n');
      console.log(`${kind}:\n${lines.filter((l) => figures.test(l)).join('\n')}`);
      expect(stderr).toBe('');
      expect(lines.filter((l) => !l.startsWith('ok ') && !figures.test(l))).toEqual([]);
      expect(status).toBe(0);
    },
  );
}
