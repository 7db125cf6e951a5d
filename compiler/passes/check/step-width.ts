// Widths of one step. In: what comes in and the descriptor's port rules. Out: what goes out, and what does not fit.
// Invariant: knows nothing of graphs; an unknown width gives unknown widths and no complaint.

import { MAX_CHANNEL } from '../../../schema/device.ts';
import type { NodeDescriptor } from '../../../schema/node.ts';
import { outputsOf } from '../../../schema/node.ts';
import type { MatrixValue } from '../../../schema/param.ts';
import type { Channels, Ports } from '../../../schema/port.ts';
import type { StepConfig } from '../../ir/config.ts';

/** No signal is wider, however it is put together. */
export const WIDEST = MAX_CHANNEL;
/** A width that an earlier mistake keeps from being known. */
export const UNKNOWN = -1;

export interface StepWidths {
  /** Channels that the step itself takes, by input. */
  readonly inputs: Readonly<Record<string, number>>;
  /** Channels after it, by output, those that passed round it included. */
  readonly outputs: Readonly<Record<string, number>>;
  readonly misfit?: Misfit;
}

/** Width of a signal that has no name of its own; unknown where there are several. */
export function onlyWidth(outputs: Readonly<Record<string, number>>): number {
  let only: number | undefined;
  for (const name in outputs) {
    if (only !== undefined) return UNKNOWN;
    only = outputs[name]!;
  }
  return only ?? UNKNOWN;
}

export type Misfit =
  | { readonly kind: 'width'; readonly port: string; readonly has: number; readonly needs: number }
  | { readonly kind: 'limit' | 'bypass'; readonly problem: string }
  | { readonly kind: 'wide'; readonly channels: number }
  | { readonly kind: 'generator' };

/**
 * `width` is what the node carries before the step, `keys` the widths of its side-chains, `declared` the node's own
 * `channels:`. One channel spreads over a wider input.
 */
export function stepWidths(
  step: StepConfig,
  width: number,
  keys: Readonly<Record<string, number>>,
  declared: number | null,
  hasSignal: boolean,
): StepWidths {
  if (step.channels === null && step.bypass === null && keepsWidth(step.descriptor)) return sameWidths(width);
  const ports = outputsOf(step.descriptor, step.params);
  const input = step.descriptor.inputs.in;
  if (input === undefined) {
    const outputs = widthsOf(ports, new Map(), declared ?? 1, step);
    const misfit = generatorMisfit(step, hasSignal);
    return misfit === undefined ? { inputs: {}, outputs } : { inputs: {}, outputs, misfit };
  }

  const limited = step.channels;
  const taken = limited === null || width === UNKNOWN ? width : limited.length;
  const bound = new Map<string, number>();
  const inputs: Record<string, number> = {};
  let misfit: Misfit | undefined;
  const meet = (port: string, rule: Channels, has: number): void => {
    const needs = rule.rule === 'any' ? (bound.get(rule.variable) ?? has) : countOf(rule, step);
    if (rule.rule === 'any' && !bound.has(rule.variable)) bound.set(rule.variable, has);
    const known = has !== UNKNOWN && needs !== UNKNOWN;
    if (known && has !== needs && has !== 1) misfit ??= { kind: 'width', port, has, needs };
    inputs[port] = needs;
  };
  meet('in', input.channels, taken);
  for (const port in step.descriptor.inputs) {
    const key = keys[port];
    if (port !== 'in' && key !== undefined) meet(port, step.descriptor.inputs[port]!.channels, key);
  }

  const own = widthsOf(ports, bound, UNKNOWN, step);
  const names = Object.keys(own);
  const widest = Math.max(...Object.values(own));
  if (widest > WIDEST) {
    const outputs = Object.fromEntries(names.map((name) => [name, UNKNOWN]));
    return { inputs, outputs, misfit: { kind: 'wide', channels: widest } };
  }
  const sameWidth = names.length === 1 && own[names[0]!] === taken;
  if (width !== UNKNOWN) {
    misfit ??= limitMisfit(step, width, taken, sameWidth);
    misfit ??= bypassMisfit(step, sameWidth);
  }
  const outputs = limited !== null && names.length === 1 ? { [names[0]!]: sameWidth ? width : UNKNOWN } : own;
  return misfit === undefined ? { inputs, outputs } : { inputs, outputs, misfit };
}

const plainTypes = new WeakMap<NodeDescriptor, boolean>();

/** True for the types that give back what they take, whatever it is, and take nothing else: most of them. */
function keepsWidth(d: NodeDescriptor): boolean {
  let keeps = plainTypes.get(d);
  if (keeps === undefined) {
    const rules = typeof d.outputs === 'object' ? [...Object.entries(d.inputs), ...Object.entries(d.outputs)] : [];
    const names = rules.map(([name, { channels }]) =>
      channels.rule === 'any' ? `${name}:${channels.variable}` : name,
    );
    keeps = names.join() === 'in:n,out:n';
    plainTypes.set(d, keeps);
  }
  return keeps;
}

const widthsByChannels: StepWidths[] = [];
/** Shared: a studio has thousands of such steps and few widths. */
const sameWidths = (width: number): StepWidths => {
  widthsByChannels[width + 1] ??= { inputs: { in: width }, outputs: { out: width } };
  return widthsByChannels[width + 1]!;
};

function generatorMisfit(step: StepConfig, hasSignal: boolean): Misfit | undefined {
  if (hasSignal) return { kind: 'generator' };
  if (step.channels !== null) return { kind: 'limit', problem: 'it takes no channels' };
  return step.bypass === null ? undefined : { kind: 'bypass', problem: 'it makes its own signal' };
}

function limitMisfit(step: StepConfig, width: number, taken: number, sameWidth: boolean): Misfit | undefined {
  const { channels } = step;
  if (channels === null) return undefined;
  const beyond = channels.find((c) => c > width);
  if (beyond !== undefined) {
    const has = width === 1 ? 'one channel' : `${width} channels`;
    return { kind: 'limit', problem: `there is no channel ${beyond}, the signal has ${has}` };
  }
  const doubled = channels.find((c, i) => channels.indexOf(c) !== i);
  if (doubled !== undefined) return { kind: 'limit', problem: `channel ${doubled} is named twice` };
  if (sameWidth || taken === UNKNOWN) return undefined;
  return { kind: 'limit', problem: `\`${step.descriptor.type}\` does not give back the channels that it takes` };
}

function bypassMisfit(step: StepConfig, sameWidth: boolean): Misfit | undefined {
  if (step.bypass === null) return undefined;
  if (step.descriptor.passthrough) return { kind: 'bypass', problem: 'it changes nothing' };
  return sameWidth ? undefined : { kind: 'bypass', problem: 'it does not give back the channels that it takes' };
}

const rowsOf = (step: StepConfig, param: string): MatrixValue => {
  const value = step.params[param];
  return Array.isArray(value) ? (value as MatrixValue) : [];
};

function countOf(rule: Exclude<Channels, { rule: 'any' }>, step: StepConfig): number {
  if (rule.rule === 'fixed') return rule.channels;
  const rows = rowsOf(step, rule.param);
  return rule.rule === 'rows' ? rows.length : (rows[0]?.length ?? 0);
}

function widthsOf(
  ports: Ports,
  bound: ReadonlyMap<string, number>,
  free: number,
  step: StepConfig,
): Record<string, number> {
  const widths: Record<string, number> = {};
  for (const name in ports) {
    const rule = ports[name]!.channels;
    widths[name] = rule.rule === 'any' ? (bound.get(rule.variable) ?? free) : countOf(rule, step);
  }
  return widths;
}
