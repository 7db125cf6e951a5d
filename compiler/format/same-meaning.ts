// Whether a formatted config still says what it said: the last line of defence before a file is replaced. In: a config
// before and after. Out: what would be lost, or nothing. It reads both as the compiler does, not as the formatter did.

import { Document, Lexer } from 'yaml';
import { readQuantity } from '../../schema/units.ts';
import type { Source } from '../ir/source.ts';
import { parseAtOnce } from '../passes/parse/at-once.ts';
import { walkConfig } from './walk.ts';

/** Aliases as what they stand for, numbers as what they measure, keys of the language in its order. */
function meaning(source: Source): string | undefined {
  const { value: tree, diagnostics } = parseAtOnce(source);
  if (tree === undefined || diagnostics.some((d) => d.severity === 'error')) return undefined;
  const document = new Document(tree.value, { aliasDuplicateObjects: false });
  walkConfig(document.contents, (scalar, quantity) => {
    const reading = readQuantity(String(scalar.value), quantity, 48_000);
    if (reading.ok) scalar.value = { [quantity]: reading.value };
  });
  return JSON.stringify(document.toJS());
}

const comments = (text: string): string =>
  [...new Lexer().lex(text)]
    .filter((lexeme) => lexeme.startsWith('#'))
    .map((comment) => comment.trim())
    .sort()
    .join('\n');

/** `undefined`: everything is there. */
export function lost(before: Source, after: Source): 'values' | 'comments' | undefined {
  const meant = meaning(before);
  if (meant === undefined || meant !== meaning(after)) return 'values';
  return comments(before.text) === comments(after.text) ? undefined : 'comments';
}
