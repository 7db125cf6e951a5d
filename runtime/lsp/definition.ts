// Go to definition, and references. In: a view and an offset. Out: places: of the name's definitions, the config's own
// before those of machines and local files; the file that an `include` names; every mention.

import { dirname, resolve } from 'node:path';
import type { Location } from 'vscode-languageserver/node';
import type { Mention } from './mentions.ts';
import { rangeOf, uriOf } from './positions.ts';
import type { View } from './view.ts';

const top = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

export function definitionAt(view: View, offset: number): readonly Location[] {
  const mention = view.mentionAt(offset);
  if (mention === undefined) return [];
  if (mention.kind === 'file') return [{ uri: uriOf(resolve(dirname(view.path), mention.name)), range: top }];
  return locations(
    view,
    view.allOf(mention).filter((m) => m.isDefinition),
  );
}

export function referencesAt(view: View, offset: number, withDefinitions: boolean): readonly Location[] {
  const mention = view.mentionAt(offset);
  if (mention === undefined || mention.kind === 'file') return [];
  return locations(
    view,
    view.allOf(mention).filter((m) => withDefinitions || !m.isDefinition),
  );
}

const locations = (view: View, mentions: readonly Mention[]): readonly Location[] =>
  mentions.flatMap((m) => {
    const source = view.sourceOf(m.path);
    return source === undefined ? [] : [{ uri: uriOf(m.path), range: rangeOf(source, m) }];
  });
