// Files as an editor sees them. In: the host of real files, the texts that are open. Out: a SourceHost in which an open
// text stands in for its file, saved or not. Invariant: bounds and kinds of failure are those of the real host.

import { resolve } from 'node:path';
import type { SourceHost } from '../../compiler/ir/source.ts';

/** The text that is open at an absolute path; `undefined` where none is. */
export type OpenText = (path: string) => string | undefined;

const encoder = new TextEncoder();

export function overlayHost(files: SourceHost, cwd: string, openText: OpenText): SourceHost {
  return {
    ...files,
    read: (path, limit) => {
      const text = openText(resolve(cwd, path));
      if (text === undefined) return files.read(path, limit);
      const bytes = encoder.encode(text);
      // Refused in the words of the real host, which asks only for the size.
      if (bytes.length > limit) return Promise.resolve({ ok: false, reason: 'too-large', detail: 'it is too large' });
      return Promise.resolve({ ok: true, bytes });
    },
  };
}
