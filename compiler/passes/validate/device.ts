// One device. In: its field. Out: the device with defaults filled in; undefined when any of it cannot be used.

import { backends, backendsOf, ceilingSpec, deviceTable, windowsBackends } from '../../../schema/device.ts';
import type { DeviceConfig, PortConfig } from '../../ir/config.ts';
import { isMap } from '../../ir/document.ts';
import { readClock } from './clock.ts';
import { readMatch } from './match.ts';
import { readPorts } from './ports.ts';
import {
  choiceSpec,
  numberSpec,
  readBoolean,
  readChoice,
  readFrames,
  readName,
  readNumber,
  readText,
} from './values.ts';
import type { Field, Walk } from './walk.ts';

export function readDevice(walk: Walk, field: Field, rateHz: number): DeviceConfig | undefined {
  const before = walk.failures;
  const keys = walk.keys(field, `the device \`${field.name}\``, deviceTable);
  if (keys === undefined) return undefined;
  const get = <T>(name: string, read: (field: Field) => T | undefined): T | undefined => {
    const found = keys.get(name);
    return found && read(found);
  };
  const quantity = (name: string, q: 'frequency' | 'time' | 'count') =>
    get(name, (f) => readNumber(walk, f, q, numberSpec(deviceTable, name), rateHz)) ??
    numberSpec(deviceTable, name).default ??
    null;
  const choice = (name: string) =>
    get(name, (f) => readChoice(walk, f, choiceSpec(deviceTable, name).choices)) ??
    choiceSpec(deviceTable, name).default ??
    '';
  const flag = (name: string) => get(name, (f) => readBoolean(walk, f)) ?? false;
  const text = (name: string) => get(name, (f) => readText(walk, f)) ?? null;
  const backend = readBackend(walk, keys);
  const outputs = get('outputs', (f) => readPorts(walk, f, 'out')) ?? [];
  const match = get('match', (f) => readMatch(walk, f));
  const device: DeviceConfig = {
    name: field.name,
    at: field.at,
    backend,
    match: match?.selectors ?? null,
    matchAt: match?.at ?? [],
    found: null,
    inputs: get('inputs', (f) => readPorts(walk, f, 'in')) ?? [],
    outputs,
    rateHz: quantity('rate', 'frequency'),
    format: choice('format'),
    period: get('period', (f) => readFrames(walk, f, deviceTable, 'period')) ?? null,
    periods: quantity('periods', 'count') ?? 2,
    missing: choice('missing'),
    exclusive: flag('exclusive'),
    dither: flag('dither'),
    align: get('align', (f) => readAlign(walk, f)) ?? [],
    ceiling: get('ceiling', (f) => readCeiling(walk, f, outputs, rateHz)) ?? new Map(),
    latencyMs: quantity('latency', 'time'),
    read: text('read'),
    write: text('write'),
    clock: get('clock', (f) => readClock(walk, f, rateHz)) ?? null,
    connect: get('connect', (f) => readConnect(walk, f)) ?? new Map(),
  };
  return walk.failures > before ? undefined : device;
}

/** The back end, and that no key belongs to another one. */
function readBackend(walk: Walk, keys: ReadonlyMap<string, Field>): string {
  const field = keys.get('backend');
  if (field === undefined) {
    checkKeys(walk, keys, 'default');
    return 'default';
  }
  const text = typeof field.value === 'string' ? field.value : '';
  if ((windowsBackends as readonly string[]).includes(text.toLowerCase().replaceAll('_', '-'))) {
    walk.fail('device/windows-backend', field, { backend: text });
    return 'default';
  }
  const backend = readChoice(walk, field, backends);
  if (backend !== undefined) checkKeys(walk, keys, backend);
  return backend ?? 'default';
}

function checkKeys(walk: Walk, keys: ReadonlyMap<string, Field>, backend: string): void {
  for (const [key, field] of keys) {
    const allowed = backendsOf[key];
    if (allowed === undefined || allowed.includes(backend)) continue;
    walk.say('device/key-not-for-backend', walk.key(field), { key, backend, backends: allowed });
    walk.failed();
  }
}

function readAlign(walk: Walk, field: Field): DeviceConfig['align'] {
  const items = walk.items(field, 'a list of output ports') ?? [];
  return items.flatMap((item) => {
    const port = readName(walk, item, 'an output port');
    return port === undefined ? [] : [{ port, at: item.at }];
  });
}

/** One level for every output, or a map from port to level. */
function readCeiling(
  walk: Walk,
  field: Field,
  outputs: readonly PortConfig[],
  rateHz: number,
): ReadonlyMap<string, number> {
  const level = (f: Field) => readNumber(walk, f, 'level', ceilingSpec, rateHz);
  if (isMap(field.value)) {
    const entries = walk.entries(field, 'a level, or a map from port to level') ?? [];
    return new Map(
      sorted(entries).flatMap((e) => {
        const dbfs = level(e);
        return dbfs === undefined ? [] : [[e.name, dbfs] as const];
      }),
    );
  }
  const dbfs = level(field);
  return new Map(dbfs === undefined ? [] : outputs.map((o) => [o.name, dbfs]));
}

const sorted = (fields: readonly Field[]) => [...fields].sort((a, b) => (a.name < b.name ? -1 : 1));

function readConnect(walk: Walk, field: Field): ReadonlyMap<string, string> {
  const entries = walk.entries(field, 'a map from port to a JACK port, `*` for any text') ?? [];
  return new Map(
    sorted(entries).flatMap((entry) => {
      const pattern = readText(walk, entry);
      return pattern === undefined ? [] : [[entry.name, pattern] as const];
    }),
  );
}
