// `npm run test:devices`: tests that want sound drivers, real or of our own, one file after the other, as they share
// the machine’s time. Each that cannot run here says why. Limits are for what hangs, on a machine however busy.

import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  test: {
    include: ['test/devices/**/*.test.ts'],
    testTimeout: 1_800_000,
    hookTimeout: 1_200_000,
    fileParallelism: false,
  },
});
