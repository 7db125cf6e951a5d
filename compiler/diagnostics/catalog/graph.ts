import type { Entry } from '../entry.ts';

export const graphEntries = {} satisfies Record<string, Entry<never>>;
