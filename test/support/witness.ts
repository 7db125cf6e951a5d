// Tests that hear in real time, on a machine that may stand still. In: nothing. Out: options for `describe`: a test that
// failed is run once more if a witness, a program of higher priority than any audio thread, was held up meanwhile as well.
// Invariant: what fails while the machine runs fails.

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, type TestOptions } from 'vitest';

const AGAIN = 3;
const HELD_UP = 'the machine stood still';

/** Call it where the tests are described; hooks of its own watch over them. */
export function underWitness(): TestOptions {
  let witness: ChildProcess | undefined;
  let folder = '';
  let told = '';
  let before = 0;
  const lines = () => readFileSync(told, 'utf8').split('\n').slice(0, -1).map(Number);
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'busbar-witness-'));
    const program = join(folder, 'witness');
    const source = join(import.meta.dirname, 'witness.cpp');
    const { status, stderr } = spawnSync('c++', ['-std=c++20', '-O1', '-pthread', '-o', program, source]);
    if (status !== 0) throw new Error(String(stderr));
    told = join(folder, 'told');
    witness = spawn(program, { stdio: ['pipe', openSync(told, 'w'), 'inherit'] });
  });
  beforeEach(() => {
    before = lines().length;
  });
  afterAll(() => {
    witness?.stdin?.end();
    rmSync(folder, { recursive: true, force: true });
  });
  // The last error decides: it is this one, or that of the test.
  afterEach(({ task }) => {
    const late = lines().slice(before);
    if (task.result?.state === 'fail' && late.length > 0)
      throw new Error(`${HELD_UP} for up to ${Math.max(...late) / 1000} ms`);
  });
  return { retry: { count: AGAIN, condition: new RegExp(HELD_UP) } };
}
