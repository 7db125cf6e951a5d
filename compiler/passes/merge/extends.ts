// `extends`: a node laid over another one. In: the graph as written. Out: the graph without `extends`, every part at its
// own place. Invariants: what is extended is finished first; circles, depth and growth are refused; a node that cannot be
// finished is `broken`, and has been reported.

import { namePattern } from '../../../schema/forms.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { broken, isBroken } from '../../ir/broken.ts';
import { isMap } from '../../ir/document.ts';
import { type Place, valueSpan } from '../../ir/places.ts';
import type { Span, Via } from '../../ir/source.ts';
import { kindOf } from '../validate/walk.ts';
import type { Growth } from './growth.ts';
import { without } from './layers.ts';
import type { Overlay } from './overlay.ts';
import { child, children, isNothing, mapOf, type Placed, removal } from './placed.ts';

const MAX_DEPTH = 64;
const TOO_DEEP = `nodes extend nodes more than ${MAX_DEPTH} deep`;

/** Everything under `place` as it is used at `span`. */
export function usedAt(place: Place, span: Span, label: string): Place {
  const { via, ...here } = span;
  const use: Via = { span: here, label };
  return { ...place, via: [use, ...(via ?? [])] };
}

/** `node` over what it takes from elsewhere; it stands where the node does. */
export function nodeOver(overlay: Overlay, taken: Placed, node: Placed, name: string): Placed {
  const both = overlay.over(taken, node, ['graph', name]);
  return { value: both.value, place: { ...node.place, children: both.place.children } };
}

export class Extender {
  readonly #graph: Placed;
  readonly #overlay: Overlay;
  readonly #growth: Growth;
  /** Finished nodes, and how many others each of them builds on. */
  readonly #done = new Map<string, { readonly node: Placed; readonly depth: number }>();
  readonly #open: string[] = [];

  constructor(graph: Placed, overlay: Overlay, growth: Growth) {
    this.#graph = graph;
    this.#overlay = overlay;
    this.#growth = growth;
  }

  /** The graph, itself where nothing in it extends. */
  graph(): Placed {
    const nodes = children(this.#graph);
    if (!nodes.some(([, node]) => child(node, 'extends') !== undefined)) return this.#graph;
    return mapOf(
      nodes.map(([name, node]) => [name, this.#node(name, node).node] as const),
      this.#graph.place,
    );
  }

  #node(name: string, node: Placed): { readonly node: Placed; readonly depth: number } {
    const from = child(node, 'extends');
    if (from === undefined || isNothing(from.value))
      return { node: from?.value === removal ? without(node, 'extends') : node, depth: 0 };
    const done = this.#done.get(name) ?? this.#extended(name, node, from);
    this.#done.set(name, done);
    return done;
  }

  #extended(name: string, node: Placed, from: Placed): { readonly node: Placed; readonly depth: number } {
    const refused = { node: { value: broken, place: node.place }, depth: 0 };
    const base = this.#base(name, from);
    if (base === undefined) return refused;
    this.#open.push(name);
    const { node: taken, depth } = this.#node(String(from.value), base);
    this.#open.pop();
    if (isBroken(taken.value) || !isMap(taken.value)) return refused;
    const problem =
      depth >= MAX_DEPTH
        ? TOO_DEEP
        : this.#growth.add(taken.value)
          ? undefined
          : 'it makes more of this file than any studio needs';
    if (problem !== undefined) return this.#tooLarge(from, name, problem) ?? refused;
    const place = usedAt(taken.place, valueSpan(from.place), 'extended here');
    const both = nodeOver(this.#overlay, { ...taken, place }, without(node, 'extends'), name);
    return { node: both, depth: depth + 1 };
  }

  /** The node that is meant; `undefined`, reported, where there is none or it cannot be taken. */
  #base(name: string, from: Placed): Placed | undefined {
    const { found } = this.#overlay;
    const span = valueSpan(from.place);
    const wanted = from.value;
    if (typeof wanted !== 'string') {
      found.add(diagnose('value/shape', span, { of: '`extends`', wants: 'the name of a node', got: kindOf(wanted) }));
      return undefined;
    }
    const base = child(this.#graph, wanted);
    if (base === undefined) {
      const known = children(this.#graph).flatMap(([n]) => (n === name || !namePattern.test(n) ? [] : [n]));
      const near = suggest(wanted, known);
      const edits = near === undefined ? [] : [{ title: `write \`${near}\``, span, text: near }];
      const help = near === undefined ? {} : { help: `Did you mean \`${near}\`?` };
      found.add(diagnose('extends/unknown', span, { name: wanted }, { edits, ...help }));
      return undefined;
    }
    const path = [...this.#open, name];
    const loop = path.indexOf(wanted);
    if (loop >= 0) {
      found.add(diagnose('extends/cycle', span, { path: [...path.slice(loop), wanted] }));
      return undefined;
    }
    if (path.length > MAX_DEPTH) return this.#tooLarge(from, name, TOO_DEEP);
    return base;
  }

  #tooLarge(from: Placed, name: string, problem: string): undefined {
    if (this.#growth.sayOnce())
      this.#overlay.found.add(diagnose('extends/too-large', valueSpan(from.place), { name, problem }));
    return undefined;
  }
}
