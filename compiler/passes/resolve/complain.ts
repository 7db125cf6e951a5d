// Complaints about one address. In: the address and the name in it that leads nowhere. Out: diagnostics in the scope.
// Invariant: an edit replaces the whole token, so that quotes round it need no care.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Edit } from '../../diagnostics/diagnostic.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import type { AddressConfig } from '../../ir/config.ts';
import { type JsonPointer, pointer } from '../../ir/source.ts';
import { type Address, channelsText } from './address.ts';
import type { Scope } from './scope.ts';

/** `text` in place of the address; nothing where it is a key whose map has that key already, or will by another mend. */
function replacement(scope: Scope, address: AddressConfig, text: string): Edit[] {
  if (address.isKey) {
    const at = pointer(address.at.slice(0, address.at.lastIndexOf('/')), text);
    if (hasSource(scope, at) || scope.claimed.has(at)) return [];
    scope.claimed.add(at);
  }
  return [{ title: `write \`${text}\``, span: scope.spanOf(address), text }];
}

const hasSource = ({ config }: Scope, at: JsonPointer): boolean =>
  config.nodes.some(({ input }) => input.kind === 'mix' && input.entries.some((e) => e.source.at === at));

/** `address` with the name at `index` replaced. */
function renamed(address: Address, index: number, name: string): string {
  const names = address.names.map((n, i) => (i === index ? name : n));
  if (address.channels === null) return names.join('.');
  const { first, last } = address.channels;
  return [...names, first === last ? first : `${first}-${last}`].join('.');
}

/** The name at `index` is none of `among`. */
export function unknown(
  scope: Scope,
  config: AddressConfig,
  address: Address,
  index: number,
  kind: string,
  among: readonly string[],
): undefined {
  const name = address.names[index] ?? '';
  const meant = suggest(name, among);
  const span = scope.spanOf(config);
  const { text } = config;
  const label = `no such ${kind}`;
  const edits = meant === undefined ? [] : replacement(scope, config, renamed(address, index, meant));
  if (meant === undefined || edits.length === 0) {
    scope.found.push(diagnose('address/unknown', span, { text, kind, name, among }, { label }));
    return;
  }
  scope.found.push(diagnose('address/misspelt', span, { text, kind, name, meant }, { label, edits }));
}

/** A device or an aggregate has no signal of its own. */
export function needsPort(
  scope: Scope,
  config: AddressConfig,
  address: Address,
  direction: 'in' | 'out',
  among: readonly string[],
): undefined {
  const name = address.names[0] ?? '';
  const aggregate = scope.find(name)?.kind === 'aggregate';
  const only = aggregate ? direction : among.length === 1 ? among[0] : undefined;
  const channels = address.channels === null ? '' : config.text.slice(name.length);
  const edits = only === undefined ? [] : replacement(scope, config, `${name}.${only}${channels}`);
  scope.found.push(
    diagnose('address/needs-port', scope.spanOf(config), { name, among, direction, aggregate }, { edits }),
  );
}

/** Channels of `address` as indices from 0 within `width`; undefined, with a diagnostic, where they lie outside. */
export function pickChannels(
  scope: Scope,
  config: AddressConfig,
  address: Address,
  width: number,
): readonly number[] | undefined {
  const { channels } = address;
  if (channels === null) return Array.from({ length: width }, (_, c) => c);
  if (channels.last > width) {
    scope.found.push(
      diagnose('channels/out-of-range', scope.spanOf(config), {
        text: config.text,
        channels: channelsText(channels),
        name: address.names.join('.'),
        width,
      }),
    );
    return undefined;
  }
  return Array.from({ length: channels.last - channels.first + 1 }, (_, i) => channels.first - 1 + i);
}
