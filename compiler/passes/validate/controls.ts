// Controls: names for live params. In: the field under `controls`, and the nodes of the config. Out: each with its target
// and range, sorted by name. Invariants: a target was there when it was written, and is live; a range lies in its param's.

import { mixTable, stepTable } from '../../../schema/config.ts';
import { controlPattern, controlTable } from '../../../schema/controls.ts';
import type { KeyTable } from '../../../schema/forms.ts';
import type { NumberParam, ParamSpec } from '../../../schema/param.ts';
import { writeQuantity } from '../../../schema/units.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import type { ControlConfig, NodeConfig } from '../../ir/config.ts';
import { isList } from '../../ir/document.ts';
import { mixSource, parseTarget, type Target, targetText } from '../../ir/target.ts';
import { choiceSpec, readBoolean, readChoice, readNumberParam, readText } from './values.ts';
import type { Field, Walk } from './walk.ts';

export interface Targets {
  readonly nodes: readonly NodeConfig[];
  /** Names whose definition was refused. */
  readonly broken: ReadonlySet<string>;
  readonly rateHz: number;
}

/** A param that may be aimed at; `missing` is what the config has to say before it is live. */
interface Aim {
  readonly spec: ParamSpec;
  readonly missing?: string;
}
type Aims = ReadonlyMap<string, Aim>;

