// The long double reference program: built from its source once per test file, fed through a pipe.
// In: impulse responses or runs with what they should be. Out: errors. Shares no code with native/.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Filters in the reference's words, one string each: see main.cpp. */
export interface Case {
  readonly what: 'response' | 'run' | 'flat';
  readonly rateHz: number;
  readonly filters: readonly string[];
  readonly samples: Float64Array;
}

/** Bounds of this project's tests: a thousandth of what is promised (0.001 relative, 1e-7 absolute). */
export const RELATIVE = 1e-6;
export const ABSOLUTE = 1e-10;

export interface Reference {
  /** The numbers of each case, in order. */
  measure(cases: readonly Case[]): number[][];
  close(): void;
}

export function buildReference(): Reference {
  const folder = mkdtempSync(join(tmpdir(), 'busbar-reference-'));
  const program = join(folder, 'reference');
  const source = fileURLToPath(new URL('main.cpp', import.meta.url));
  execFileSync(process.env.CXX ?? 'c++', ['-std=c++20', '-O2', source, '-o', program], { stdio: 'inherit' });
  return {
    measure(cases) {
      const input = cases.flatMap(({ what, rateHz, filters, samples }) => [
        Buffer.from(`${what} ${rateHz} ${samples.length} ${filters.length} ${filters.join(' ')}\n`),
        Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength),
      ]);
      const out = execFileSync(program, [String(RELATIVE), String(ABSOLUTE)], { input: Buffer.concat(input) });
      return out
        .toString()
        .trim()
        .split('\n')
        .map((line) => line.split(' ').map(Number));
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}
