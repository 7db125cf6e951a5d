// A simulated clock. In: the field under `clock`. Out: speed, unrest and what befalls it, events in order of time.
// Invariant: no two stalls overlap, nor do two unpluggings.

import { clockTable, stallTable, unplugTable } from '../../../schema/device.ts';
import type { KeyTable } from '../../../schema/forms.ts';
import type { SimulatedClock } from '../../../schema/plan.ts';
import { writeQuantity } from '../../../schema/units.ts';
import type { ClockConfig } from '../../ir/config.ts';
import { isList } from '../../ir/document.ts';
import { numberSpec, readNumber } from './values.ts';
import type { Field, Walk } from './walk.ts';

type Keys = ReadonlyMap<string, Field>;
type Happening = SimulatedClock['unplug'][number];

export function readClock(walk: Walk, field: Field, rateHz: number): ClockConfig | undefined {
  const keys = walk.keys(field, '`clock`', clockTable);
  if (keys === undefined) return undefined;
  const number = (name: string, q: 'ratio' | 'time' | 'count') => numberOf(walk, keys, clockTable, name, q, rateHz);
  const happenings = (name: string, table: KeyTable) => {
    const found = keys.get(name);
    return found === undefined ? [] : readHappenings(walk, found, table, rateHz);
  };
  return {
    ppm: number('ppm', 'ratio') ?? 0,
    jitterUs: 1000 * (number('jitter', 'time') ?? 0),
    wanderPpm: number('wander', 'ratio') ?? 0,
    stalls: happenings('stalls', stallTable).map(({ atMs, forMs }) => ({ atMs, forMs: forMs ?? 0 })),
    unplug: happenings('unplug', unplugTable),
    seed: number('seed', 'count'),
  };
}

function numberOf(
  walk: Walk,
  keys: Keys,
  table: KeyTable,
  name: string,
  q: 'ratio' | 'time' | 'count',
  rateHz: number,
) {
  const field = keys.get(name);
  const spec = numberSpec(table, name);
  return (field && readNumber(walk, field, q, spec, rateHz)) ?? spec.default ?? null;
}

/** One, or a list of them. */
function readHappenings(walk: Walk, field: Field, table: KeyTable, rateHz: number): readonly Happening[] {
  const items = isList(field.value) ? (walk.items(field, '') ?? []) : [field];
  const found = items.flatMap((item) => {
    const keys = walk.keys(item, `one of \`${field.name}\``, table);
    if (keys === undefined) return [];
    const [at, lasts] = ['at', 'for'].map((name) => numberOf(walk, keys, table, name, 'time', rateHz));
    return at === null || at === undefined ? [] : [{ atMs: at, forMs: lasts ?? null, field: keys.get('at') ?? item }];
  });
  const sorted = found.sort((a, b) => a.atMs - b.atMs);
  for (const [i, next] of sorted.entries()) {
    const before = sorted[i - 1];
    if (before === undefined || before.atMs + (before.forMs ?? Number.POSITIVE_INFINITY) < next.atMs) continue;
    const related = [{ span: walk.span(before.field), label: 'this one is not over by then' }];
    walk.fail('clock/overlap', next.field, { of: field.name, at: writeQuantity(next.atMs, 'time') }, { related });
  }
  return sorted.map(({ atMs, forMs }) => ({ atMs, forMs }));
}
