// Values that moved without a save. In: what `set` asks for, by target or by control, and configs as compiled. Out: which
// values differ from the config. Invariant: a value stays moved until the file changes that very value, or its step is gone.

import { suggest } from '../../compiler/diagnostics/suggest.ts';
import {
  type ControlConfig,
  findTarget,
  type LiveValue as MovedValue,
  type Plan,
  parseTarget,
  type Target,
  targetText,
  valuesKept,
  withValues,
} from '../../compiler/index.ts';
import { writeQuantity } from '../../schema/units.ts';
import type { Problem } from '../render-inputs.ts';
import type { Answer, ControlValue, LiveValue } from './control.ts';
import { type AddressedParam, readValue, targetsOf, throughControl, writeValue } from './targets.ts';

export class Values {
  private moved: readonly MovedValue[] = [];
  private named: readonly ControlConfig[] = [];
  /** As the file says it. */
  private config: Plan | undefined;

  /** A config as it will play, with the values that stay moved. */
  over(next: Plan): Plan {
    return withValues(next, this.keptBy(next));
  }

  /** `next` is the config from now on. */
  take(next: Plan, controls: readonly ControlConfig[]): void {
    this.moved = this.keptBy(next);
    this.named = controls;
    this.config = next;
  }

  /** What `text` means for a target or control of the running plan; it counts as moved from now on. */
  move(plan: Plan, address: string, text: string): Answer<MovedValue> {
    const found = this.find(plan, address);
    if (!found.ok) return found;
    const { target } = found.value;
    const value = readValue(found.value, address, text.trim(), plan.rateHz);
    if (typeof value !== 'number') return { ok: false, problem: value };
    const name = targetText(target);
    this.moved = [...this.moved.filter((m) => targetText(m.target) !== name), { target, value }];
    return { ok: true, value: { target, value } };
  }

  get(plan: Plan, address: string): Answer<LiveValue> {
    const found = this.find(plan, address);
    return found.ok ? { ok: true, value: this.read(found.value, address) } : found;
  }

  all(plan: Plan): readonly LiveValue[] {
    return targetsOf(plan).flatMap((target) => this.readTarget(plan, target));
  }

  controls(plan: Plan): readonly ControlValue[] {
    return this.named.map((control) => {
      const { name, target, range, invert, mode } = control;
      const found = findTarget(plan, target);
      const read = found && this.read(throughControl({ target, ...found }, control), name);
      const write = (value: number) => writeQuantity(value, range?.dimension ?? 'ratio');
      return {
        name,
        target: targetText(target),
        range: range === null ? null : [write(range.min), write(range.max)],
        invert,
        mode: range === null ? mode : null,
        value: read?.value ?? null,
        number: read?.number ?? null,
      };
    });
  }

  /** Those that differ from the config. */
  divergent(plan: Plan): readonly LiveValue[] {
    return this.moved.flatMap(({ target }) => this.readTarget(plan, target)).filter((v) => v.config !== null);
  }

  private keptBy(next: Plan): readonly MovedValue[] {
    return this.config === undefined ? this.moved : valuesKept(this.config, next, this.moved);
  }

  private find(plan: Plan, address: string): Answer<AddressedParam> {
    const control = this.named.find((c) => c.name === address);
    const target = control?.target ?? parseTarget(address);
    const found = target && findTarget(plan, target);
    if (target !== undefined && found !== undefined)
      return { ok: true, value: throughControl({ target, ...found }, control) };
    return { ok: false, problem: control === undefined ? this.noTarget(plan, address) : notHeard(control) };
  }

  private readTarget(plan: Plan, target: Target): readonly LiveValue[] {
    const found = findTarget(plan, target);
    return found === undefined ? [] : [this.read({ target, ...found }, targetText(target))];
  }

  private read(of: AddressedParam, address: string): LiveValue {
    const config = this.config && findTarget(this.config, of.target);
    const seen = (value: number) => (of.isInverted === true ? 1 - value : value);
    const write = (value: number) => writeValue(of.param.spec, seen(value));
    const differs = config !== undefined && config.value !== of.value;
    return {
      target: address,
      value: write(of.value),
      number: seen(of.value),
      config: differs ? write(config.value) : null,
    };
  }

  private noTarget(plan: Plan, address: string): Problem {
    const isControl = address.startsWith('/');
    const known = isControl ? this.named.map((c) => c.name) : targetsOf(plan).map(targetText);
    const meant = suggest(address, known);
    const usual = isControl
      ? '`busbar controls` lists those that there are.'
      : 'Targets are written node.step.param, as in voice.compressor.threshold.';
    return {
      message: `${address} is no ${isControl ? 'control' : 'live value'} of the running config.`,
      help: meant === undefined ? usual : `Did you mean ${meant}?`,
    };
  }
}

const notHeard = ({ name, target }: ControlConfig): Problem => ({
  message: `${name} moves nothing: nobody hears ${target.node}.`,
  help: 'Give the node a `to:`, or let another one read it.',
});
