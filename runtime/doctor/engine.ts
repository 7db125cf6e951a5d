// What holds on every system: the engine, and its back ends. In: the addon, and what it found. Out: findings. Pure.

import type { Inventory } from '../../schema/inventory.ts';
import type { LoadedAddon } from '../native.ts';
import { type Finding, finding } from './finding.ts';

export function engineFindings(loaded: LoadedAddon, inventory: Inventory | undefined): readonly Finding[] {
  if (!loaded.ok) return [finding('engine', 'error', `${loaded.message} ${loaded.help}`)];
  return [finding('engine', 'ok', 'the native engine is built and loads'), ...backends(inventory)];
}

const backends = (inventory: Inventory | undefined): readonly Finding[] =>
  (inventory?.backends ?? []).map(({ backend, absent }) => {
    if (absent !== null) return finding(backend, 'note', `${backend}: ${absent}`);
    const count = inventory?.devices.filter((d) => d.backend === backend).length ?? 0;
    return finding(backend, 'ok', `${backend}: ${count} device${count === 1 ? '' : 's'}`);
  });
