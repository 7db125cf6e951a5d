// `params` of a config. In: a document. Out: params by name, and which of them nothing uses.

import { namePattern } from '../../../schema/forms.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Findings } from '../../diagnostics/findings.ts';
import { type ConfigFile, isList, isMap, type JsonValue, type Loaded } from '../../ir/document.ts';
import { keySpan, valueSpan } from '../../ir/places.ts';
import { isBuiltIn } from './expand.ts';
import { pieces } from './mentions.ts';
import { child, children, type Placed } from './placed.ts';

/** Params by name, those with wrong names left out and reported. */
export function paramsOf(root: Placed, found: Findings): ReadonlyMap<string, Placed> {
  const params = child(root, 'params');
  const out = new Map<string, Placed>();
  for (const [name, param] of params === undefined ? [] : children(params)) {
    const span = keySpan(param.place) ?? valueSpan(param.place);
    if (!namePattern.test(name)) {
      found.add(diagnose('name/syntax', span, { name, what: 'a param', like: '' }));
    } else if (isBuiltIn(name)) {
      const why = `\`$${name}\` has a meaning of its own.`;
      found.add(diagnose('name/reserved', span, { name, what: 'a param', why }));
    } else out.set(name, param);
  }
  return out;
}

/** Names that are mentioned anywhere in a value, expanded or not. */
function addMentions(value: JsonValue, names: Set<string>): void {
  if (typeof value === 'string') {
    if (value.includes('$')) for (const part of pieces(value)) if (part.kind === 'param') names.add(part.name);
  } else if (isList(value)) for (const item of value) addMentions(item, names);
  else if (isMap(value)) for (const item of Object.values(value)) addMentions(item, names);
}

/** Every file once. */
function filesOf(files: readonly ConfigFile[]): ReadonlySet<ConfigFile> {
  const all = new Set(files);
  for (const file of all) for (const included of file.includes) all.add(included);
  return all;
}

/** Hints at params that nothing uses; what any file mentions, in templates and for other machines too, counts as a use. */
export function hintUnused(
  params: ReadonlyMap<string, Placed>,
  used: ReadonlySet<string>,
  { entry, local }: Loaded,
  found: Findings,
): void {
  const unused = [...params].filter(([name]) => !used.has(name));
  if (unused.length === 0) return;
  const mentioned = new Set<string>();
  for (const file of filesOf([entry, ...(local === null ? [] : [local])])) addMentions(file.value, mentioned);
  for (const [name, { place }] of unused) {
    if (!mentioned.has(name)) found.add(diagnose('param/unused', keySpan(place) ?? valueSpan(place), { name }));
  }
}
