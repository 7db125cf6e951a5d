// The native addon for tests. In: the build that runtime/native.ts finds. Out: its classes, or a printed reason to skip.
// Invariant: a missing addon skips tests on a developer's machine only; under CI it fails them.

import { describe, type TestOptions } from 'vitest';
import type { NativeAddon } from '../../runtime/native.ts';
import { loadAddon } from '../../runtime/native.ts';
import { underWitness } from './witness.ts';

const loaded = loadAddon();

/** Throws where the addon cannot be used: call it inside tests only. */
export function native(): NativeAddon {
  if (!loaded.ok) throw new Error(`${loaded.message} ${loaded.help}`);
  return loaded.addon;
}

/** True when tests of the engine must not run: never under CI, and never for an addon that is broken or stale. */
const skipped = !loaded.ok && loaded.reason === 'missing' && process.env.CI === undefined;

/** `describe` for tests that need the engine. */
export function describeNative(name: string, tests: () => void, options: TestOptions = {}): void {
  if (skipped && !loaded.ok) console.warn(`skipped: ${name}: ${loaded.message}`);
  describe.skipIf(skipped)(name, options, tests);
}

/** The same for tests that hear it in real time. */
export function describeLive(name: string, tests: () => void): void {
  describeNative(name, tests, underWitness());
}
