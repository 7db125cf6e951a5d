// What the system is asked, and what becomes of answers: order, refusals, files.

import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadInventory, takeInventory } from '../../runtime/inventory.ts';
import type { DeviceFacts, HardwareBackend } from '../../schema/inventory.ts';
import { readInventory } from '../../schema/read-inventory.ts';
import { alsa } from '../support/inventory.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const source = (devices: readonly DeviceFacts[], jack: () => string) => ({
  backends: ['alsa', 'jack'] as const,
  devices: async (backend: HardwareBackend) =>
    backend === 'alsa' ? { devices, absent: null } : { devices: [], absent: jack() },
});

test('a snapshot is in order, and each back end answers for itself', async () => {
  const [b, a] = [alsa('B'), alsa('A')];
  const taken = await takeInventory(source([b, a], () => 'no server'));
  expect(taken.devices).toEqual([a, b]);
  expect(taken.backends).toEqual([
    { backend: 'alsa', absent: null },
    { backend: 'jack', absent: 'no server' },
  ]);
  expect(readInventory(JSON.parse(JSON.stringify(taken)))).toEqual({ ok: true, inventory: taken });
  const broken = await takeInventory(
    source([a], () => {
      throw new Error('libjack went away');
    }),
  );
  expect(broken.backends[1]).toEqual({ backend: 'jack', absent: 'libjack went away' });
  expect(broken.devices).toEqual([a]);
});

test('a file that cannot be read says why', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'devices.json');
  await expect(loadInventory(path, 'devices.json')).rejects.toThrow(
    'devices.json cannot be read: there is no such file',
  );
  writeFileSync(path, '{');
  await expect(loadInventory(path, 'devices.json')).rejects.toThrow('cannot be read: it is no JSON');
  writeFileSync(path, '{}');
  await expect(loadInventory(path, 'devices.json')).rejects.toThrow('is no inventory: formatVersion is no number');
});
