// Which device of the inventory is meant. In: a device of the config. Out: the one, or why there is none.
// Invariant: the first selector of the list that matches anything decides; it must match exactly one.

import type { DeviceFacts, Inventory } from '../../../schema/inventory.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { DeviceConfig, Selector } from '../../ir/config.ts';
import { pointer } from '../../ir/source.ts';
import type { PassContext } from '../pass.ts';
import { isAlsaDevice, readAlsaId } from './alsa-id.ts';
import { tellApart } from './pin.ts';
import { deviceText, globMatches, selectorText } from './words.ts';

export type Search = { readonly diagnostics: readonly Diagnostic[] } & (
  | { readonly kind: 'found'; readonly facts: DeviceFacts }
  /** Nothing can be said of it: no hardware, a back end that was not asked, or a name that no system lists. */
  | { readonly kind: 'unknown'; readonly id: string | null }
  /** Several would do: reported. */
  | { readonly kind: 'ambiguous' }
  | {
      readonly kind: 'none';
      /** Devices it was looked for among. */
      readonly among: readonly DeviceFacts[];
      /** It asked for whichever device is the default. */
      readonly wantsDefault: boolean;
      /** Why the back end could not be asked. */
      readonly absent: string | null;
    }
);

/** The platform's own back ends: a machine has one of them. */
const platformBackends = ['alsa', 'coreaudio'];

export function searchDevice(device: DeviceConfig, inventory: Inventory, context: PassContext): Search {
  const wanted = device.backend === 'default' ? platformBackends : [device.backend];
  const asked = inventory.backends.filter((b) => wanted.includes(b.backend));
  if (asked.length === 0) return { kind: 'unknown', id: null, diagnostics: [] };
  const among = inventory.devices.filter((d) => wanted.includes(d.backend));
  const selectors = device.match;
  const diagnostics: Diagnostic[] = [];
  for (const [i, selector] of (selectors ?? []).entries()) {
    const at = device.matchAt[i] ?? device.at;
    const found = fitting(selector, device, among);
    if (found.length === 0) {
      if (isUnlisted(selector, device, asked)) return { kind: 'unknown', id: String(selector.id), diagnostics };
      continue;
    }
    if (found.length > 1) return { kind: 'ambiguous', diagnostics: [ambiguous(device, selector, at, found, context)] };
    const facts = found[0]!;
    diagnostics.push(...unstable(selector, at, facts, context));
    return { kind: 'found', facts, diagnostics };
  }
  if (selectors === null) {
    const facts = device.backend === 'jack' ? defaultServer(among) : defaultFor(device, among);
    if (facts !== undefined) return { kind: 'found', facts, diagnostics };
  }
  const wantsDefault = selectors === null ? device.backend !== 'jack' : selectors.some((s) => s.default !== undefined);
  const absent = among.length === 0 ? (asked.find((b) => b.absent !== null)?.absent ?? null) : null;
  return { kind: 'none', among, wantsDefault, absent, diagnostics };
}

/** Devices that a selector matches, those without a direction that is needed left out where others have it. */
function fitting(selector: Selector, device: DeviceConfig, among: readonly DeviceFacts[]): readonly DeviceFacts[] {
  const found = among.filter((facts) => matches(selector, facts));
  const useful = found.filter(
    (f) => (device.inputs.length === 0 || f.inputs !== null) && (device.outputs.length === 0 || f.outputs !== null),
  );
  return useful.length > 0 ? useful : found;
}

function matches(selector: Selector, facts: DeviceFacts): boolean {
  const { id, name, usb, serial, port, default: direction } = selector;
  const is = (wanted: string | boolean | undefined, has: string | null) => wanted === undefined || wanted === has;
  return (
    (id === undefined || hasId(String(id), facts)) &&
    (name === undefined || globMatches(String(name), facts.name)) &&
    is(typeof usb === 'string' ? usb.toLowerCase() : usb, facts.usb?.toLowerCase() ?? null) &&
    is(serial, facts.serial) &&
    is(port, facts.port) &&
    (direction === undefined || facts.isDefault.some((d) => d === direction))
  );
}

function hasId(id: string, facts: DeviceFacts): boolean {
  if (id === facts.id) return true;
  const wanted = facts.backend === 'alsa' ? readAlsaId(id) : undefined;
  return wanted !== undefined && isAlsaDevice(wanted, facts.id, facts.index);
}

/** A name of ALSA's configuration (`plughw:…`, one's own): it may well be there, and opening it will tell. */
const isUnlisted = ({ id }: Selector, device: DeviceConfig, asked: Inventory['backends']): boolean =>
  typeof id === 'string' &&
  device.backend !== 'coreaudio' &&
  asked.some((b) => b.backend === 'alsa' && b.absent === null) &&
  readAlsaId(id) === undefined;

/** The default of every direction that the device has ports for; else of its outputs, of its inputs; else the only one. */
function defaultFor(device: DeviceConfig, among: readonly DeviceFacts[]): DeviceFacts | undefined {
  const needs = [
    ...(device.outputs.length > 0 ? (['output'] as const) : []),
    ...(device.inputs.length > 0 ? (['input'] as const) : []),
  ];
  const all = among.find((f) => needs.every((n) => f.isDefault.includes(n)));
  if (all !== undefined && needs.length > 0) return all;
  for (const need of needs) {
    const one = among.find((f) => f.isDefault.includes(need));
    if (one !== undefined) return one;
  }
  return among.length === 1 ? among[0] : undefined;
}

/** Which server is JACK’s own affair (JACK_DEFAULT_SERVER): another that runs is somebody else’s. */
const defaultServer = (among: readonly DeviceFacts[]): DeviceFacts | undefined =>
  among.find((f) => f.isDefault.length > 0);

function ambiguous(
  device: DeviceConfig,
  selector: Selector,
  at: string,
  found: readonly DeviceFacts[],
  context: PassContext,
): Diagnostic {
  const candidates = tellApart(found).map(
    ({ facts, selector: own }) => `${deviceText(facts)}: \`${selectorText(own)}\``,
  );
  const args = { device: device.name, selector: selectorText(selector), candidates };
  return diagnose('device/ambiguous', context.span(at), args, { label: `${found.length} devices` });
}

/** `hw:1` is another card when they are plugged in another order. */
function unstable(selector: Selector, at: string, facts: DeviceFacts, context: PassContext): readonly Diagnostic[] {
  const { id } = selector;
  if (typeof id !== 'string' || facts.backend !== 'alsa' || typeof readAlsaId(id)?.card !== 'number') return [];
  const span = context.span(pointer(at, 'id'));
  const edits = [{ title: `write \`${facts.id}\``, span, text: JSON.stringify(facts.id) }];
  return [diagnose('device/unstable-id', span, { id, is: deviceText(facts) }, { edits })];
}
