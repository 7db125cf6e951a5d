// Document -> document: `--set` applied, then `$name` replaced by the values of `params`. In: what was written. Out: what
// was meant, every value still knowing its place. Invariant: no `$` with a meaning is left but `$rate` and `$channel` in
// file names; a value that could not be known is `broken`, and has been reported.

import { namePattern } from '../../schema/forms.ts';
import { diagnose } from '../diagnostics/catalog.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { Findings } from '../diagnostics/findings.ts';
import { type Document, isMap, type JsonValue, member } from '../ir/document.ts';
import { childPlace, keySpan, type Place, valueSpan } from '../ir/places.ts';
import { Expander, isBuiltIn, type Placed } from './merge/expand.ts';
import { applyOverride } from './merge/override.ts';
import type { Pass } from './pass.ts';

/** Params by name, those with wrong names left out and reported. */
function paramsOf(root: Placed, found: Findings): ReadonlyMap<string, Placed> {
  const params = member(root.value, 'params');
  const places = childPlace(root.place, 'params');
  const out = new Map<string, Placed>();
  if (!isMap(params) || places === undefined) return out;
  for (const [name, value] of Object.entries(params)) {
    const place = childPlace(places, name) ?? places;
    const span = keySpan(place) ?? valueSpan(place);
    if (!namePattern.test(name)) {
      found.add(diagnose('name/syntax', span, { name, what: 'a param', like: '' }));
    } else if (isBuiltIn(name)) {
      found.add(
        diagnose('name/reserved', span, { name, what: 'a param', why: `\`$${name}\` has a meaning of its own.` }),
      );
    } else out.set(name, { value, place });
  }
  return out;
}

function hintUnused(params: ReadonlyMap<string, Placed>, used: ReadonlySet<string>): readonly Diagnostic[] {
  return [...params]
    .filter(([name]) => !used.has(name))
    .map(([name, { place }]) => diagnose('param/unused', keySpan(place) ?? valueSpan(place), { name }));
}

export const merge: Pass<Document, Document> = (document) => {
  const found = new Findings();
  let root: { value: JsonValue; place: Place } = { value: document.value, place: document.places };
  for (const override of document.overrides) {
    const applied = applyOverride(root, override);
    root = applied.root;
    found.addAll(applied.diagnostics);
  }
  const params = paramsOf(root, found);
  // Text without a dollar sign holds nothing to expand: most of the time there is no need to walk it.
  if (document.sources.some((s) => s.text.includes('$'))) {
    const expander = new Expander(document.sources, params);
    for (const name of params.keys()) expander.define(name);
    root = expander.tree(root, []);
    found.addAll([...expander.found.all, ...hintUnused(params, expander.used)]);
  } else found.addAll(hintUnused(params, new Set()));
  return { value: { ...document, value: root.value, places: root.place }, diagnostics: found.all };
};
