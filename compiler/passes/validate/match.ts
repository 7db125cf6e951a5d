// Selectors of devices. In: one selector or a list in priority order. Out: plain data, keys sorted.

import { matchTable } from '../../../schema/device.ts';
import type { Selector } from '../../ir/config.ts';
import { isList } from '../../ir/document.ts';
import type { JsonPointer } from '../../ir/source.ts';
import { choiceSpec, readBoolean, readChoice, readText } from './values.ts';
import type { Field, Walk } from './walk.ts';

export interface Selectors {
  readonly selectors: readonly Selector[];
  readonly at: readonly JsonPointer[];
}

const texts = ['id', 'name', 'port', 'serial', 'usb'];

export function readMatch(walk: Walk, field: Field): Selectors | undefined {
  const before = walk.failures;
  const items = isList(field.value) ? (walk.items(field, '') ?? []) : [field];
  if (items.length === 0) return walk.fail('value/length', field, { field: 'match', has: 0, min: 1, max: 64 });
  const selectors = items.map((item) => readSelector(walk, item));
  return walk.failures > before ? undefined : { selectors, at: items.map((item) => item.at) };
}

function readSelector(walk: Walk, field: Field): Selector {
  const keys = walk.keys(field, 'a selector', matchTable);
  if (keys === undefined) return {};
  const selector: Record<string, string | boolean> = {};
  for (const name of [...keys.keys()].sort()) {
    const found = keys.get(name);
    if (found === undefined) continue;
    const value = texts.includes(name)
      ? readText(walk, found)
      : name === 'follow'
        ? readBoolean(walk, found)
        : readChoice(walk, found, choiceSpec(matchTable, name).choices);
    if (value !== undefined) selector[name] = value;
  }
  if (keys.size === 0) walk.require(field, 'a selector', ['id', 'name', 'usb'].slice(0, 1), 'match: { name: "USB*" }');
  checkSelector(walk, keys, selector);
  return selector;
}

function checkSelector(walk: Walk, keys: ReadonlyMap<string, Field>, { usb }: Selector): void {
  const usbField = keys.get('usb');
  if (usbField !== undefined && typeof usb === 'string' && !/^[0-9a-fA-F]{4}:[0-9a-fA-F]{4}$/.test(usb)) {
    const problem = 'it is vendor and product, four hexadecimal digits each, such as `1235:821d`';
    walk.fail('device/match', usbField, { key: 'usb', text: usb, problem });
  }
  const follow = keys.get('follow');
  if (follow !== undefined && !keys.has('default')) {
    walk.require(follow, '`follow`', ['default'], 'match: { default: output, follow: true }');
  }
  const chosen = keys.get('default');
  const other = texts.map((t) => keys.get(t)).find((f) => f !== undefined);
  if (chosen !== undefined && other !== undefined) {
    const reason =
      'The default device is whichever the system says: leave the rest out, or write two selectors in a list.';
    const related = [{ span: walk.key(chosen), label: 'the other one' }];
    walk.say(
      'key/excludes',
      walk.key(other),
      { key: other.name, other: 'default', of: 'a selector', reason },
      { related },
    );
    walk.failed();
  }
}
