// `--set path=value` as a layer of its own. In: a document and one override. Out: the document with it laid over, or why
// not. Paths are `params.name`, targets (`node.step.param`, `node.mix[source].gain`), and paths of keys, steps by their ids.

import { configTable, nodeTable } from '../../../schema/config.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { isList, isMap, type JsonMap, type JsonValue, member, type Override, type Removed } from '../../ir/document.ts';
import { placeOf } from '../parse/tree.ts';
import { stepIds } from '../step-ids.ts';
import { Overlay } from './overlay.ts';
import { mapOf, type Placed } from './placed.ts';
import { bareKey, isDo } from './shapes.ts';

interface Segment {
  readonly text: string;
  readonly at: number;
}

/** `a.b[c.d].e` as a, b, c.d, e. */
function segments(path: string): readonly Segment[] {
  const found = [...path.matchAll(/\[([^\]]*)\]|[^.[\]]+/g)];
  return found.map((m) => ({ text: m[1] ?? m[0], at: m.index + (m[1] === undefined ? 0 : 1) }));
}

class Unknown extends Error {}

function named(map: JsonMap, name: string, what: string): void {
  if (Object.hasOwn(map, name)) return;
  const near = suggest(name, Object.keys(map));
  throw new Unknown(`there is no ${what} \`${name}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`);
}

const kinds: Readonly<Record<string, string>> = {
  params: 'param',
  devices: 'device',
  aggregates: 'aggregate',
  graph: 'node',
};

/** Files and machines are chosen before: a change to them would do nothing. */
const settledBefore: readonly string[] = ['include', 'machines'] satisfies (keyof typeof configTable)[];

/** The keys that a path stands for in this document. */
function resolvePath(root: JsonValue, path: readonly string[]): readonly string[] {
  const [first, second] = path;
  if (first === undefined) throw new Unknown('it is empty');
  if (settledBefore.includes(first)) throw new Unknown(`\`${first}\` has been read when options are`);
  if (Object.hasOwn(configTable, first)) {
    const what = kinds[first];
    if (what === undefined || second === undefined) return path;
    const map = member(root, first);
    named(isMap(map) ? map : {}, second, what);
    return first === 'graph' ? ['graph', ...nodePath(member(map, second), second, path.slice(2))] : path;
  }
  const graph = member(root, 'graph');
  named(isMap(graph) ? graph : {}, first, 'node');
  if (second === undefined) throw new Unknown('name a step of the node and one of its params');
  return ['graph', ...nodePath(member(graph, first), first, path.slice(1))];
}

function nodePath(node: JsonValue | undefined, name: string, rest: readonly string[]): readonly string[] {
  const [key, ...more] = rest;
  if (key === undefined) return [name];
  if (key === 'do') return more.length === 0 ? [name, 'do'] : [name, ...stepPath(node, name, more)];
  if (Object.hasOwn(nodeTable, key)) return [name, key, ...more];
  return [name, ...stepPath(node, name, [key, ...more])];
}

function stepPath(node: JsonValue | undefined, name: string, [id = '', ...params]: readonly string[]) {
  const steps = member(node, 'do');
  // What a node takes from elsewhere is not there yet: its steps are looked for when it is.
  const isOpen = !isList(steps) && (member(node, 'use') ?? member(node, 'extends')) !== undefined;
  const ids = stepIds(isList(steps) ? steps : []).flatMap((s) => s?.id ?? []);
  if (!isOpen && !ids.includes(id)) {
    const near = suggest(id, ids);
    throw new Unknown(`\`${name}\` has no step \`${id}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`);
  }
  if (params.length !== 1) throw new Unknown(`name one param of the step, such as \`${name}.${id}.bypass\``);
  return ['do', id, ...params];
}

/** Throws where the path goes on through what has no keys: a list, or a value that is short for no map. */
function checkWay(root: JsonValue, path: readonly string[]): void {
  let value: JsonValue | undefined = root;
  for (const [i, key] of path.entries()) {
    const before = path.slice(0, i);
    if (value === undefined || value === null || isDo(before)) return;
    if (isList(value)) throw new Unknown('a list is replaced whole');
    if (!isMap(value) && bareKey(before) === undefined) throw new Unknown('what stands there is one value, not a map');
    value = member(value, key);
  }
}

/** The value and the maps around it, placed in the override's own source. */
function patchOf({ source, valueAt, read }: Override, path: readonly string[], last: Segment): Placed | undefined {
  if (read === undefined) return undefined;
  const place = { ...read.places, keyStart: last.at, keyEnd: last.at + last.text.length };
  const whole = placeOf(source.id, { start: 0, end: Math.max(1, valueAt - 1) }, 0, source.text.length);
  return path.reduceRight<Placed>((inner, name) => mapOf([[name, inner]], whole), { value: read.value, place });
}

/** `root` with the override over it; unchanged, with a diagnostic, where it cannot be. */
export function applyOverride(
  root: Placed,
  override: Override,
  removed: Removed[],
): { readonly root: Placed; readonly diagnostics: readonly Diagnostic[] } {
  const { path, source, valueAt, diagnostics } = override;
  const all = segments(path);
  try {
    const way = resolvePath(
      root.value,
      all.map((s) => s.text),
    );
    checkWay(root.value, way);
    const patch = patchOf(override, way, all.at(-1) ?? { text: '', at: 0 });
    if (patch === undefined) return { root, diagnostics };
    const overlay = new Overlay();
    const set = overlay.over(root, patch);
    removed.push(...overlay.removed);
    // Advice on lasting configs is none for a command line.
    return { root: set, diagnostics: [...diagnostics, ...overlay.found.all.filter((d) => d.severity !== 'hint')] };
  } catch (e) {
    if (!(e instanceof Unknown)) throw e;
    const span = { source: source.id, start: 0, end: Math.max(1, valueAt - 1) };
    return { root, diagnostics: [diagnose('set/unknown-path', span, { path, problem: e.message })] };
  }
}
