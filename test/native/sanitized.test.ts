// Native test binaries under ASan and UBSan: mutated plans, and loudness against libebur128.
// BUSBAR_FUZZ_SECONDS sets how long the fuzzer runs (default 20), BUSBAR_SEED repeats a run, BUSBAR_FUZZ_PLANS keeps
// the plans that it starts from in a folder (as busbar_libfuzzer wants them).

import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { runSeed } from '../support/random.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { fuzzSeeds } from './fuzz-seeds.ts';
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
