// Settings of a step type that the conformance checks try, as a user would write them.
// In: a descriptor. Out: its example, its defaults, and the example with every choice and switch turned.
// Invariant: everything follows from the descriptor; no step type is named here.

import type { NodeDescriptor } from '../../schema/node.ts';
import type { ParamSpec } from '../../schema/param.ts';

export interface Setting {
  readonly label: string;
  /** As in a config, never bare. */
  readonly params: Readonly<Record<string, unknown>>;
  /** Side-chains are connected. */
  readonly keyed: boolean;
  /** Rules between params may refuse it: only the example and the defaults must compile. */
  readonly mayBeRefused: boolean;
}

const isMap = (x: unknown): x is Readonly<Record<string, unknown>> =>
  typeof x === 'object' && x !== null && !Array.isArray(x);

/** The example's params by name: a bare value belongs to the main param. */
export function exampleParams(d: NodeDescriptor): Readonly<Record<string, unknown>> {
  if (isMap(d.example)) return d.example;
  if (d.example === undefined || d.example === null) return {};
  const main = Object.entries(d.params).find(([, p]) => p.main);
  if (main === undefined) throw new Error(`${d.type}: a bare example needs a main param`);
  return { [main[0]]: d.example };
}

/** True when a config may leave the param out. */
export function isOptional(p: ParamSpec): boolean {
  switch (p.kind) {
    case 'number':
    case 'choice':
      return p.default !== undefined;
    case 'boolean':
    case 'names':
      return true;
    case 'matrix':
      return false;
    default:
      return !p.required;
  }
}

export const sideChains = (d: NodeDescriptor): string[] => Object.keys(d.inputs).filter((port) => port !== 'in');

function withoutKeys(d: NodeDescriptor, params: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const chains = sideChains(d);
  return Object.fromEntries(Object.entries(params).filter(([name]) => !chains.includes(name)));
}

export function settingsOf(d: NodeDescriptor): Setting[] {
  const example = withoutKeys(d, exampleParams(d));
  const needed = Object.fromEntries(Object.entries(example).filter(([name]) => !isOptional(d.params[name]!)));
  const mustBeKeyed = Object.entries(d.inputs).some(([port, p]) => port !== 'in' && !p.optional);
  const base = { keyed: mustBeKeyed, mayBeRefused: false };
  const settings: Setting[] = [
    { ...base, label: 'example', params: example },
    { ...base, label: 'defaults', params: needed, mayBeRefused: !allOptionalWork(d) },
  ];
  if (sideChains(d).length > 0 && !mustBeKeyed)
    settings.push({ ...base, label: 'example, keyed', params: example, keyed: true });
  for (const [name, p] of Object.entries(d.params)) {
    const values: readonly unknown[] = p.kind === 'choice' ? p.choices : p.kind === 'boolean' ? [true, false] : [];
    for (const value of values)
      if (value !== example[name])
        settings.push({
          ...base,
          label: `${name}: ${value}`,
          params: { ...example, [name]: value },
          mayBeRefused: true,
        });
  }
  return settings;
}

/** False where the type needs one of several optional params (`file` or `taps`), so that defaults alone say too little. */
const allOptionalWork = (d: NodeDescriptor): boolean =>
  Object.values(d.params).every((p) => !(isOptional(p) && (p.kind === 'file' || p.kind === 'numbers')));
