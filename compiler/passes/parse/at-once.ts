// Text -> tree, as parse.ts reads it, for those who have the library at hand anyway and cannot wait.

import type { Outcome } from '../../diagnostics/diagnostic.ts';
import type { Source } from '../../ir/source.ts';
import { readYaml } from './library-reader.ts';
import { readPlain } from './plain-reader.ts';
import type { Tree } from './tree.ts';

export function parseAtOnce(source: Source): Outcome<Tree> {
  const plain = readPlain(source);
  return plain === undefined ? readYaml(source) : { value: plain, diagnostics: [] };
}
