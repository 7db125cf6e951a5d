// Choices of channels: `1`, `1-2`, `[1, 2, 7-8]`. In: a field. Out: channels from 1, in the order written.

import { MAX_CHANNEL } from '../../../schema/device.ts';
import type { Field, Walk } from './walk.ts';

/** Channels, or what is wrong with the text. */
function range(text: string): readonly number[] | string {
  const match = /^([0-9]+)(?:\s*-\s*([0-9]+))?$/.exec(text.trim());
  if (match === null) {
    return text.includes(',') ? 'several channels are a list in brackets' : 'it is no number and no range';
  }
  const first = Number(match[1]);
  const last = match[2] === undefined ? first : Number(match[2]);
  if (first < 1 || last < 1) return 'channels count from 1';
  if (last < first) return 'it runs backwards; for another order write a list';
  if (last > MAX_CHANNEL) return `the highest channel is ${MAX_CHANNEL}`;
  return Array.from({ length: last - first + 1 }, (_, i) => first + i);
}

/** Channels under `field`, each once; `code` says whose they are. */
export function readChannels(
  walk: Walk,
  field: Field,
  code: 'port/channels' | 'step/channels',
): readonly number[] | undefined {
  const before = walk.failures;
  const items = walk.items(field, 'channels such as `1`, `1-2` or `[1, 3]`', true) ?? [];
  const out = new Set<number>();
  for (const item of items) {
    if (typeof item.value !== 'number' && typeof item.value !== 'string') {
      walk.shape(item, 'channels such as `1` or `1-2`');
      continue;
    }
    const text = walk.written(item);
    const found = range(text);
    const twice = typeof found === 'string' ? undefined : found.find((c) => out.has(c));
    const problem =
      typeof found === 'string' ? found : twice === undefined ? '' : `channel ${twice} stands in it twice`;
    if (problem !== '') walk.fail(code, item, { text, problem });
    else for (const channel of found as readonly number[]) out.add(channel);
  }
  if (walk.failures > before) return undefined;
  if (out.size === 0) return walk.fail(code, field, { text: '[]', problem: 'it names none' });
  return [...out];
}
