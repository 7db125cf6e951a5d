import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  // What examples import is what is in the tree, not what was built last.
  resolve: { alias: { 'busbar/test': fileURLToPath(new URL('runtime/tests/index.ts', import.meta.url)) } },
  test: {
    include: ['{test,examples}/**/*.test.ts'],
    // Sound drivers and a virtual machine: `npm run test:devices`.
    exclude: [...configDefaults.exclude, 'test/devices/**'],
    // For what hangs: a test of 6 s of processor time took more than 120 s beside fifteen others.
    testTimeout: 600_000,
    // What is waited for may take its time; the default gives a busy machine one second.
    expect: { poll: { timeout: 60_000 } },
    // Hooks build programs, on a machine however busy.
    hookTimeout: 1_200_000,
    maxWorkers: 2,
  },
});
