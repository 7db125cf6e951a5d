// What a compile knows of the words of a config. In: its typed config, plan and places. Out: by file, spans with a line
// each: what a value comes to where it is used, how wide a node is, how late the sound is there.

import type { Config, StepConfig } from '../../compiler/ir/config.ts';
import { nearestPlace, type Place, valueSpan } from '../../compiler/ir/places.ts';
import { pointer, type Span } from '../../compiler/ir/source.ts';
import type { ParamSpec, ParamValue } from '../../schema/param.ts';
import type { Plan } from '../../schema/plan.ts';
import { writeQuantity } from '../../schema/units.ts';
import { arrivalsOf } from './arrivals.ts';
import type { Typed } from './project.ts';

export interface Fact {
  readonly span: Span;
  readonly text: string;
}

export function factsOf({ config, document, result: { plan } }: Typed): readonly Fact[] {
  const facts: Fact[] = [];
  const late = latenessOf(plan, config);
  /** At the key of a place, and at its value where that is one word. */
  const tell = (place: Place, text: string, at: 'key' | 'both') => {
    if (place.keyEnd > 0)
      facts.push({ span: { source: place.source, start: place.keyStart, end: place.keyEnd }, text });
    if (at === 'both' && place.children === undefined) facts.push({ span: valueSpan(place), text });
  };
  const placeAt = (at: string): Place | undefined => {
    const { place, exact } = nearestPlace(document.places, at);
    return exact ? place : undefined;
  };
  for (const { name, at, steps } of config.nodes) {
    const node = placeAt(at);
    if (node !== undefined) tell(node, nodeText(name, plan, late(name)), 'key');
    for (const step of steps) tellStep(name, step, placeAt, tell, late(`${name}.${step.id}`));
  }
  return facts;
}

type Tell = (place: Place, text: string, at: 'key' | 'both') => void;

function tellStep(
  node: string,
  step: StepConfig,
  placeAt: (at: string) => Place | undefined,
  tell: Tell,
  late: string,
): void {
  const whole = placeAt(step.paramsAt);
  if (whole === undefined) return;
  if (late !== '') tell(whole, `\`${node}.${step.id}\`: ${late}`, 'key');
  for (const [name, spec] of Object.entries(step.descriptor.params)) {
    const value = written(spec, step.params[name]);
    const bare = spec.main && whole.children === undefined ? whole : undefined;
    const place = bare ?? placeAt(pointer(step.paramsAt, name));
    if (value !== undefined && place !== undefined) tell(place, `\`${node}.${step.id}.${name}\` is ${value}`, 'both');
  }
}

/** A value in its canonical unit, as it would be written. */
function written(spec: ParamSpec, value: ParamValue | undefined): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (spec.kind === 'number' && typeof value === 'number') return writeQuantity(value, spec.dimension);
  if (spec.kind === 'numbers' && Array.isArray(value) && value.length <= 8) {
    return (value as readonly number[]).map((n) => writeQuantity(n, spec.dimension)).join(', ');
  }
  return typeof value === 'object' ? undefined : String(value);
}

function nodeText(name: string, plan: Plan | undefined, late: string): string {
  const channels = plan?.nodes.find((n) => n.name === name)?.channels;
  const wide = channels === undefined ? '' : `: ${channels} channel${channels === 1 ? '' : 's'}`;
  return `node \`${name}\`${wide}${late === '' ? '' : `, ${late}`}`;
}

/** `latency so far 128 frames (2.67 ms)`, by `node` and `node.step`. */
function latenessOf(plan: Plan | undefined, { nodes }: Config): (name: string) => string {
  if (plan === undefined) return () => '';
  const arrivals = arrivalsOf(plan);
  const inputs = new Map(nodes.map((node) => [node.name, node.input]));
  /** A node that only hands on what it takes from one source has no op of its own. */
  const framesAt = (name: string): number | undefined => {
    const input = inputs.get(name);
    const known = arrivals.get(name);
    if (known !== undefined || input?.kind !== 'from' || input.sources.length !== 1) return known;
    const [node = '', step] = input.sources[0]?.text.split('.', 2) ?? [];
    return arrivals.get(`${node}.${step}`) ?? arrivals.get(node);
  };
  return (name) => {
    const frames = framesAt(name);
    if (frames === undefined) return '';
    const ms = Number(((1000 * frames) / plan.rateHz).toFixed(2));
    return `latency so far ${frames} frames (${writeQuantity(ms, 'time')})`;
  };
}

/** What devices declare, for hover on their names. */
export function deviceText({ devices }: Config, name: string): string {
  const device = devices.find((d) => d.name === name);
  if (device === undefined) return '';
  const ports = (list: typeof device.inputs) => list.map((p) => `\`${p.name}\` ${p.channels.join(', ')}`).join('; ');
  const line = (label: string, list: typeof device.inputs) => (list.length === 0 ? [] : [`${label}: ${ports(list)}`]);
  return [
    `device \`${name}\` (${device.backend})`,
    ...line('inputs', device.inputs),
    ...line('outputs', device.outputs),
  ].join('\n\n');
}
