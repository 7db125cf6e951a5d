// A device that is not there. In: what was looked for, and where. Out: what becomes of it, and words for it.

import type { DeviceFacts, Inventory } from '../../../schema/inventory.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import type { DeviceConfig, MatchedDevice } from '../../ir/config.ts';
import { pointer } from '../../ir/source.ts';
import type { PassContext } from '../pass.ts';
import { pin } from './pin.ts';
import type { Search } from './search.ts';
import { deviceText, selectorText, yamlText } from './words.ts';

type NotFound = Extract<Search, { kind: 'none' }>;

export function missingDevice(
  device: DeviceConfig,
  inventory: Inventory,
  { among, wantsDefault, absent }: NotFound,
  context: PassContext,
): { readonly state: MatchedDevice['state']; readonly diagnostics: readonly Diagnostic[] } {
  const { name, missing } = device;
  const span = device.match === null ? context.span(device.at, 'key') : context.span(pointer(device.at, 'match'));
  const isJack = device.backend === 'jack';
  const why = absent ?? (isJack && among.length > 0 ? otherServers(among) : '');
  if (wantsDefault && among.length === 0) {
    return { state: 'stand-in', diagnostics: [diagnose('device/no-hardware', span, { device: name, why })] };
  }
  // What was removed is listed once the whole config was looked through.
  if (missing === 'prune') return { state: 'pruned', diagnostics: [] };
  if (missing !== 'fail') {
    return { state: 'missing', diagnostics: [diagnose('device/absent', span, { device: name, port: '', missing })] };
  }
  const here = (isJack ? [] : among)
    .slice(0, 8)
    .map((f) => `${deviceText(f)}: \`${selectorText(pin(f, inventory.devices))}\``);
  const extra = nearest(device, among, context);
  return { state: 'missing', diagnostics: [diagnose('device/not-found', span, { device: name, why, here }, extra)] };
}

const otherServers = (among: readonly DeviceFacts[]): string =>
  `the default JACK server does not run (JACK_DEFAULT_SERVER chooses another; here is ${among.map((f) => f.id).join(', ')})`;

/** The value that a mistyped one was meant to be, where the device has one selector of one key. */
function nearest(device: DeviceConfig, among: readonly DeviceFacts[], context: PassContext) {
  const [selector, ...more] = device.match ?? [];
  const at = device.matchAt[0];
  if (selector === undefined || at === undefined || more.length > 0) return {};
  const [[key, value] = ['', ''], ...others] = Object.entries(selector);
  if (others.length > 0 || (key !== 'id' && key !== 'name' && key !== 'usb' && key !== 'serial')) return {};
  const meant = suggest(
    String(value),
    among.flatMap((f) => f[key] ?? []),
  );
  if (meant === undefined) return {};
  const span = context.span(pointer(at, key));
  return { edits: [{ title: `write \`${meant}\``, span, text: yamlText(meant) }] };
}
