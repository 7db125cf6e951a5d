// Edits of keys that stand in quotes. In: a diagnostic. Out: the same, its edits quoted where those keys were: in JSON a key
// touches its value (`"gain":-6`), and without quotes that would be one word.

import type { Sources } from '../ir/source.ts';
import type { Diagnostic, Edit } from './diagnostic.ts';
import { sourceOf } from './span.ts';

export function keepQuotes(d: Diagnostic, sources: Sources): Diagnostic {
  if (d.edits.length === 0) return d;
  const isQuotedKey = ({ span }: Edit): boolean => {
    const { text } = sourceOf(sources, span);
    return span.end > span.start && /["']/.test(text.charAt(span.start)) && text.charAt(span.end) === ':';
  };
  return { ...d, edits: d.edits.map((e) => (isQuotedKey(e) ? { ...e, text: JSON.stringify(e.text) } : e)) };
}
