// All that doctor looks at. In: a machine, the addon, what is plugged in. Out: findings, the engine's first.

import type { Inventory } from '../../schema/inventory.ts';
import type { LoadedAddon } from '../native.ts';
import { engineFindings } from './engine.ts';
import { type Finding, finding, type Machine } from './finding.ts';
import { linuxFindings } from './linux.ts';
import { macosFindings } from './macos.ts';

export function examine(machine: Machine, loaded: LoadedAddon, inventory: Inventory | undefined): readonly Finding[] {
  return [...engineFindings(loaded, inventory), ...platformFindings(machine, inventory)];
}

function platformFindings(machine: Machine, inventory: Inventory | undefined): readonly Finding[] {
  if (machine.platform === 'linux') return linuxFindings(machine);
  if (machine.platform === 'darwin') return macosFindings(inventory);
  const text = 'busbar plays on Linux and macOS; here it checks, plans, tests and renders';
  return [finding('platform', 'note', text)];
}
