// What the files of a config declare, by name, machines included. In: their trees. Out: devices with ports, nodes and
// templates with steps and params. It serves names only, so all files count alike, whatever is laid over what.

import { isList, isMap, type JsonValue, member } from '../../compiler/ir/document.ts';
import { stepIds } from '../../compiler/passes/step-ids.ts';

export interface Ports {
  /** Channels as written, by port name. */
  readonly inputs: Map<string, string>;
  readonly outputs: Map<string, string>;
}

/** A node, or a template. */
export interface Shape {
  readonly use: Set<string>;
  readonly extends: Set<string>;
  /** Ids, and the types they belong to. */
  readonly steps: Map<string, string>;
  /** Types of a template's params. */
  readonly params: Map<string, string>;
}

export interface Declarations {
  readonly devices: Map<string, Ports>;
  readonly aggregates: Set<string>;
  /** By path: `graph/voice`, `templates/preamp`. */
  readonly shapes: Map<string, Shape>;
  readonly params: Set<string>;
  readonly machines: Set<string>;
}

const keysOf = (value: JsonValue | undefined): readonly string[] => (isMap(value) ? Object.keys(value) : []);

function got<V>(map: Map<string, V>, key: string, make: () => V): V {
  const known = map.get(key) ?? make();
  map.set(key, known);
  return known;
}

export function declarationsOf(values: readonly JsonValue[]): Declarations {
  const all: Declarations = {
    devices: new Map(),
    aggregates: new Set(),
    shapes: new Map(),
    params: new Set(),
    machines: new Set(),
  };
  for (const value of values) declare(all, value);
  return all;
}

function declare(all: Declarations, config: JsonValue): void {
  const devices = member(config, 'devices');
  for (const name of keysOf(devices)) declarePorts(all, name, member(devices, name));
  for (const name of keysOf(member(config, 'aggregates'))) all.aggregates.add(name);
  for (const name of keysOf(member(config, 'params'))) all.params.add(name);
  for (const top of ['graph', 'templates']) {
    const nodes = member(config, top);
    for (const name of keysOf(nodes)) declareShape(all, `${top}/${name}`, member(nodes, name));
  }
  const machines = member(config, 'machines');
  for (const name of keysOf(machines)) {
    all.machines.add(name);
    declare(all, member(machines, name) ?? null);
  }
}

function declarePorts(all: Declarations, name: string, device: JsonValue | undefined): void {
  const ports = got(all.devices, name, () => ({ inputs: new Map(), outputs: new Map() }));
  for (const direction of ['inputs', 'outputs'] as const) {
    const written = member(device, direction);
    if (isMap(written))
      for (const [port, channels] of Object.entries(written)) ports[direction].set(port, text(channels));
    else if (written !== undefined) ports[direction].set(direction === 'inputs' ? 'in' : 'out', `1-${text(written)}`);
  }
}

const text = (value: JsonValue): string => (isList(value) ? value.join(', ') : String(value ?? ''));

function declareShape(all: Declarations, path: string, node: JsonValue | undefined): void {
  const shape = got(all.shapes, path, () => ({
    use: new Set(),
    extends: new Set(),
    steps: new Map(),
    params: new Map(),
  }));
  for (const key of ['use', 'extends'] as const) {
    const name = member(node, key);
    if (typeof name === 'string') shape[key].add(name);
  }
  const steps = member(node, 'do');
  if (isList(steps)) for (const step of stepIds(steps)) if (step) shape.steps.set(step.id, step.type);
  const params = member(node, 'params');
  for (const name of keysOf(params)) {
    const type = member(member(params, name), 'type');
    shape.params.set(name, typeof type === 'string' ? type : 'any');
  }
}

/** The shape that has a step of this id, the node itself or what it uses or extends; `undefined` where none has. */
export function shapeWithStep({ shapes }: Declarations, path: string, id: string): string | undefined {
  const tried = new Set<string>();
  const waiting = [path];
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const shape = shapes.get(next);
    if (shape === undefined || tried.has(next)) continue;
    if (shape.steps.has(id)) return next;
    tried.add(next);
    waiting.push(...[...shape.use].map((t) => `templates/${t}`), ...[...shape.extends].map((n) => `graph/${n}`));
  }
  return undefined;
}
