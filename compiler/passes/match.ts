// config -> config: what names something that `null` removed goes; then every device is matched to the inventory, and what
// `missing` says is done where it is not there. In: a validated config. Out: the same with `found` filled in; under
// `missing: prune` without the device and what names it. Invariants: without an inventory nothing but `null` changes the
// config; which device was meant never depends on the inventory's order.

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

export const match: Pass<Config, Config> = (written, context) => {
  const { inventory } = context;
  const { config, diagnostics } = prune(written, removalsOf(written), context);
  if (inventory === undefined) return { value: config, diagnostics };
  const found: Diagnostic[] = [...diagnostics];
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

/** What `null` removed, by device. */
function removalsOf({ removed }: Config): readonly Removal[] {
  const devices = [...new Set(removed.map((r) => r.device))].sort();
  return devices.flatMap((device): readonly Removal[] => {
    const own = removed.filter((r) => r.device === device);
    const whole = own.find((r) => r.port === null);
    if (whole !== undefined) return [{ device, ports: 'all', span: whole.span, why: 'null' }];
    return own.flatMap(({ port, span }) => (port === null ? [] : [{ device, ports: [port], span, why: 'null' }]));
  });
}

function matchOne(
  device: DeviceConfig,
  inventory: Inventory,
  config: Config,
  context: PassContext,
  found: Diagnostic[],
): { readonly value: MatchedDevice; readonly removal?: Removal } {
  const { name } = device;
  const missing = (ports: Removal['ports']): Removal => ({
    device: name,
    ports,
    span: context.span(device.at, 'key'),
    why: 'missing',
  });
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
      return state === 'pruned' ? { value, removal: missing('all') } : { value };
    }
    case 'found': {
      const { facts } = search;
      const value: MatchedDevice = { name, state: 'found', id: facts.id, facts };
      const lacking = checkPorts(device, facts, context);
      found.push(...lacking.diagnostics, ...checkAbilities(device, facts, config, context));
      if (lacking.pruned.length === 0) return { value };
      const isWhole = lacking.pruned.length === device.inputs.length + device.outputs.length;
      return { value, removal: missing(isWhole ? 'all' : lacking.pruned) };
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
