// `busbar fmt`: one way to write a config. In: the bytes of a YAML config. Out: the same config with units on every number
// that has one, keys in the order of the reference, and even spacing. Invariants: means the same, or nothing comes out;
// keeps every comment, every name's place, every quoted word, line ends and byte order mark; twice changes nothing.

import { Composer, Parser } from 'yaml';
import type { Outcome } from './diagnostics/diagnostic.ts';
import { asQuoted } from './format/as-quoted.ts';
import { lost } from './format/same-meaning.ts';
import { keepHead, settleComments, tieComments } from './format/tie-comments.ts';
import { tightLists } from './format/tight-lists.ts';
import { walkConfig } from './format/walk.ts';
import { withUnit } from './format/with-unit.ts';
import { must } from './invariant.ts';
import type { Source } from './ir/source.ts';
import { decode, notText } from './passes/load/read-text.ts';
import { parseAtOnce } from './passes/parse/at-once.ts';

/** Flow collections that are longer are broken into lines. */
const LINE = 120;
const MARK = '\uFEFF';

export interface Formatted extends Outcome<string> {
  readonly source: Source;
  /** What would be lost if it were formatted; then there is no text. A fault of the formatter. */
  readonly lost?: 'values' | 'comments';
}

/** No text where the source is no YAML: the diagnostics say why. */
export function format(path: string, bytes: Uint8Array): Formatted {
  const decoded = decode(bytes);
  const source: Source = { id: 0, path, text: decoded.text };
  const problem = notText(source, decoded, bytes);
  if (problem !== undefined) return { source, diagnostics: [problem] };
  const { value, diagnostics } = parseAtOnce(source);
  if (value === undefined || diagnostics.some((d) => d.severity === 'error')) return { source, diagnostics };
  const text = formatText(source.text.replaceAll('\r\n', '\n'));
  const missing = lost(source, { ...source, text });
  if (missing !== undefined) return { source, diagnostics, lost: missing };
  const ends = /\r?\n/.exec(source.text)?.[0] === '\r\n' ? text.replaceAll('\n', '\r\n') : text;
  return { source, diagnostics, value: `${bytes[0] === 0xef && bytes[1] === 0xbb ? MARK : ''}${ends}` };
}

function formatText(text: string): string {
  // Scalars stay the text that they are: `00123456`, `1.50`.
  const composer = new Composer({
    version: '1.2',
    schema: 'failsafe',
    merge: false,
    uniqueKeys: false,
    keepSourceTokens: true,
    customTags: asQuoted,
  });
  const tokens = [...new Parser().parse(text)];
  for (const token of tokens) {
    if (token.type !== 'document' || !token.value) continue;
    settleComments(token.value, Number.POSITIVE_INFINITY, (comments) => {
      token.end = [...comments, ...(token.end ?? [])];
    });
  }
  const document = must([...composer.compose(tokens, true, text.length)][0], 'a text that can be read is a document');
  tieComments(document);
  keepHead(document, () =>
    walkConfig(document.contents, (scalar, quantity) => {
      if (scalar.type === 'PLAIN') scalar.value = withUnit(String(scalar.value), quantity);
    }),
  );
  return tightLists(document.toString({ lineWidth: LINE }));
}
