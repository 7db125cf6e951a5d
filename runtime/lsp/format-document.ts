// Formatting, as `busbar fmt` does it. In: a text. Out: the one edit that makes it so, none where it is so already or is
// no YAML. Invariant: what both texts begin and end with is not touched, so that cursors stay.

import type { TextEdit } from 'vscode-languageserver/node';
import { format } from '../../compiler/format.ts';
import { rangeOf } from './positions.ts';

export function formatDocument(path: string, text: string): readonly TextEdit[] {
  const { value } = format(path, new TextEncoder().encode(text));
  if (value === undefined || value === text) return [];
  let start = 0;
  while (start < text.length && text[start] === value[start]) start++;
  let end = 0;
  const most = Math.min(text.length, value.length) - start;
  while (end < most && text[text.length - 1 - end] === value[value.length - 1 - end]) end++;
  const source = { id: 0, path, text };
  const newText = value.slice(start, value.length - end);
  return [{ range: rangeOf(source, { start, end: text.length - end }), newText }];
}
