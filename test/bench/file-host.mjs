// The compiler's files, for benches. Out: a SourceHost over the disk without the limits of the command line.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { dirname, isAbsolute, join } from 'node:path';

export const fileHost = () => ({
  read: async (path) => {
    try {
      return { ok: true, bytes: await readFile(path) };
    } catch (e) {
      return { ok: false, reason: 'missing', detail: e.message };
    }
  },
  resolve: (from, path) => (isAbsolute(path) ? path : join(dirname(from), path)),
  isOutside: () => false,
  sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
});