export function readControls(walk: Walk, field: Field | undefined, targets: Targets): readonly ControlConfig[] {
  const entries = (field && walk.entries(field, 'a map of controls by name')) ?? [];
  const controls = entries.flatMap((entry) => readControl(walk, entry, targets) ?? []);
  return controls.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function readControl(walk: Walk, field: Field, targets: Targets): ControlConfig | undefined {
  const before = walk.failures;
  const { name, at } = field;
  if (!controlPattern.test(name)) {
    walk.say('control/name', walk.key(field), { name, like: nameLike(name) });
    walk.failed();
  }
  const keys = walk.keys(field, `the control \`${name}\``, controlTable);
  const aimed = keys?.get('target');
  const text = aimed && readText(walk, aimed);
  if (keys === undefined || aimed === undefined || text === undefined) return undefined;
  const target = parseTarget(text);
  if (target === undefined) return walk.fail('control/target', aimed, { text });
  const spec = specOf(walk, aimed, text, target, targets);
  if (spec === undefined) return undefined;
  const own = spec.kind === 'number' ? ['range'] : spec.kind === 'boolean' ? ['invert', 'mode'] : [];
  for (const key of ['range', 'invert', 'mode']) {
    const extra = own.includes(key) ? undefined : keys.get(key);
    if (extra !== undefined) refuseKey(walk, extra, key, text, spec);
  }
  const fieldOf = (key: string) => (own.includes(key) ? keys.get(key) : undefined);
  const [range, invert, mode] = [fieldOf('range'), fieldOf('invert'), fieldOf('mode')];
  const control: ControlConfig = {
    name,
    at,
    target,
    targetAt: aimed.at,
    range: spec.kind === 'number' ? readRange(walk, range, spec, targets.rateHz) : null,
    invert: (invert && readBoolean(walk, invert)) ?? false,
    mode: (mode && readChoice(walk, mode, choiceSpec(controlTable, 'mode').choices)) ?? 'toggle',
  };
  return walk.failures > before ? undefined : control;
}

const nameLike = (text: string): string => {
  const parts = text.toLowerCase().split(/[/.\s]+/);
  const plain = parts.map((part) => part.replace(/[^a-z0-9_-]+/g, '-').replace(/^[-_]+|-+$/g, ''));
  return plain.flatMap((part) => (part === '' ? [] : `/${part}`)).join('');
};

function refuseKey(walk: Walk, field: Field, key: string, target: string, spec: ParamSpec): void {
  const is = spec.kind === 'number' ? 'a number' : spec.kind === 'boolean' ? 'a switch' : 'one of a few words';
  walk.say('control/key', walk.key(field), { key, target, is });
  walk.failed();
}

/** The live param that a target names. What is said stands at the whole address, as that is one token. */
function specOf(walk: Walk, field: Field, text: string, target: Target, targets: Targets): ParamSpec | undefined {
  const { nodes, broken } = targets;
  const unknown = (kind: string, name: string, among: readonly string[], renamed: (meant: string) => Target) => {
    const meant = suggest(name, among);
    if (meant === undefined) return walk.fail('address/unknown', field, { text, kind, name, among });
    const whole = targetText(renamed(meant));
    // Brackets need quotes where the control is written on one line.
    const extra = walk.meant(walk.span(field), whole.includes('[') ? JSON.stringify(whole) : whole);
    return walk.fail('address/misspelt', field, { text, kind, name, meant }, extra);
  };
  if (broken.has(target.node)) return walk.failed();
  const node = nodes.find((n) => n.name === target.node);
  if (node === undefined) {
    return unknown(
      'node',
      target.node,
      nodes.map((n) => n.name),
      (meant) => ({ ...target, node: meant }),
    );
  }
  const found = aimsOf(node, target);
  if (!(found instanceof Map)) {
    const { kind, name, among } = found as Missed;
    return unknown(kind, name, among, (meant) => ({
      ...target,
      step: mixSource(target) === undefined ? meant : `mix[${meant}]`,
    }));
  }
  const aims: Aims = found;
  const aim = aims.get(target.param);
  const live = [...aims].flatMap(([param, { spec, missing }]) => (spec.live && missing === undefined ? [param] : []));
  if (aim === undefined) return unknown('live param', target.param, live, (meant) => ({ ...target, param: meant }));
  if (aim.spec.live && aim.missing === undefined) return aim.spec;
  return walk.fail('control/not-live', field, { text, param: target.param, live, missing: aim.missing ?? '' });
}

interface Missed {
  readonly kind: string;
  readonly name: string;
  readonly among: readonly string[];
}

/** Params of the step, or of the source in the mix, that a target is about. */
function aimsOf(node: NodeConfig, target: Target): Aims | Missed {
  const source = mixSource(target);
  if (source === undefined) {
    const step = node.steps.find((s) => s.id === target.step);
    if (step === undefined) return { kind: 'step', name: target.step, among: node.steps.map((s) => s.id) };
    const params = Object.entries(step.descriptor.params).map(([name, spec]): [string, Aim] => [name, { spec }]);
    const bypass = { spec: specAt(stepTable, 'bypass'), ...(step.bypass === null && { missing: 'bypass: false' }) };
    return new Map([...params, ['bypass', bypass]]);
  }
  const entries = node.input.kind === 'mix' ? node.input.entries : [];
  const entry = entries.find((e) => e.source.text === source);
  if (entry === undefined) return { kind: 'source of the mix', name: source, among: entries.map((e) => e.source.text) };
  return new Map(
    Object.keys(mixTable).map((name): [string, Aim] => [
      name,
      { spec: specAt(mixTable, name), ...(name === 'pan' && entry.panPercent === null && { missing: 'pan: 0 %' }) },
    ]),
  );
}

function specAt(table: KeyTable, key: string): ParamSpec {
  const form = table[key]?.form;
  if (form?.form !== 'param') throw new Error(`${key} is a param`);
  return form.spec;
}

/** `[least, most]`; frequencies of signals lie below half the rate. */
function readRange(walk: Walk, field: Field | undefined, spec: NumberParam, rateHz: number): ControlConfig['range'] {
  const { dimension, min, max } = spec;
  const whole = { min, max: dimension === 'frequency' ? Math.min(max, rateHz / 2) : max, dimension };
  if (field === undefined) return whole;
  if (!isList(field.value)) {
    walk.shape(field, 'a list of two values, the least and the most');
    return null;
  }
  const [low, high, ...more] = walk.items(field, 'a list of two values') ?? [];
  if (low === undefined || high === undefined || more.length > 0) {
    walk.fail('value/length', field, { field: 'range', has: field.value.length, min: 2, max: 2 });
    return null;
  }
  const [least, most] = [low, high].map((end) => readNumberParam(walk, end, spec, rateHz));
  if (least === undefined || most === undefined) return null;
  if (least < most) return { ...whole, min: least, max: most };
  const write = (value: number) => writeQuantity(value, dimension);
  walk.fail('control/range', field, { min: write(least), max: write(most) });
  return null;
}
