// The outline of a file. In: its tree. Out: its keys, and under those that hold names of the user's the names; under a
// node its steps.

import { type DocumentSymbol, SymbolKind } from 'vscode-languageserver/node';
import { isList, isMap, type JsonValue, member } from '../../compiler/ir/document.ts';
import { childPlace, type Place } from '../../compiler/ir/places.ts';
import { stepIds } from '../../compiler/passes/step-ids.ts';
import type { FileTree } from './file-tree.ts';
import { rangeOf } from './positions.ts';

/** Kinds of what the user names, by the key that it stands under. */
const kinds: Readonly<Record<string, SymbolKind>> = {
  devices: SymbolKind.Interface,
  inputs: SymbolKind.Field,
  outputs: SymbolKind.Field,
  aggregates: SymbolKind.Package,
  graph: SymbolKind.Function,
  templates: SymbolKind.Class,
  params: SymbolKind.Variable,
  machines: SymbolKind.Module,
};

export function outlineOf({ source, tree }: FileTree): readonly DocumentSymbol[] {
  if (tree === undefined) return [];
  const symbol = (name: string, kind: SymbolKind, place: Place, children: readonly DocumentSymbol[]) => ({
    name,
    kind,
    range: rangeOf(source, { start: place.keyStart, end: Math.max(place.end, place.keyEnd) }),
    selectionRange: rangeOf(source, { start: place.keyStart, end: place.keyEnd }),
    children: [...children],
  });
  const steps = (list: JsonValue | undefined, place: Place | undefined): readonly DocumentSymbol[] =>
    !isList(list) || place === undefined
      ? []
      : stepIds(list).flatMap((step, i) => {
          const item = childPlace(place, i);
          const at = item && step && childPlace(item, step.type);
          return step === undefined || at === undefined ? [] : [symbol(step.id, SymbolKind.Operator, at, [])];
        });
  /** Keys of a map; `under`: the key that it stands under. */
  const keys = (value: JsonValue, place: Place, under: string): readonly DocumentSymbol[] =>
    !isMap(value) || place.origin !== undefined
      ? []
      : Object.entries(value).flatMap(([key, item]) => {
          const at = childPlace(place, key);
          if (at === undefined || at.keyEnd === 0) return [];
          const kind = kinds[under];
          if (kind !== undefined) return [symbol(key, kind, at, insideNamed(item, at))];
          const isGroup = kinds[key] !== undefined;
          if (!isGroup && under !== '') return [];
          return [symbol(key, SymbolKind.Namespace, at, isGroup ? keys(item, at, key) : [])];
        });
  const insideNamed = (item: JsonValue, at: Place): readonly DocumentSymbol[] => [
    ...keys(item, at, 'name of a user'),
    ...steps(member(item, 'do'), childPlace(at, 'do')),
  ];
  return keys(tree.value, tree.places, '');
}
