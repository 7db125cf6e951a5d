// Native test binaries under ASan and UBSan: mutated plans, the live engine, and loudness against libebur128. The live
// engine under TSan, too.
// BUSBAR_FUZZ_SECONDS sets how long the fuzzer runs (default 20), BUSBAR_SEED repeats a run, BUSBAR_FUZZ_PLANS keeps
// the plans that it starts from in a folder (as busbar_libfuzzer wants them).

import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runSeed } from '../support/random.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { fuzzSeeds } from './fuzz-seeds.ts';
import { liveScript } from './live-script.ts';
import { buildNativeTests, noNativeTests } from './native-tests.ts';

const seconds = Number(process.env.BUSBAR_FUZZ_SECONDS ?? 20);
const skipped = noNativeTests !== undefined && process.env.CI === undefined;
if (skipped) console.warn(`skipped: native test binaries: ${noNativeTests}`);

describe.skipIf(skipped)('native test binaries', () => {
  let bin = '';
  beforeAll(() => {
    bin = buildNativeTests();
  }, 600_000);

  it(
    'no mutated plan gets a finding out of the sanitizers, and a fifth of them runs',
    async () => {
      const folder = process.env.BUSBAR_FUZZ_PLANS ?? temporaryFolder();
      const seeds = (await fuzzSeeds()).map((bytes, i) => {
        const path = join(folder, `${i}.plan`);
        writeFileSync(path, bytes);
        return path;
      });
      const seed = Math.abs(runSeed());
      const { status, stdout, stderr } = spawnSync(
        join(bin, 'busbar_fuzz'),
        [String(seconds), String(seed), ...seeds],
        {
          encoding: 'utf8',
        },
      );
      console.log(`${seeds.length} plans mutated with BUSBAR_SEED=${seed}: ${stdout.trim()}`);
      expect(stderr).toBe('');
      expect(status).toBe(0);
      const [executions, accepted] = stdout.match(/\d+/g)!.map(Number) as [number, number];
      expect(accepted).toBeGreaterThan(executions / 5);
    },
    (seconds + 120) * 1000,
  );

  it.for(['sanitized', 'threads'] as const)(
    'the live engine gets no finding while everything changes: %s',
    { timeout: 900_000 },
    async (kind) => {
      const binary = join(buildNativeTests(kind, 'busbar_live'), 'busbar_live');
      const script = await liveScript(temporaryFolder());
      const { status, stdout, stderr } = spawnSync(binary, ['4', script], { encoding: 'utf8' });
      expect(stderr).toBe('');
      expect(status).toBe(0);
      const done = JSON.parse(stdout) as Record<string, number>;
      console.log(`live engine, ${kind}: ${stdout.trim()}`);
      expect(done).toMatchObject({ lost: 0, notFinite: 0, mostMemory: done.memory });
      // Two rounds of its five saves at least, or nothing is known of the memory.
      expect(done.changes).toBeGreaterThan(10);
      expect(done.values).toBeGreaterThan(10);
      expect(done.reopened).toBeGreaterThan(5);
    },
  );

  it('loudness agrees with libebur128', (context) => {
    const binary = join(bin, 'busbar_loudness');
    if (!existsSync(binary)) {
      console.warn('skipped: libebur128 is not installed (Debian: libebur128-dev)');
      context.skip();
    }
    const { status, stdout, stderr } = spawnSync(binary, { encoding: 'utf8' });
    expect(`${stdout}${stderr}`).toMatch(/^worst difference from libebur128: 0\.00\d+ LU\n$/);
    expect(status).toBe(0);
  });
});
