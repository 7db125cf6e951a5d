// `--set path=value` applied. In: a document and one override. Out: the document with the value in place, or why not.
// Paths are `params.name`, targets (`node.step.param`, `node.mix[source].gain`), and paths of keys, steps by their ids.

import { configTable, mixTable, nodeTable } from '../../../schema/config.ts';
import { nodeType } from '../../../schema/index.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic, Outcome } from '../../diagnostics/diagnostic.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { isList, isMap, type JsonMap, type JsonValue, member, type Override } from '../../ir/document.ts';
import { childPlace, type Place } from '../../ir/places.ts';
import { readYaml } from '../parse/library-reader.ts';
import { put } from '../parse/tree.ts';
import { stepIds } from '../step-ids.ts';
import type { Placed } from './expand.ts';

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

/** The keys and indices that a path stands for in this document. */
function resolvePath(root: JsonValue, path: readonly Segment[]): readonly (string | number)[] {
  const [first, second] = path.map((s) => s.text);
  if (first === undefined) throw new Unknown('it is empty');
  if (Object.hasOwn(configTable, first)) {
    const what = kinds[first];
    if (what === undefined || second === undefined) return path.map((s) => s.text);
    const map = member(root, first);
    named(isMap(map) ? map : {}, second, what);
    return first === 'graph'
      ? ['graph', ...nodePath(member(map, second), second, path.slice(2))]
      : path.map((s) => s.text);
  }
  const graph = member(root, 'graph');
  named(isMap(graph) ? graph : {}, first, 'node');
  if (second === undefined) throw new Unknown('name a step of the node and one of its params');
  return ['graph', ...nodePath(member(graph, first), first, path.slice(1))];
}

function nodePath(node: JsonValue | undefined, name: string, rest: readonly Segment[]): readonly (string | number)[] {
  const [key, ...more] = rest.map((s) => s.text);
  if (key === undefined) return [name];
  if (key === 'do') return more.length === 0 ? [name, 'do'] : [name, ...stepPath(node, name, more)];
  if (Object.hasOwn(nodeTable, key)) return [name, key, ...more];
  return [name, ...stepPath(node, name, [key, ...more])];
}

function stepPath(
  node: JsonValue | undefined,
  name: string,
  [id, ...params]: readonly string[],
): readonly (string | number)[] {
  const steps = member(node, 'do');
  const ids = stepIds(isList(steps) ? steps : []);
  const index = ids.findIndex((s) => s?.id === id);
  const step = ids[index];
  if (step === undefined || id === undefined) {
    const near = suggest(
      id ?? '',
      ids.flatMap((s) => (s === undefined ? [] : [s.id])),
    );
    throw new Unknown(`\`${name}\` has no step \`${id}\`${near === undefined ? '' : `; did you mean \`${near}\`?`}`);
  }
  if (params.length !== 1) throw new Unknown(`name one param of the step, such as \`${name}.${id}.bypass\``);
  return ['do', index, step.type, ...params];
}

/** What a bare value is short for, so that one key of it can be set: `-6 dB` is `{ gain: -6 dB }`. */
function widened(at: readonly (string | number)[], old: Placed): Placed {
  if (isMap(old.value) || old.value === null)
    return old.value === null ? { value: {}, place: { ...old.place, children: {} } } : old;
  const [, , key, , type] = at;
  const main =
    key === 'mix'
      ? Object.keys(mixTable)[0]
      : Object.entries(nodeType(String(type))?.params ?? {}).find(([, spec]) => spec.main)?.[0];
  if (main === undefined) throw new Unknown('what stands there is one value, not a map');
  return { value: { [main]: old.value }, place: { ...old.place, children: { [main]: old.place } } };
}

function set(old: Placed, path: readonly (string | number)[], depth: number, fresh: Placed): Placed {
  const key = path[depth];
  if (key === undefined) return fresh;
  if (isList(old.value)) {
    if (typeof key !== 'number') throw new Unknown('a list is replaced whole');
    const child = { value: old.value[key] ?? null, place: childPlace(old.place, key) ?? old.place };
    const item = set(child, path, depth + 1, fresh);
    const places = (old.place.children ?? []) as readonly Place[];
    return { value: old.value.with(key, item.value), place: { ...old.place, children: places.with(key, item.place) } };
  }
  const { value, place } = widened(path.slice(0, depth), old);
  const name = String(key);
  const fields: Record<string, JsonValue> = { ...(value as JsonMap) };
  const places: Record<string, Place> = { ...((place.children ?? {}) as Readonly<Record<string, Place>>) };
  const child = { value: fields[name] ?? null, place: places[name] ?? fresh.place };
  const entry = set(child, path, depth + 1, fresh);
  if (entry.value === null && depth === path.length - 1) {
    delete fields[name];
    delete places[name];
  } else {
    put(fields, name, entry.value);
    put(places, name, entry.place);
  }
  return { value: fields, place: { ...place, children: places } };
}

/** The value as YAML, placed in the override's own source. */
function readValue({ source, valueAt }: Override, key: Segment): Outcome<Placed> {
  const padded = { ...source, text: ' '.repeat(valueAt) + source.text.slice(valueAt) };
  const { value: tree, diagnostics } = readYaml(padded);
  if (tree === undefined) return { diagnostics };
  const place: Place = { ...tree.places, keyStart: key.at, keyEnd: key.at + key.text.length };
  return { value: { value: tree.value, place }, diagnostics };
}

/** `root` with the override applied; unchanged, with a diagnostic, where it cannot be. */
export function applyOverride(root: Placed, override: Override): { root: Placed; diagnostics: readonly Diagnostic[] } {
  const { path, source, valueAt } = override;
  const all = segments(path);
  const last = all.at(-1) ?? { text: '', at: 0 };
  try {
    const at = resolvePath(root.value, all);
    const { value: fresh, diagnostics } = readValue(override, last);
    return { root: fresh === undefined ? root : set(root, at, 0, fresh), diagnostics };
  } catch (e) {
    if (!(e instanceof Unknown)) throw e;
    const span = { source: source.id, start: 0, end: Math.max(1, valueAt - 1) };
    return { root, diagnostics: [diagnose('set/unknown-path', span, { path, problem: e.message })] };
  }
}
