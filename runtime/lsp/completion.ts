// Completion. In: a view, an offset. Out: keys and values that the JSON Schema has for the place, and names of the config.
// Invariant: what is accepted replaces the word that is being typed, and nothing else.

import {
  type CompletionItem,
  CompletionItemKind,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
} from 'vscode-languageserver/node';
import { namesAt, paramsAt } from './complete-names.ts';
import { type Typing, typingAt } from './cursor.ts';
import { rangeOf } from './positions.ts';
import type { Offered, SchemaView } from './schema-at.ts';
import type { View } from './view.ts';

export function completionAt(
  view: View,
  schema: SchemaView,
  offset: number,
  withSnippets: boolean,
): readonly CompletionItem[] {
  const { source } = view.file;
  const typing = typingAt(source.text, offset);
  if (typing === undefined) return [];
  const range = rangeOf(source, typing);
  const edit = (newText: string) => ({ textEdit: { range, newText }, filterText: filterOf(newText) });
  const items: CompletionItem[] = [];
  const add = (item: CompletionItem) => {
    if (!items.some((other) => other.label === item.label)) items.push({ ...item, sortText: sortOf(items.length) });
  };
  if (typing.word.includes('$')) {
    for (const name of paramsAt(view, typing.path))
      add({ ...name, ...edit(typing.word.replace(/\$\{?[\w-]*$/, '') + name.label) });
    return items;
  }
  for (const as of typing.as) {
    const path = as === 'value' && typing.as.length > 1 ? typing.path.slice(0, -1) : typing.path;
    const isKey = as === 'key';
    const names = namesAt(view, path, as);
    for (const name of names) {
      if (isKey && typing.siblings.includes(name.label)) continue;
      add({ ...name, ...edit(isKey ? name.label + colon(typing) : name.label) });
    }
    const offered = isKey ? schema.keys(path.slice(0, -1)) : schema.values(path);
    for (const offer of offered) {
      // Names of this config are better examples than those of the schema.
      if (isKey ? typing.siblings.includes(offer.word) : names.length > 0 && offer.about === 'example') continue;
      add({
        label: offer.word,
        kind: isKey ? CompletionItemKind.Property : CompletionItemKind.Value,
        ...(offer.about !== '' && (isKey ? { documentation: markdown(offer.about) } : { detail: offer.about })),
        ...(isKey ? keyEdit(offer, typing, range, withSnippets) : edit(offer.word)),
      });
    }
  }
  return items;
}

const markdown = (value: string) => ({ kind: MarkupKind.Markdown, value });
const sortOf = (rank: number) => String(rank).padStart(4, '0');
const filterOf = (text: string) => text.split(/[:\n]/, 1)[0] ?? text;
const colon = ({ isOpen, isFlow }: Typing) => (isOpen || isFlow ? ': ' : '');

/** `compressor: { threshold: …, ratio: … }` where both must stand there; a new line under a key of a map. */
function keyEdit(offer: Offered, typing: Typing, range: ReturnType<typeof rangeOf>, withSnippets: boolean) {
  const { word, required, isBlock } = offer;
  const isNew = typing.isOpen || typing.isFlow;
  let newText = `${word}${colon(typing)}`;
  let isSnippet = false;
  if (isNew && withSnippets && required.length > 0) {
    newText = `${word}: { ${required.map((name, i) => `${name}: $${i + 1}`).join(', ')} }`;
    isSnippet = true;
  } else if (isNew && isBlock && !typing.isFlow) newText = `${word}:\n  `;
  return {
    textEdit: { range, newText },
    filterText: word,
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    insertTextMode: InsertTextMode.adjustIndentation,
  };
}
