// One config cut at random into templates, nodes that extend others, includes in folders, machines, a local file. In: a
// config as plain data, a source of random numbers. Out: files, and what the command line adds, that mean the same.

import { type Data, type DataMap, difference, isMap, same } from './difference.ts';

export interface Cut {
  readonly files: Readonly<Record<string, string>>;
  readonly machine?: string;
  readonly facts?: { readonly host: string; readonly platform: string };
}

type Random = () => number;

/** A line for each key of a file. */
const yaml = (layer: DataMap): string =>
  Object.keys(layer).length === 0
    ? '{}\n'
    : Object.entries(layer)
        .map(([k, v]) => `${k}: ${JSON.stringify(v)}\n`)
        .join('');

const pick = <T>(r: Random, list: readonly T[]): T => list[Math.floor(r() * list.length)] as T;
const chance = (r: Random, share: number): boolean => r() < share;
const map = (value: Data | undefined): DataMap => (isMap(value) ? value : {});

const isOpen = (node: DataMap): boolean => 'use' in node || 'extends' in node;

export function cut(config: DataMap, r: Random): Cut {
  const layers = layersOf(extended(templated(config, r), r), r);
  const files: Record<string, string> = {};
  const text = (layer: DataMap, include: readonly string[]) =>
    yaml(
      include.length === 0
        ? layer
        : { include: include.length === 1 && chance(r, 0.5) ? (include[0] ?? '') : include, ...layer },
    );
  const last = layers.length - 1;
  const [base, ...over] = layers;
  const local = over.length > 0 && chance(r, 0.5) ? over.pop() : undefined;
  const machine = over.length > 0 && chance(r, 0.7) ? over.pop() : undefined;
  const entry = over.pop();
  const parts = entry === undefined ? [] : [base ?? {}, ...over];
  // A part includes those before it, or the entry includes them side by side: the order is the same.
  let waiting: string[] = [];
  for (const [i, part] of parts.entries()) {
    const path = `parts/${i}/part.yaml`;
    const takes = chance(r, 0.5);
    files[path] = text(part, takes ? waiting.map((w) => `../../${w}`) : []);
    waiting = takes ? [path] : [...waiting, path];
  }
  const machines = machine === undefined ? {} : { machines: machinesOf(machine, r) };
  files['busbar.yaml'] = text({ ...(entry ?? base), ...machines } as DataMap, waiting);
  if (local !== undefined) files['busbar.local.yaml'] = yaml(local);
  if (machine === undefined || last < 1) return { files };
  return 'when' in map(machines.machines?.here)
    ? { files, facts: { host: 'desk-7', platform: 'linux' } }
    : { files, machine: 'here' };
}

function machinesOf(patch: DataMap, r: Random): DataMap {
  const when = pick<DataMap>(r, [{ host: 'desk-*' }, { platform: 'linux' }, { host: 'DESK-7', platform: 'linux' }]);
  const other: DataMap = { other: { when: { host: 'road-*' }, graph: { nothing: null } } };
  return { ...other, here: chance(r, 0.5) ? { when, ...patch } : patch };
}

/** Configs that make `target` when they are laid over each other, at most five. */
function layersOf(target: DataMap, r: Random): DataMap[] {
  const count = Math.floor(r() * 5);
  const layers: DataMap[] = [];
  let base: DataMap = {};
  for (let i = 0; i < count; i++) {
    const next = perturbed(target, r);
    layers.push(i === 0 ? next : (difference(base, next) as DataMap));
    base = next;
  }
  layers.push(difference(base, target) as DataMap);
  return layers;
}

/** The config with parts missing, changed and added, as an older file of a studio might be. */
function perturbed(target: DataMap, r: Random): DataMap {
  const change = (value: Data, depth: number, key: string, inOpen: boolean): Data | undefined => {
    if (chance(r, depth === 0 || inOpen || key === 'busbar' ? 0 : 0.15)) return undefined;
    if (!isMap(value)) return key !== 'match' && typeof value === 'string' && chance(r, 0.15) ? `${value}x` : value;
    // Steps are kept as they are or left out: nothing in a list is merged.
    // What is taken from elsewhere comes back over a key that is left out, and `null` would keep it out for good.
    const open = inOpen || isOpen(value);
    const kept = Object.entries(value).flatMap(([k, v]) => {
      const changed = change(v, depth + 1, k, open);
      return changed === undefined ? [] : [[k, changed] as const];
    });
    return Object.fromEntries(kept);
  };
  const changed = map(change(target, 0, '', false));
  if (!chance(r, 0.5)) return changed;
  const junk = { from: 'nowhere', do: [{ gain: '-1 dB' }] };
  return {
    ...changed,
    graph: { ...map(changed.graph), junk },
    devices: { ...map(changed.devices), spare: { inputs: { in1: 1 } } },
  };
}

