// Text -> tree. In: a source. Out: plain values with a place for each of them.
// Two readers give the same tree: a fast one for the YAML that configs are written in, and the `yaml` library for all
// the rest. Only the library calls anything wrong.

import type { Outcome } from '../diagnostics/diagnostic.ts';
import type { Source } from '../ir/source.ts';
import { readYaml } from './parse/library-reader.ts';
import { readPlain } from './parse/plain-reader.ts';
import type { Tree } from './parse/tree.ts';

export function parse(source: Source): Outcome<Tree> {
  const plain = readPlain(source);
  return plain === undefined ? readYaml(source) : { value: plain, diagnostics: [] };
}
