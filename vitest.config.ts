import { fileURLToPath } from 'node:url';
import { configDefaults, defineConfig } from 'vitest/config';

export default defineConfig({
  // What examples import is what is in the tree, not what was built last.
  resolve: { alias: { 'busbar/test': fileURLToPath(new URL('runtime/tests/index.ts', import.meta.url)) } },
  test: {
    include: ['{test,examples}/**/*.test.ts'],
    // Sound drivers and a virtual machine: `npm run test:devices`.
    exclude: [...configDefaults.exclude, 'test/devices/**'],
    testTimeout: 120_000,
    // Hooks build programs, on a machine however busy.
    hookTimeout: 1_200_000,
    maxWorkers: 2,
  },
});
