import type { Entry } from '../entry.ts';

export const assetEntries = {} satisfies Record<string, Entry<never>>;