/** Some nodes become uses of templates: their source, and a bare value of a step, become params. */
function templated(config: DataMap, r: Random): DataMap {
  const templates: Record<string, Data> = {};
  const graph = Object.entries(map(config.graph)).map(([name, node]): [string, Data] => {
    if (!isMap(node) || isOpen(node) || !chance(r, 0.4)) return [name, node];
    const { from, do: steps, ...rest } = node;
    const params: Record<string, Data> = {};
    const given: Record<string, Data> = {};
    const body: Record<string, Data> = {};
    const add = (param: string, type: string, value: Data): string => {
      const isDefault = chance(r, 0.2);
      params[param] = isDefault ? { type, default: value } : { type };
      if (!isDefault || chance(r, 0.5)) given[param] = value;
      return `$${param}`;
    };
    if (from !== undefined) body.from = typeof from === 'string' ? add('in', 'source', from) : add('in', 'any', from);
    if (Array.isArray(steps)) body.do = steps.map((step, i): Data => stepOf(step as Data, i, add, r));
    // One key that the node says itself, for the template says it otherwise.
    if (rest.channels !== undefined && chance(r, 0.5)) body.channels = 1;
    if (chance(r, 0.3)) {
      templates[`${name}-inner`] = { params, ...body };
      const passed = Object.fromEntries(Object.keys(params).map((p) => [p, `$${p}`]));
      templates[name] = { params, use: `${name}-inner`, with: passed };
    } else templates[name] = { params, ...body };
    return [name, { use: name, ...(Object.keys(given).length > 0 && { with: given }), ...rest }];
  });
  return { ...config, graph: Object.fromEntries(graph), templates: { ...map(config.templates), ...templates } };
}

const types: readonly (readonly [RegExp, string])[] = [
  [/ dB$/, 'gain'],
  [/ k?Hz$/, 'frequency'],
  [/ ms$/, 'time'],
];

function stepOf(step: Data, i: number, add: (param: string, type: string, value: Data) => string, r: Random): Data {
  const [type, value] = Object.entries(map(step))[0] ?? ['', null];
  if (type === '' || !chance(r, 0.5)) return step;
  const found = typeof value === 'string' ? types.find(([like]) => like.test(value))?.[1] : undefined;
  // What stands in files is text with a `$` of its own.
  if (JSON.stringify(value).includes('$') || value === null) return step;
  return { [type]: add(`p${i}`, found ?? 'any', value) };
}

/** Some nodes say only what sets them apart from another one. */
function extended(config: DataMap, r: Random): DataMap {
  const nodes = Object.entries(map(config.graph));
  const graph = nodes.map(([name, node], i): [string, Data] => {
    const [base, from] = nodes[Math.floor(r() * i)] ?? [];
    if (base === undefined || base === name || !isMap(node) || !isMap(from) || !chance(r, 0.4)) return [name, node];
    // Over both at once, `null` for a key of the one would keep out that of the other.
    if (isOpen(node)) return [name, node];
    return [name, { extends: base, ...patched(from, node, r) }];
  });
  return { ...config, graph: Object.fromEntries(graph) };
}

/** The difference of two nodes; where only params of a step differ, steps are patched by their ids. */
function patched(base: DataMap, target: DataMap, r: Random): DataMap {
  const patch = difference(base, target, ['graph', 'x']) as DataMap;
  const [before, after] = [base.do, target.do];
  if (!Array.isArray(before) || !Array.isArray(after) || before.length !== after.length || !chance(r, 0.8))
    return patch;
  const steps = after.map((step, i) => [step as DataMap, before[i] as DataMap] as const);
  const isPatch = steps.every(([a, b]) => {
    const [type = ''] = Object.keys(a);
    const count = steps.filter(([s]) => Object.keys(s)[0] === type).length;
    return (
      same(a, b) ||
      (type in b &&
        count === 1 &&
        isMap(a[type]) &&
        isMap(b[type]) &&
        !('id' in map(a[type])) &&
        !('id' in map(b[type])))
    );
  });
  if (!isPatch || same(before, after)) return patch;
  const changes = steps.flatMap(([a, b]) => {
    const [type = ''] = Object.keys(a);
    return same(a, b) ? [] : [[type, difference(b[type] ?? null, a[type] ?? null)] as const];
  });
  return { ...patch, do: Object.fromEntries(changes) };
}
