// Ports of one direction of a device. In: a map from names to channels, or a number. Out: ports sorted by name.

import { reservedPorts } from '../../../schema/config.ts';
import type { PortConfig } from '../../ir/config.ts';
import { isMap } from '../../ir/document.ts';
import { readChannels } from './channels.ts';
import { checkName } from './values.ts';
import type { Field, Walk } from './walk.ts';

const wants = 'ports such as `{ mic: 1, line: 3-4 }`';

/** A number n is one port of channels 1 to n, named as the direction. */
export function readPorts(walk: Walk, field: Field, direction: 'in' | 'out'): readonly PortConfig[] | undefined {
  const before = walk.failures;
  if (typeof field.value === 'number' || (typeof field.value === 'string' && /^[0-9]+$/.test(field.value))) {
    const whole = { ...field, value: `1-${walk.written(field)}` };
    const channels = Number(field.value) === 1 ? [1] : readChannels(walk, whole, 'port/channels');
    return channels && [{ name: direction, channels, at: field.at }];
  }
  if (!isMap(field.value)) return walk.shape(field, wants);
  const ports: PortConfig[] = [];
  const fields = new Map<string, Field>();
  for (const entry of walk.entries(field, wants) ?? []) {
    const good = checkName(walk, entry, entry.name, 'a port', reservedPorts);
    const channels = readChannels(walk, entry, 'port/channels');
    if (!good || channels === undefined) continue;
    checkOverlap(walk, entry, channels, ports, fields, direction);
    ports.push({ name: entry.name, channels, at: entry.at });
    fields.set(entry.name, entry);
  }
  if (walk.failures > before) return undefined;
  return ports.sort((a, b) => (a.name < b.name ? -1 : 1));
}

function checkOverlap(
  walk: Walk,
  entry: Field,
  channels: readonly number[],
  ports: readonly PortConfig[],
  fields: ReadonlyMap<string, Field>,
  direction: 'in' | 'out',
): void {
  for (const other of ports) {
    const field = fields.get(other.name);
    const related = field === undefined ? [] : [{ span: walk.span(field), label: 'the other port' }];
    const shared = channels.filter((c) => other.channels.includes(c));
    const args = { port: entry.name, other: other.name };
    if (direction === 'out' && shared.length > 0) {
      walk.fail('port/overlap', entry, { ...args, channels: shared.join(', ') }, { related });
      return;
    }
    if (shared.length === channels.length && shared.length === other.channels.length) {
      walk.note('port/twin', entry, args, { related });
      return;
    }
  }
}
