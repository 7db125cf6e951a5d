// Selectors that name one device among several. In: devices. Out: the shortest selector that stays true.
// Invariant: what it gives matches its device and no other of the list.

import type { DeviceFacts } from '../../../schema/inventory.ts';
import type { Selector } from '../../ir/config.ts';

export interface Pinned {
  readonly facts: DeviceFacts;
  readonly selector: Selector;
}

const present = (facts: DeviceFacts, keys: readonly ('usb' | 'serial' | 'port' | 'id')[]): Selector | undefined => {
  const entries = keys.map((key) => [key, facts[key]] as const);
  return entries.every(([, value]) => value !== null && value !== '')
    ? (Object.fromEntries(entries) as Selector)
    : undefined;
};

const isOnly = (selector: Selector, facts: DeviceFacts, all: readonly DeviceFacts[]): boolean =>
  all.every((other) => other === facts || Object.entries(selector).some(([k, v]) => other[k as 'usb'] !== v));

/** What to paste as `match:` — what stays with the device first (product and serial), then where it is plugged in. */
export function pin(facts: DeviceFacts, all: readonly DeviceFacts[]): Selector {
  const forms = [['usb', 'serial'], ['usb'], ['usb', 'port'], ['id']] as const;
  const found = forms.map((keys) => present(facts, keys)).find((s) => s !== undefined && isOnly(s, facts, all));
  return found ?? { id: facts.id };
}

/** For each of several candidates the one key that tells it from the others. */
export function tellApart(candidates: readonly DeviceFacts[]): readonly Pinned[] {
  return [...candidates]
    .sort((a, b) => (a.id < b.id ? -1 : 1))
    .map((facts) => {
      const forms = (['serial', 'port', 'usb', 'id'] as const).map((key) => present(facts, [key]));
      const selector = forms.find((s) => s !== undefined && isOnly(s, facts, candidates)) ?? { id: facts.id };
      return { facts, selector };
    });
}
