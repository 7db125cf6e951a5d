// Addresses as written. In: a field. Out: the text and where it stands; what it names is for the resolve pass.

import type { AddressConfig } from '../../ir/config.ts';
import type { Field, Walk } from './walk.ts';

const wants = 'an address such as `main.mic`';

export function readAddress(walk: Walk, field: Field): AddressConfig | undefined {
  if (typeof field.value !== 'string' || field.value === '') return walk.shape(field, wants);
  return { text: field.value, at: field.at, isKey: false };
}

/** One address or a list of them. */
export function readAddresses(walk: Walk, field: Field): readonly AddressConfig[] | undefined {
  const items = walk.items(field, `${wants}, or a list of them`, true);
  if (items === undefined) return undefined;
  if (items.length === 0) return walk.fail('value/length', field, { field: field.name, has: 0, min: 1, max: 1024 });
  return items.flatMap((item) => readAddress(walk, item) ?? []);
}
