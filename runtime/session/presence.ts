// Whether a device is there. In: inventories and streams. Out: yes or no, and an inventory that forgets nothing.

import type { MatchedDevice } from '../../compiler/ir/config.ts';
import { readAlsaId } from '../../compiler/passes/match/alsa-id.ts';
import type { DeviceFacts, Inventory } from '../../schema/inventory.ts';
import type { StreamSpec } from '../native-live.ts';

/** Whether opening `spec` is worth a try; it is where nothing is known. */
export function isThere(spec: StreamSpec, inventory: Inventory | undefined): boolean {
  if (inventory === undefined || spec.backend === 'virtual') return true;
  const asked = inventory.backends.find((b) => b.backend === spec.backend);
  if (asked === undefined) return true;
  if (spec.backend === 'jack') return asked.absent === null;
  // A name of ALSA's configuration is in no list: opening it will tell.
  if (spec.backend === 'alsa' && spec.id !== 'default' && readAlsaId(spec.id) === undefined) return true;
  const found = inventory.devices.filter((d) => d.backend === spec.backend);
  const ids = spec.aggregate?.members.map((m) => m.id) ?? [spec.id];
  return ids.every((id) => found.some((d) => d.id === id) || (id === 'default' && found.length > 0));
}

/**
 * The inventory with devices that are in use and were lost: a save meanwhile is compiled as if they were there, so that
 * they come back into the plan that they left.
 */
export function withKnown(inventory: Inventory, matched: Iterable<MatchedDevice>): Inventory {
  const known = [...matched].flatMap(({ facts }) => (facts === null ? [] : [facts]));
  const isNew = (facts: DeviceFacts) => !inventory.devices.some((d) => isSame(d, facts));
  return { ...inventory, devices: [...inventory.devices, ...known.filter(isNew).map((d) => deposed(d, inventory))] };
}

/** One device, though it came back under another id: a card’s id gets a number where its old one is not free yet. */
export const isSame = (a: DeviceFacts, b: DeviceFacts): boolean =>
  a.backend === b.backend &&
  (a.id === b.id || (a.serial !== null && a.serial === b.serial && a.usb === b.usb && deviceOf(a) === deviceOf(b)));

const deviceOf = ({ id }: DeviceFacts): number | undefined => readAlsaId(id)?.device;

/** It is the default no more where another one is now. */
function deposed(facts: DeviceFacts, { devices }: Inventory): DeviceFacts {
  const isTaken = (direction: DeviceFacts['isDefault'][number]) =>
    devices.some((d) => d.backend === facts.backend && d.isDefault.includes(direction));
  return { ...facts, isDefault: facts.isDefault.filter((direction) => !isTaken(direction)) };
}
