// Codes of the passes that look at the graph: match, resolve, check, align-latency.

import type { Entry } from '../entry.ts';
import { addressEntries } from './graph/addresses.ts';
import { channelEntries } from './graph/channels.ts';
import { clockEntries } from './graph/clocks.ts';
import { inventoryEntries } from './graph/devices.ts';
import { nativeEntries } from './graph/native.ts';
import { timingEntries } from './graph/timing.ts';

export const graphEntries = {
  ...addressEntries,
  ...channelEntries,
  ...clockEntries,
  ...inventoryEntries,
  ...nativeEntries,
  ...timingEntries,
} satisfies Record<string, Entry<never>>;
