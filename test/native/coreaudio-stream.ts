// The simulated HAL, and CoreAudio's back end over it, under sanitizers. In: nothing. Out: tests, for the file that builds
// the binaries. BUSBAR_HAL_STEPS sets the steps of the random order (10000 is the long form), BUSBAR_SEED which; BUSBAR_HAL_CYCLES
// how many IO cycles are looked at (100000); BUSBAR_HAL_CALLS at which calls of an opening something happens (1: at each).

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { buildNativeTests } from './native-tests.ts';

/** What it says beside its tests. */
const figures = /^(our own clocks|random order|IO cycles|in the midst)/;

const programs = [
  ['busbar_hal_test', 'the simulated HAL itself'],
  ['busbar_coreaudio_test', 'sound, opening, trouble, aggregates, random order'],
] as const;

export function coreaudioStreams(): void {
  const isMac = process.platform === 'darwin';
  if (isMac) console.warn('skipped: the simulated HAL: the HAL is the real one here');
  const runs = (['sanitized', 'threads'] as const).flatMap((kind) =>
    programs.map((program) => [kind, ...program] as const),
  );
  it.skipIf(isMac).for(runs)('%s: %s: %s', { timeout: 900_000 }, ([kind, program]) => {
    const binary = join(buildNativeTests(kind, program), program);
    const { status, stdout, stderr } = spawnSync(binary, { encoding: 'utf8' });
    const lines = stdout.trim().split('\n');
    const told = lines.filter((l) => figures.test(l));
    if (told.length > 0) console.log(`${kind}:\n${told.join('\n')}`);
    expect(stderr).toBe('');
    expect(lines.filter((l) => !l.startsWith('ok ') && !figures.test(l))).toEqual([]);
    expect(status).toBe(0);
  });
}
