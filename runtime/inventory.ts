// The inventory of this machine, and inventories in files. In: the addon, or a path. Out: a snapshot of what is there.
// Invariants: devices stand in order of back end and id, so that equal machines give equal files; a back end that cannot
// be asked says why, and hides no other.

import { readFile } from 'node:fs/promises';
import { type DeviceFacts, hardwareBackends, INVENTORY_FORMAT_VERSION, type Inventory } from '../schema/inventory.ts';
import { readInventory } from '../schema/read-inventory.ts';
import { EngineError } from './engine-error.ts';
import type { NativeAddon } from './native.ts';

/** What of the addon is needed: tests bring their own. */
export type DeviceSource = Pick<NativeAddon, 'backends' | 'devices'>;

/** Asks the system: takes as long as its drivers take. Never rejects. */
export async function takeInventory(source: DeviceSource): Promise<Inventory> {
  const answers = await Promise.all(
    source.backends.map(async (backend) => {
      try {
        return { backend, ...(await source.devices(backend)) };
      } catch (e) {
        return { backend, devices: [], absent: e instanceof Error ? e.message : String(e) };
      }
    }),
  );
  return {
    formatVersion: INVENTORY_FORMAT_VERSION,
    backends: answers.map(({ backend, absent }) => ({ backend, absent })),
    devices: answers.flatMap((a) => a.devices).sort(inOrder),
  };
}

const rank = ({ backend }: DeviceFacts) => hardwareBackends.indexOf(backend);
const inOrder = (a: DeviceFacts, b: DeviceFacts): number => rank(a) - rank(b) || (a.id < b.id ? -1 : 1);

/** What `busbar devices --save` wrote, or somebody by hand; messages call the file `shown`. Throws EngineError `input`. */
export async function loadInventory(path: string, shown: string): Promise<Inventory> {
  const help = '`busbar devices --save FILE` writes one.';
  let value: unknown;
  try {
    value = JSON.parse(await readFile(path, 'utf8'));
  } catch (e) {
    const code = (e as NodeJS.ErrnoException).code;
    const why = code === 'ENOENT' ? 'there is no such file' : (code ?? 'it is no JSON');
    throw new EngineError('input', `The inventory ${shown} cannot be read: ${why}.`, help);
  }
  const read = readInventory(value);
  if (!read.ok) throw new EngineError('input', `${shown} is no inventory: ${read.problem}.`, help);
  return read.inventory;
}
