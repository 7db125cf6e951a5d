// Saves at random. In: a config as plain data and the pool of step settings. Out: the config after an edit or a few, and
// what they were. Invariant: the same numbers give the same edit; the result need not compile: whoever asks tries again.

import { type Pool, type PooledType, portWidth } from '../property/graphs/pool.ts';

type Config = Readonly<Record<string, unknown>>;
type Mutable = Record<string, unknown>;
type Step = Record<string, Mutable>;

interface Draft {
  readonly graph: Record<string, Mutable>;
  readonly devices: Record<string, Mutable>;
  readonly pool: Pool;
  readonly next: () => number;
}

/** Changes the draft and says what it did; undefined where there is nothing of the kind. */
type Edit = (draft: Draft) => string | undefined;

export interface Edited {
  readonly config: Config;
  readonly what: string;
}

export function edited(config: Config, pool: Pool, next: () => number, times: number): Edited {
  const copy = structuredClone(config) as Mutable;
  const draft: Draft = { graph: copy.graph as Draft['graph'], devices: copy.devices as Draft['devices'], pool, next };
  const said: string[] = [];
  const kinds = Object.entries(edits);
  for (let tries = 0; said.length < times && tries < 50; tries++) {
    const [name, edit] = pick(kinds, next);
    const what = edit(draft);
    if (what !== undefined) said.push(`${name}: ${what}`);
  }
  return { config: copy, what: said.join('; ') };
}

const pick = <T>(list: readonly T[], next: () => number): T => list[Math.floor(next() * list.length)]!;
const chance = (next: () => number, share: number): boolean => next() < share;

const typeOf = (step: Step): string => Object.keys(step)[0]!;
const paramsOf = (step: Step): Mutable => step[typeOf(step)]!;

/** A node with steps, and one of them. */
function someStep({ graph, next }: Draft) {
  const nodes = Object.entries(graph).filter(([, n]) => Array.isArray(n.do) && n.do.length > 0);
  if (nodes.length === 0) return undefined;
  const [node, body] = pick(nodes, next);
  const steps = body.do as Step[];
  const at = Math.floor(next() * steps.length);
  return { node, steps, at, step: steps[at]!, name: `${node}.${typeOf(steps[at]!)}` };
}

function someMix({ graph, next }: Draft) {
  const nodes = Object.entries(graph).filter(([, n]) => n.mix !== undefined);
  if (nodes.length === 0) return undefined;
  const [node, body] = pick(nodes, next);
  return { node, mix: body.mix as Record<string, Mutable> };
}

/** Types that leave any node as wide as it is and need nothing beside it. */
const plain = (t: PooledType): boolean => {
  const { inputs, passthrough } = t.descriptor;
  if (inputs.in?.channels.rule !== 'any' || Object.keys(inputs).length > 1) return false;
  return (
    passthrough === true ||
    t.settings.every((s) => Object.keys(s.outputs).join() === 'out' && portWidth(s.outputs.out!, s.params, 3) === 3)
  );
};

const unkeyed = (t: PooledType) => t.settings.filter((s) => !s.keyed);

/** Every source that some node names. */
const sourcesOf = (graph: Draft['graph']): string[] =>
  Object.values(graph).flatMap((n) => [
    ...(typeof n.from === 'string' ? [n.from] : Array.isArray(n.from) ? (n.from as string[]) : []),
    ...Object.keys((n.mix as object | undefined) ?? {}),
  ]);

/** Every key and address that names a node, by its new name. */
function renamed(value: unknown, from: string, to: string): unknown {
  if (typeof value === 'string')
    return value === from || value.startsWith(`${from}.`) ? to + value.slice(from.length) : value;
  if (Array.isArray(value)) return value.map((v) => renamed(v, from, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([k, v]) => [renamed(k, from, to) as string, renamed(v, from, to)]),
  );
}

