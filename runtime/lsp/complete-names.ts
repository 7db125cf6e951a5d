// Names that may be typed at a place. In: a view, what is being typed. Out: addresses of sources and sinks, devices, nodes,
// ports, templates and their params, `$params`. They come from the texts; outputs of steps from the last typed config.

import { type CompletionItem, CompletionItemKind } from 'vscode-languageserver/node';
import { fileParams } from '../../compiler/passes/merge/mentions.ts';
import { type Path, withinConfig } from '../../compiler/passes/merge/shapes.ts';
import { outputNames } from '../../compiler/passes/resolve/scope.ts';
import { nodeType } from '../../schema/index.ts';
import type { Shape } from './declarations.ts';
import { keyRole, type Role, valueRole } from './roles.ts';
import type { View } from './view.ts';

type Name = Pick<CompletionItem, 'label' | 'kind' | 'detail'>;

const shapeOf = (view: View, path: string): Shape | undefined => view.declared.shapes.get(path);

/** Names of top-level keys of a config, `graph/` or `templates/` cut off. */
const under = ({ declared }: View, top: string): readonly string[] =>
  [...declared.shapes.keys()].filter((key) => key.startsWith(`${top}/`)).map((key) => key.slice(top.length + 1));

export function namesAt(view: View, path: Path, on: 'key' | 'value'): readonly Name[] {
  if (on === 'key') {
    const [top, node, key, ...more] = withinConfig(path);
    if (key === 'with' && more.length === 1) return givenParams(view, `${top}/${node}`);
  }
  const role = on === 'key' ? keyRole(path) : valueRole(path);
  return role === undefined ? [] : namesFor(view, role);
}

function namesFor(view: View, role: Role): readonly Name[] {
  switch (role.is) {
    case 'source':
      return sources(view);
    case 'sink':
      return sinks(view);
    case 'signal':
      return [...sinks(view), ...sources(view)];
    case 'target':
      return targets(view);
    case 'reference':
      return referred(view, role);
    case 'given':
    case 'param': {
      const owners = role.is === 'param' ? [role.owner] : [...(shapeOf(view, role.node)?.use ?? [])];
      const types = owners.map((owner) => shapeOf(view, `templates/${owner}`)?.params.get(role.param));
      return types.includes('source') ? sources(view) : types.includes('sink') ? sinks(view) : [];
    }
    default:
      return [];
  }
}

function referred(view: View, { kind, owner, of }: Extract<Role, { is: 'definition' | 'reference' }>): readonly Name[] {
  const { declared } = view;
  const list = (labels: Iterable<string>, itemKind: CompletionItemKind, detail: string): readonly Name[] =>
    [...labels].map((label) => ({ label, kind: itemKind, detail }));
  switch (kind) {
    case 'name':
      return of === 'device'
        ? list(declared.devices.keys(), CompletionItemKind.Interface, 'device')
        : list(under(view, 'graph'), CompletionItemKind.Function, 'node');
    case 'template':
      return list(under(view, 'templates'), CompletionItemKind.Class, 'template');
    case 'port': {
      const ports = declared.devices.get(owner);
      return list(
        new Set([...(ports?.inputs.keys() ?? []), ...(ports?.outputs.keys() ?? [])]),
        CompletionItemKind.Field,
        'port',
      );
    }
    case 'step':
      return list(stepsOf(view, owner).keys(), CompletionItemKind.Operator, 'step');
    case 'param':
      return [];
  }
}

/** Steps of a node with those of what it uses and extends. */
function stepsOf(view: View, path: string, seen = new Set<string>()): Map<string, string> {
  const shape = shapeOf(view, path);
  if (shape === undefined || seen.has(path)) return new Map();
  seen.add(path);
  const from = [...[...shape.use].map((t) => `templates/${t}`), ...[...shape.extends].map((n) => `graph/${n}`)];
  return new Map([...from.flatMap((other) => [...stepsOf(view, other, seen)]), ...shape.steps]);
}

