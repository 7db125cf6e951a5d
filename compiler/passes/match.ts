// config -> config: every device matched to the inventory, and what `missing` says done where it is not there. In: a
// validated config. Out: the same with `found` filled in; under `missing: prune` without the device and what names it.
// Invariants: without an inventory the config is untouched; which device was meant never depends on the inventory's order.

import type { Inventory } from '../../schema/inventory.ts';
import { diagnose } from '../diagnostics/catalog.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Config, DeviceConfig, MatchedDevice } from '../ir/config.ts';
import { checkAbilities } from './match/abilities.ts';
import { missingDevice } from './match/missing.ts';
import { checkPorts } from './match/ports.ts';
import { prune, type Removal } from './match/prune.ts';
import { searchDevice } from './match/search.ts';
import { deviceText } from './match/words.ts';
import type { Pass, PassContext } from './pass.ts';

export const match: Pass<Config, Config> = (config, context) => {
  const { inventory } = context;
  if (inventory === undefined) return { value: config, diagnostics: [] };
  const found: Diagnostic[] = [];
  const matched: MatchedDevice[] = [];
  const removals: Removal[] = [];
  const devices = config.devices.map((device) => {
    const { value, removal } = matchOne(device, inventory, config, context, found);
    matched.push(value);
    if (removal !== undefined) removals.push(removal);
    return { ...device, found: value.facts };
  });
  found.push(...checkTwice(devices, context));
  const pruned = prune({ ...config, devices, matched }, removals, context);
  return { value: pruned.config, diagnostics: [...found, ...pruned.diagnostics] };
};

function matchOne(
  device: DeviceConfig,
  inventory: Inventory,
  config: Config,
  context: PassContext,
  found: Diagnostic[],
): { readonly value: MatchedDevice; readonly removal?: Removal } {
  const { name } = device;
  const search = searchDevice(device, inventory, context);
  found.push(...search.diagnostics);
  switch (search.kind) {
    case 'unknown':
      return { value: { name, state: 'unknown', id: search.id, facts: null } };
    case 'ambiguous':
      return { value: { name, state: 'unknown', id: null, facts: null } };
    case 'none': {
      const { state, diagnostics } = missingDevice(device, inventory, search, context);
      found.push(...diagnostics);
      const value = { name, state, id: null, facts: null };
      return state === 'pruned' ? { value, removal: { device, ports: 'all' } } : { value };
    }
    case 'found': {
      const { facts } = search;
      const value: MatchedDevice = { name, state: 'found', id: facts.id, facts };
      const lacking = checkPorts(device, facts, context);
      found.push(...lacking.diagnostics, ...checkAbilities(device, facts, config, context));
      return lacking.pruned.length === 0 ? { value } : { value, removal: { device, ports: lacking.pruned } };
    }
  }
}

/** One device in the system serves one device of the config, or two that share none of its directions. */
function checkTwice(devices: readonly DeviceConfig[], context: PassContext): readonly Diagnostic[] {
  return devices.flatMap((device, i): Diagnostic[] => {
    const { found: facts } = device;
    if (facts === null || facts.backend === 'jack') return [];
    const overlaps = (o: DeviceConfig) =>
      (o.inputs.length > 0 && device.inputs.length > 0) || (o.outputs.length > 0 && device.outputs.length > 0);
    const first = devices
      .slice(0, i)
      .find((o) => o.found?.backend === facts.backend && o.found.id === facts.id && overlaps(o));
    if (first === undefined) return [];
    const related = [{ span: context.span(first.at, 'key'), label: `matches it too` }];
    const args = { device: device.name, other: first.name, is: deviceText(facts) };
    return [diagnose('device/matched-twice', context.span(device.at, 'key'), args, { related })];
  });
}
