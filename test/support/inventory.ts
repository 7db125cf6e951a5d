// Devices to match against. In: what differs from the plainest device. Out: facts and inventories.

import {
  type BackendFacts,
  type DeviceFacts,
  type DirectionFacts,
  INVENTORY_FORMAT_VERSION,
  type Inventory,
} from '../../schema/inventory.ts';
import { readInventory } from '../../schema/read-inventory.ts';

export const direction = (channels: number, over: Partial<DirectionFacts> = {}): DirectionFacts => ({
  channels: [channels, channels],
  names: [],
  rates: [44_100, 48_000, 96_000],
  formats: ['s24_3', 's32'],
  periods: [16, 2048],
  latency: null,
  ...over,
});

/** An ALSA device of one card; its clock is the card's, as its names are. */
export const alsa = (card: string, over: Partial<DeviceFacts> = {}): DeviceFacts => ({
  backend: 'alsa',
  id: `hw:CARD=${card},DEV=0`,
  name: card,
  card,
  index: null,
  usb: null,
  serial: null,
  port: null,
  inputs: direction(2),
  outputs: direction(2),
  clock: card,
  sharing: 'exclusive',
  converts: [],
  pitch: false,
  isDefault: [],
  busy: null,
  ...over,
});

export const inventory = (
  devices: readonly DeviceFacts[],
  backends: readonly BackendFacts[] = [{ backend: 'alsa', absent: null }],
): Inventory => ({ formatVersion: INVENTORY_FORMAT_VERSION, backends, devices });

/** The inventory in a file; `name` is told where it is none. */
export function inventoryOf(text: string, name: string): Inventory {
  const read = readInventory(JSON.parse(text));
  if (!read.ok) throw new Error(`${name}/inventory.json: ${read.problem}`);
  return read.inventory;
}
