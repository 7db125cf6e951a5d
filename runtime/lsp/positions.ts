// Spans <-> what the protocol calls them. In: offsets in a text. Out: lines and characters from 0, in UTF-16 units, and
// URIs. Invariant: an absolute path and a file's URI are two names of one thing; other URIs have no path.

import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Position, Range } from 'vscode-languageserver/node';
import { position } from '../../compiler/diagnostics/span.ts';
import type { Source } from '../../compiler/ir/source.ts';

export function pathOf(uri: string): string | undefined {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : undefined;
  } catch {
    return undefined; // a host name, a malformed escape
  }
}

export const uriOf = (path: string): string => pathToFileURL(path).href;

const positionOf = (source: Source, offset: number): Position => {
  const { line, column } = position(source, offset);
  return { line: line - 1, character: column - 1 };
};

export const rangeOf = (source: Source, { start, end }: { readonly start: number; readonly end: number }): Range => ({
  start: positionOf(source, start),
  end: positionOf(source, Math.max(start, end)),
});
