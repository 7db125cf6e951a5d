// Hover. In: a view, an offset. Out: Markdown: what the JSON Schema says of the key or step, what the last compile knows
// of the word, what a name names. Nothing where nobody knows anything.

import { type Hover, MarkupKind } from 'vscode-languageserver/node';
import { childPlace } from '../../compiler/ir/places.ts';
import type { Path } from '../../compiler/passes/merge/shapes.ts';
import { wordAt } from './cursor.ts';
import { deviceText, type Fact, factsOf } from './facts.ts';
import { rangeOf } from './positions.ts';
import type { Typed } from './project.ts';
import type { SchemaView } from './schema-at.ts';
import type { View } from './view.ts';

/** A template may be used a hundred times. */
const MOST_FACTS = 4;

const known = new WeakMap<Typed, readonly Fact[]>();

function factsFor(typed: Typed): readonly Fact[] {
  const facts = known.get(typed) ?? factsOf(typed);
  known.set(typed, facts);
  return facts;
}

export function hoverAt(view: View, schema: SchemaView, offset: number): Hover | undefined {
  const { source, tree } = view.file;
  const word = tree && wordAt(tree, offset);
  if (word === undefined) return undefined;
  const parts = [schemaText(schema, word.path, word.on), nameText(view, offset), ...factTexts(view, offset)];
  const value = [...new Set(parts)].filter((part) => part !== '').join('\n\n');
  if (value === '') return undefined;
  return { contents: { kind: MarkupKind.Markdown, value }, range: rangeOf(source, word) };
}

/** Of a key, what it is for; of a value, what it may be only where the key is on another line. */
const schemaText = (schema: SchemaView, path: Path, on: 'key' | 'value'): string =>
  on === 'key' || typeof path.at(-1) === 'number' ? schema.about(path) : '';

function nameText(view: View, offset: number): string {
  const mention = view.mentionAt(offset);
  const typed = view.project?.lastTyped;
  if (mention === undefined || typed === undefined) return '';
  const { kind, name, owner } = mention;
  if (kind === 'template' || kind === 'param') {
    const of = kind === 'param' && owner !== '' ? ` of template \`${owner}\`` : '';
    return `${kind} \`${name}\`${of}${kind === 'param' ? valueText(view, owner, name) : ''}`;
  }
  if (kind !== 'name') return '';
  const device = deviceText(typed.config, name);
  if (device !== '') return device;
  const node = factsFor(typed).find(({ text }) => text.startsWith(`node \`${name}\``));
  return node?.text ?? '';
}

/** What a param is where it is defined: its type, or its value. */
function valueText(view: View, owner: string, name: string): string {
  if (owner !== '') return `: ${view.declared.shapes.get(`templates/${owner}`)?.params.get(name) ?? 'any'}`;
  for (const { source, tree } of view.files) {
    const params = tree && childPlace(tree.places, 'params');
    const place = params && childPlace(params, name);
    if (place !== undefined) return `: \`${source.text.slice(place.start, place.end)}\``;
  }
  return '';
}

/** Facts hold for the text that was compiled. */
function factTexts(view: View, offset: number): readonly string[] {
  const typed = view.project?.lastTyped;
  if (view.project === undefined || typed === undefined) return [];
  const { sources } = typed.result;
  const { project } = view;
  const own = sources.find((s) => project.pathOf(s.path) === view.path);
  if (own === undefined || own.text !== view.file.source.text) return [];
  const here = factsFor(typed).filter(
    ({ span }) => span.source === own.id && span.start <= offset && offset <= span.end,
  );
  const texts = [...new Set(here.map((fact) => fact.text))];
  const more = texts.length - MOST_FACTS;
  return more > 0 ? [...texts.slice(0, MOST_FACTS), `and ${more} more`] : texts;
}
