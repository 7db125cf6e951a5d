// Text -> tree. In: a source. Out: plain values with a place for each of them.
// Two readers give the same tree: a fast one for the YAML that configs are written in, and the `yaml` library for all
// the rest, loaded only for that: a check should not wait for it. Only the library calls anything wrong.

import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { Source } from '../ir/source.ts';
import { readPlain } from './parse/plain-reader.ts';
import type { Tree } from './parse/tree.ts';

/** One import for all files that are read at once: some loaders give a second one the module half made. */
let library: Promise<typeof import('./parse/library-reader.ts')> | undefined;

export async function parse(source: Source): Promise<Outcome<Tree>> {
  const plain = readPlain(source);
  if (plain !== undefined) return { value: plain, diagnostics: [] };
  library ??= import('./parse/library-reader.ts');
  const { readYaml } = await library;
  return readYaml(source);
}
