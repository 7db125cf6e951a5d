// A SourceHost over a map of files: what tests and the property suites compile from.
// In: path -> text or bytes. Out: the host. Invariant: touches no disk; every answer is the same on any machine.

import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { SourceHost } from '../../compiler/ir/source.ts';

export type Files = Readonly<Record<string, string | Uint8Array>>;

const encoder = new TextEncoder();

export function memoryHost(files: Files): SourceHost {
  const paths = Object.keys(files).map((p) => posix.normalize(p));
  const contents = new Map(Object.entries(files).map(([p, c]) => [posix.normalize(p), c]));
  return {
    read: async (path, limit) => {
      const found = contents.get(posix.normalize(path));
      if (found === undefined) {
        const folder = paths.some((p) => p.startsWith(`${posix.normalize(path)}/`));
        return folder
          ? { ok: false, reason: 'directory', detail: `${path} is a folder` }
          : { ok: false, reason: 'missing', detail: `no file ${path}` };
      }
      const bytes = typeof found === 'string' ? encoder.encode(found) : found;
      if (bytes.length > limit) return { ok: false, reason: 'too-large', detail: `${bytes.length} bytes` };
      return { ok: true, bytes };
    },
    resolve: (from, path) =>
      posix.isAbsolute(path) ? posix.normalize(path) : posix.normalize(posix.join(posix.dirname(from), path)),
    isOutside: (entry, path) => {
      const tree = posix.dirname(posix.normalize(entry));
      const relative = posix.relative(tree === '' ? '.' : tree, posix.normalize(path));
      return relative === '..' || relative.startsWith('../') || posix.isAbsolute(relative);
    },
    sha256: (bytes) => createHash('sha256').update(bytes).digest('hex'),
  };
}
