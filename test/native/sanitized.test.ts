// Native test binaries under ASan and UBSan: mutated plans, the live engine, changes of what plays, and loudness against
// libebur128, clocks in simulation. The live engine and the changes under TSan, too.
// BUSBAR_FUZZ_SECONDS sets how long the fuzzer runs (default 20), BUSBAR_SEED repeats a run, BUSBAR_FUZZ_PLANS keeps
// the plans that it starts from in a folder (as busbar_libfuzzer wants them).

import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { encodePlan } from '../../compiler/index.ts';
import { planOf } from '../support/compile-text.ts';
import { runSeed } from '../support/random.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { clockFigures } from './clock-figures.ts';
import { coreaudioStreams } from './coreaudio-stream.ts';
import { fuzzSeeds } from './fuzz-seeds.ts';
import { liveScript } from './live-script.ts';
import { buildNativeTests, noNativeTests } from './native-tests.ts';

/** Two clock domains. */
const apart = `
busbar: 1
devices:
  left: { inputs: { a: 1 }, outputs: { x: 1 } }
  right: { inputs: { b: 1-2 }, outputs: { y: 1-2 } }
graph:
  one: { from: left.a, do: [ { delay: 1 ms }, { highpass: 80 Hz } ], to: left.x }
  two: { channels: 2, mix: { right.b: -3 dB, loop: -6 dB }, to: right.y }
  loop: { from: two, do: [ { delay: 3 ms } ] }
`;
/** One domain with a crossing and nothing else. */
const crossed = `
busbar: 1
devices: { box: { inputs: { line: 1 } }, desk: { outputs: { x: 1 } } }
aggregates: { room: { clock: desk, members: [desk, box] } }
graph: { one: { from: box.line, to: desk.x } }
`;

const seconds = Number(process.env.BUSBAR_FUZZ_SECONDS ?? 20);
const skipped = noNativeTests !== undefined && process.env.CI === undefined;
if (skipped) console.warn(`skipped: native test binaries: ${noNativeTests}`);

describe.skipIf(skipped)('native test binaries', () => {
  let bin = '';
  beforeAll(() => {
    bin = buildNativeTests();
  }, 1_800_000);

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
      expect(done.handedOver).toBeGreaterThan(1);
      expect(done.xruns).toBeGreaterThan(0);
    },
  );

  it.for(['sanitized', 'threads'] as const)(
    'two threads at a player and at its queues: %s',
    { timeout: 900_000 },
    async (kind) => {
      const binary = join(buildNativeTests(kind, 'busbar_player'), 'busbar_player');
      const folder = temporaryFolder();
      const file = (name: string, plan: Uint8Array) => {
        writeFileSync(join(folder, name), plan);
        return join(folder, name);
      };
      const run = (...args: readonly string[]) => {
        const { status, stdout, stderr } = spawnSync(binary, args, { encoding: 'utf8' });
        expect({ args: args.slice(0, 3), status, stderr }).toEqual({ args: args.slice(0, 3), status: 0, stderr: '' });
        return stdout;
      };
      run('queue', '200000');
      const seed = Math.abs(runSeed());
      const said = run('swaps', '8', String(seed), ...(await fuzzSeeds()).map((plan, i) => file(`${i}.plan`, plan)));
      const [begun, replaced, refused, answers] = said
        .trim()
        .split('\n')
        .map((line) => line.match(/\d+/g)!.map(Number))
        .reduce((sums, row) => sums.map((sum, i) => sum + row[i]!), [0, 0, 0, 0]);
      console.log(
        `${kind}, BUSBAR_SEED=${seed}: ${begun} changes begun, ${replaced} replaced, ${refused} refused, ${answers} answers`,
      );
      expect(begun).toBeGreaterThan(500);
      expect(replaced).toBeGreaterThan(0);
      expect(answers).toBeGreaterThan(100);
      run('domains', file('domains.plan', encodePlan(await planOf(apart))));
      run('crossing', file('crossing.plan', encodePlan(await planOf(crossed))));
    },
  );

  describe('clocks in simulation', () => clockFigures(() => bin));

  describe('CoreAudio over the simulated HAL', coreaudioStreams);

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
