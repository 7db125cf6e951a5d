// Values that moved without a save. In: what `set` asks for, and configs as compiled. Out: which values differ from the
// config. Invariant: a value stays moved until the file changes that very value, or its step is gone.

import { suggest } from '../../compiler/diagnostics/suggest.ts';
import {
  findTarget,
  type LiveValue as MovedValue,
  type Plan,
  parseTarget,
  type Target,
  targetText,
  valuesKept,
  withValues,
} from '../../compiler/index.ts';
import type { Problem } from '../render-inputs.ts';
import type { Answer, LiveValue } from './control.ts';
import { readValue, targetsOf, writeValue } from './targets.ts';

export class Values {
  private moved: readonly MovedValue[] = [];
  /** As the file says it. */
  private config: Plan | undefined;

  /** A config as it will play, with the values that stay moved. */
  over(next: Plan): Plan {
    return withValues(next, this.keptBy(next));
  }

  /** `next` is the config from now on. */
  take(next: Plan): void {
    this.moved = this.keptBy(next);
    this.config = next;
  }

  /** What `text` means for a target of the running plan; it counts as moved from now on. */
  move(plan: Plan, address: string, text: string): Answer<MovedValue> {
    const target = parseTarget(address);
    const found = target && findTarget(plan, target);
    if (target === undefined || found === undefined) return { ok: false, problem: noTarget(plan, address) };
    const value = readValue(found, address, text.trim(), plan.rateHz);
    if (typeof value !== 'number') return { ok: false, problem: value };
    this.moved = [...this.moved.filter((m) => targetText(m.target) !== address), { target, value }];
    return { ok: true, value: { target, value } };
  }

  get(plan: Plan, address: string): Answer<LiveValue> {
    const target = parseTarget(address);
    const value = target && this.read(plan, target);
    return value === undefined ? { ok: false, problem: noTarget(plan, address) } : { ok: true, value };
  }

  all(plan: Plan): readonly LiveValue[] {
    return targetsOf(plan).flatMap((target) => this.read(plan, target) ?? []);
  }

  /** Those that differ from the config. */
  divergent(plan: Plan): readonly LiveValue[] {
    return this.moved.flatMap(({ target }) => this.read(plan, target) ?? []).filter((v) => v.config !== null);
  }

  private keptBy(next: Plan): readonly MovedValue[] {
    return this.config === undefined ? this.moved : valuesKept(this.config, next, this.moved);
  }

  private read(plan: Plan, target: Target): LiveValue | undefined {
    const found = findTarget(plan, target);
    if (found === undefined) return undefined;
    const { spec } = found.param;
    const config = this.config && findTarget(this.config, target);
    const differs = config !== undefined && config.value !== found.value;
    return {
      target: targetText(target),
      value: writeValue(spec, found.value),
      number: found.value,
      config: differs ? writeValue(spec, config.value) : null,
    };
  }
}

function noTarget(plan: Plan, address: string): Problem {
  const meant = suggest(address, targetsOf(plan).map(targetText));
  return {
    message: `${address} is no live value of the running config.`,
    help:
      meant === undefined
        ? 'Targets are written node.step.param, as in voice.compressor.threshold.'
        : `Did you mean ${meant}?`,
  };
}
