// What a save does to controls. In: those before and after, sorted by name. Out: a line per control that came or went and
// per key that differs. Invariant: none of them is heard, so the kind of each is `none`.

import { writeQuantity } from '../../schema/units.ts';
import type { ControlConfig } from '../ir/config.ts';
import { targetText } from '../ir/target.ts';
import type { Change } from './changes.ts';

export function diffControls(before: readonly ControlConfig[], after: readonly ControlConfig[]): readonly Change[] {
  const [old, now] = [before, after].map((list) => new Map(list.map((c) => [c.name, keysOf(c)])));
  const names = [...new Set([...before, ...after].map((c) => c.name))].sort();
  return names.flatMap((name): readonly Change[] => {
    const [was, is] = [old?.get(name), now?.get(name)];
    const line = (target: string, from: string | null, to: string | null): Change => ({
      target,
      from,
      to,
      kind: 'none',
    });
    if (was === undefined || is === undefined) return [line(name, was?.target ?? null, is?.target ?? null)];
    return Object.keys(is).flatMap((key) => (was[key] === is[key] ? [] : line(`${name}.${key}`, was[key]!, is[key]!)));
  });
}

/** As a user would write them. */
function keysOf({ target, range, invert, mode }: ControlConfig): Readonly<Record<string, string>> {
  const write = (value: number) => writeQuantity(value, range?.dimension ?? 'ratio');
  return {
    target: targetText(target),
    range: range === null ? 'none' : `[${write(range.min)}, ${write(range.max)}]`,
    invert: String(invert),
    mode,
  };
}