function givenParams(view: View, node: string): readonly Name[] {
  const templates = [...(shapeOf(view, node)?.use ?? [])];
  return templates.flatMap((template) =>
    [...(shapeOf(view, `templates/${template}`)?.params ?? [])].map(([label, type]) => ({
      label,
      kind: CompletionItemKind.Variable,
      detail: `${type}, param of ${template}`,
    })),
  );
}

function sources(view: View): readonly Name[] {
  const { devices, aggregates } = view.declared;
  const found: Name[] = [];
  for (const [device, { inputs }] of devices) {
    for (const [port, channels] of inputs) found.push(portName(device, port, 'input', channels));
  }
  for (const name of aggregates)
    found.push({ label: `${name}.in`, kind: CompletionItemKind.Field, detail: 'inputs of all members' });
  const outputs = outputsByNode(view);
  for (const node of under(view, 'graph')) {
    found.push({ label: node, kind: CompletionItemKind.Function, detail: 'node' });
    for (const output of outputs.get(node) ?? []) {
      found.push({ label: `${node}.${output}`, kind: CompletionItemKind.Function, detail: 'output' });
    }
    for (const [step, type] of stepsOf(view, `graph/${node}`)) {
      found.push({ label: `${node}.${step}`, kind: CompletionItemKind.Operator, detail: `the signal after ${type}` });
    }
  }
  return found;
}

function sinks(view: View): readonly Name[] {
  const found: Name[] = [];
  for (const [device, { outputs }] of view.declared.devices) {
    for (const [port, channels] of outputs) found.push(portName(device, port, 'output', channels));
  }
  for (const name of view.declared.aggregates) {
    found.push({ label: `${name}.out`, kind: CompletionItemKind.Field, detail: 'outputs of all members' });
  }
  return found;
}

/** Live params of steps, in targets of controls and settings of tests. */
function targets(view: View): readonly Name[] {
  return under(view, 'graph').flatMap((node) =>
    [...stepsOf(view, `graph/${node}`)].flatMap(([step, type]) => {
      const params = Object.entries(nodeType(type)?.params ?? {}).filter(([, spec]) => spec.live);
      return [...params.map(([name, spec]) => [name, spec.summary] as const), ['bypass', 'of the step'] as const].map(
        ([name, detail]) => ({ label: `${node}.${step}.${name}`, kind: CompletionItemKind.Property, detail }),
      );
    }),
  );
}

const portName = (device: string, port: string, direction: string, channels: string): Name => ({
  label: `${device}.${port}`,
  kind: CompletionItemKind.Field,
  detail: `${direction}, hardware ${/^\d+$/.test(channels) ? 'channel' : 'channels'} ${channels}`,
});

/** Named outputs of last steps, such as the bands of a crossover. */
function outputsByNode({ project }: View): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (const { name, steps } of project?.lastTyped?.config.nodes ?? []) {
    const last = steps.at(-1);
    const outputs = last === undefined ? [] : outputNames(last);
    if (outputs.length > 1) found.set(name, outputs);
  }
  return found;
}

/** `$name`: params of the config, of the template around the place, and what file names may hold. */
export function paramsAt(view: View, path: Path): readonly Name[] {
  const [top, template] = withinConfig(path);
  const own = top === 'templates' ? (shapeOf(view, `templates/${template}`)?.params ?? new Map<string, string>()) : [];
  const spelled = (name: string) => (name.includes('-') ? `\${${name}}` : `$${name}`);
  const item = (name: string, detail: string): Name => ({
    label: spelled(name),
    kind: CompletionItemKind.Variable,
    detail,
  });
  return [
    ...[...own].map(([name, type]) => item(name, `${type}, param of ${template}`)),
    ...[...view.declared.params].map((name) => item(name, 'param')),
    ...(path.at(-1) === 'file' || path.at(-1) === 'fir' ? fileParams.map((name) => item(name, 'in file names')) : []),
  ];
}
