// One aggregate. In: its field. Out: clock, members in channel order, drift; whether its devices exist is for resolve.

import { aggregateTable, drifts } from '../../../schema/device.ts';
import type { AggregateConfig, Drift } from '../../ir/config.ts';
import { numberSpec, readBoolean, readChoice, readName, readNumber } from './values.ts';
import type { Field, Walk } from './walk.ts';

export function readAggregate(walk: Walk, field: Field, rateHz: number): AggregateConfig | undefined {
  const before = walk.failures;
  const keys = walk.keys(field, `the aggregate \`${field.name}\``, aggregateTable);
  if (keys === undefined) return undefined;
  const clock = keys.get('clock');
  const members = keys.get('members');
  const drift = keys.get('drift');
  const headroom = keys.get('headroom');
  const flag = (key: string): boolean => {
    const given = keys.get(key);
    return given !== undefined && readBoolean(walk, given) === true;
  };
  const spec = numberSpec(aggregateTable, 'headroom');
  const master = (clock && readName(walk, clock, 'a device')) ?? '';
  const all = members === undefined ? [] : readMembers(walk, members);
  const others = all.map((m) => m.device).filter((m) => m !== master);
  const aggregate = {
    name: field.name,
    at: field.at,
    clock: { device: master, at: clock?.at ?? field.at },
    members: all,
    drift: drift === undefined ? new Map() : readDrift(walk, drift, others),
    native: flag('native'),
    publish: flag('publish'),
    headroomMs: (headroom && readNumber(walk, headroom, 'time', spec, rateHz)) ?? spec.default ?? 2,
  };
  return walk.failures > before ? undefined : aggregate;
}

function readMembers(walk: Walk, field: Field): AggregateConfig['members'] {
  const items = walk.items(field, 'a list of devices') ?? [];
  if (Array.isArray(field.value) && items.length === 0) {
    walk.fail('value/length', field, { field: 'members', has: 0, min: 1, max: 64 });
  }
  const seen = new Map<string, Field>();
  const members: { device: string; at: string }[] = [];
  for (const item of items) {
    const device = readName(walk, item, 'a device');
    if (device === undefined) continue;
    const first = seen.get(device);
    if (first !== undefined) {
      const related = [{ span: walk.span(first), label: 'first named here' }];
      walk.fail('aggregate/member-twice', item, { aggregate: field.name, device }, { related });
      continue;
    }
    seen.set(device, item);
    members.push({ device, at: item.at });
  }
  return members;
}

/** One word for all members but the clock, or a map from members to words. */
function readDrift(walk: Walk, field: Field, others: readonly string[]): AggregateConfig['drift'] {
  const out = new Map<string, { drift: Drift; at: string }>();
  if (typeof field.value === 'string') {
    const drift = readChoice(walk, field, drifts) as Drift | undefined;
    return new Map(drift === undefined ? [] : others.map((m) => [m, { drift, at: field.at }]));
  }
  const entries = walk.entries(field, '`resample`, `steer` or `locked`, or a map from members to these') ?? [];
  for (const entry of [...entries].sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const drift = readChoice(walk, entry, drifts) as Drift | undefined;
    if (drift !== undefined) out.set(entry.name, { drift, at: entry.at });
  }
  return out;
}