export const edits: Readonly<Record<string, Edit>> = {
  params: (d) => {
    const found = someStep(d);
    const type = found && d.pool.types.find((t) => t.descriptor.type === typeOf(found.step));
    if (!found || !type) return undefined;
    const { params } = pick(type.settings, d.next);
    const { id, channels, bypass, key } = paramsOf(found.step);
    const kept = Object.fromEntries(Object.entries({ id, channels, bypass, key }).filter(([, v]) => v !== undefined));
    found.steps[found.at] = { [typeOf(found.step)]: { ...params, ...kept } };
    return found.name;
  },
  insert: (d) => {
    const found = someStep(d);
    if (!found) return undefined;
    const type = pick(d.pool.types.filter(plain), d.next);
    const { params } = pick(unkeyed(type), d.next);
    const taken = found.steps.some((s) => typeOf(s) === type.descriptor.type);
    const id = taken || chance(d.next, 0.3) ? { id: `e${Math.floor(d.next() * 1e6)}` } : {};
    found.steps.splice(found.at, 0, { [type.descriptor.type]: { ...params, ...id } });
    return `${type.descriptor.type} before ${found.name}`;
  },
  remove: (d) => {
    const found = someStep(d);
    if (!found) return undefined;
    found.steps.splice(found.at, 1);
    return found.name;
  },
  reorder: (d) => {
    const found = someStep(d);
    if (!found || found.steps.length < 2) return undefined;
    const to = Math.floor(d.next() * found.steps.length);
    const [step] = found.steps.splice(found.at, 1);
    found.steps.splice(to, 0, step!);
    return `${found.name} from ${found.at} to ${to}`;
  },
  bypass: (d) => {
    const found = someStep(d);
    if (!found || typeof paramsOf(found.step) !== 'object') return undefined;
    const params = paramsOf(found.step);
    if (chance(d.next, 0.3)) delete params.bypass;
    else params.bypass = params.bypass !== true;
    return found.name;
  },
  limit: (d) => {
    const found = someStep(d);
    if (!found || typeof paramsOf(found.step) !== 'object') return undefined;
    const params = paramsOf(found.step);
    if (params.channels !== undefined) delete params.channels;
    else params.channels = 1 + Math.floor(d.next() * 2);
    return found.name;
  },
  /** Delays of loops are written bare. */
  loop: (d) => {
    const steps = Object.entries(d.graph).flatMap(([node, n]) =>
      Array.isArray(n.do)
        ? (n.do as Mutable[]).filter((s) => typeof s.delay === 'string').map((s) => ({ node, s }))
        : [],
    );
    if (steps.length === 0) return undefined;
    const { node, s } = pick(steps, d.next);
    s.delay = `${Number.parseInt(s.delay as string, 10) + 1 + Math.floor(d.next() * 100)} frames`;
    return `${node} by ${s.delay}`;
  },
  gain: (d) => {
    const found = someMix(d);
    if (!found) return undefined;
    const [source, entry] = pick(Object.entries(found.mix), d.next);
    if (chance(d.next, 0.2)) entry.mute = entry.mute !== true;
    else entry.gain = Math.round(d.next() * -200) / 10;
    return `${found.node} of ${source}`;
  },
  source: (d) => {
    const found = someMix(d);
    if (!found) return undefined;
    const own = Object.keys(found.mix);
    if (own.length > 1 && chance(d.next, 0.5)) {
      const source = pick(own, d.next);
      delete found.mix[source];
      return `${source} out of ${found.node}`;
    }
    const source = pick(sourcesOf(d.graph), d.next);
    if (found.mix[source] !== undefined) return undefined;
    found.mix[source] = { gain: -12 };
    return `${source} into ${found.node}`;
  },
  route: (d) => {
    const nodes = Object.entries(d.graph).filter(([, n]) => typeof n.from === 'string');
    if (nodes.length === 0) return undefined;
    const [node, body] = pick(nodes, d.next);
    const source = pick(sourcesOf(d.graph), d.next);
    if (source === body.from) return undefined;
    body.from = source;
    return `${node} from ${source}`;
  },
  node: (d) => {
    const [node, body] = pick(Object.entries(d.graph), d.next);
    if (Object.keys(d.graph).length > 1 && chance(d.next, 0.5)) {
      delete d.graph[node];
      return `${node} gone`;
    }
    const { to: _, ...rest } = structuredClone(body);
    const name = `x${Math.floor(d.next() * 1e6)}`;
    d.graph[name] = rest;
    const mix = someMix(d);
    if (mix) mix.mix[name] = { gain: -12 };
    return `${name} like ${node}${mix ? ` into ${mix.node}` : ''}`;
  },
  rename: (d) => {
    const node = pick(Object.keys(d.graph), d.next);
    const name = `${pick(['a', 'n', 'z'], d.next)}${Math.floor(d.next() * 1e6)}`;
    const graph = renamed(d.graph, node, name) as Draft['graph'];
    for (const key of Object.keys(d.graph)) delete d.graph[key];
    Object.assign(d.graph, graph);
    return `${node} as ${name}`;
  },
  sink: (d) => {
    const sinks = Object.entries(d.graph).filter(([, n]) => n.to !== undefined);
    if (sinks.length === 0) return undefined;
    const [node, body] = pick(sinks, d.next);
    if (sinks.length > 1 && chance(d.next, 0.4)) {
      delete body.to;
      return `${node} silent`;
    }
    const [other, target] = pick(Object.entries(d.graph), d.next);
    if (other === node) return undefined;
    [body.to, target.to] = [target.to, body.to];
    if (body.to === undefined) delete body.to;
    return `${node} for ${other}`;
  },
  ceiling: (d) => {
    const [name, device] = pick(Object.entries(d.devices), d.next);
    if (device.ceiling === undefined) device.ceiling = '-2 dBFS';
    else delete device.ceiling;
    return name;
  },
};
