// Files -> document: layers laid over each other, then `extends`, `$name` and `use` carried out. In: what was written.
// Out: what was meant, every value still knowing its place. Invariants: no `$` with a meaning is left but `$rate` and
// `$channel` in file names; a value that could not be known is `broken`, and has been reported; how a config is cut into
// files, templates and machines leaves no trace in the values.

import { Findings } from '../diagnostics/findings.ts';
import { type Document, isMap, type Loaded } from '../ir/document.ts';
import { Expander } from './merge/expand.ts';
import { Extender } from './merge/extends.ts';
import { Growth } from './merge/growth.ts';
import { layered, without } from './merge/layers.ts';
import { Overlay, settled } from './merge/overlay.ts';
import { hintUnused, paramsOf } from './merge/params.ts';
import { child, children, mapOf, type Placed } from './merge/placed.ts';
import { Templates } from './merge/templates.ts';
import type { Pass } from './pass.ts';
import { Walk } from './validate/walk.ts';

export const merge: Pass<Loaded, Document> = (loaded) => {
  const { sources } = loaded;
  const found = new Findings();
  const walk = new Walk(sources);
  const [overlay, growth] = [new Overlay(), new Growth()];

  const { root, removed, diagnostics } = layered(loaded);
  found.addAll(diagnostics);
  const templates = child(root, 'templates');
  const extended = withGraph(without(root, 'templates'), (graph) => new Extender(graph, overlay, growth).graph());
  const params = paramsOf(extended, found);
  const expander = Expander.of(sources, params, found);
  const use = new Templates(templates, { walk, overlay, expander, growth });
  const expanded = withGraph(expandedBy(expander, extended, params, loaded), (graph) => settled(use.graph(graph)));
  use.hintUnused();

  found.addAll([...overlay.found.all, ...walk.found.all]);
  hintUnused(params, expander.used, loaded, found);
  if (growth.isExceeded) return { diagnostics: found.all };
  return { value: { value: expanded.value, places: expanded.place, sources, removed }, diagnostics: found.all };
};

/** Text without a dollar sign holds nothing to expand: most of the time there is no need to walk it. */
function expandedBy(
  expander: Expander,
  root: Placed,
  params: ReadonlyMap<string, Placed>,
  { sources }: Loaded,
): Placed {
  if (!sources.some((s) => s.text.includes('$'))) return root;
  for (const name of params.keys()) expander.define(name);
  return expander.tree(root, []);
}

function withGraph(root: Placed, change: (graph: Placed) => Placed): Placed {
  const graph = child(root, 'graph');
  if (graph === undefined || !isMap(graph.value)) return root;
  const changed = change(graph);
  if (changed === graph) return root;
  return mapOf(
    children(root).map(([key, part]) => [key, key === 'graph' ? changed : part] as const),
    root.place,
  );
}
