// Whether a device is there. In: inventories and streams. Out: yes or no, and an inventory that forgets nothing.

import type { MatchedDevice } from '../../compiler/ir/config.ts';
import type { Inventory } from '../../schema/inventory.ts';
import type { StreamSpec } from '../native-live.ts';

/** Whether opening `spec` is worth a try; it is where nothing is known. */
export function isThere(spec: StreamSpec, inventory: Inventory | undefined): boolean {
  if (inventory === undefined || spec.backend === 'virtual') return true;
  const asked = inventory.backends.find((b) => b.backend === spec.backend);
  if (asked === undefined) return true;
  if (spec.backend === 'jack') return asked.absent === null;
  const found = inventory.devices.filter((d) => d.backend === spec.backend);
  return found.some((d) => d.id === spec.id) || (spec.id === 'default' && found.length > 0);
}

/**
 * The inventory with devices that are in use and were lost: a save meanwhile is compiled as if they were there, so that
 * they come back into the plan that they left.
 */
export function withKnown(inventory: Inventory, matched: Iterable<MatchedDevice>): Inventory {
  const known = [...matched].flatMap(({ facts }) => (facts === null ? [] : [facts]));
  const isNew = (facts: Inventory['devices'][number]) =>
    !inventory.devices.some((d) => d.backend === facts.backend && d.id === facts.id);
  return { ...inventory, devices: [...inventory.devices, ...known.filter(isNew)] };
}
