import type { Entry } from '../entry.ts';

export const configEntries = {} satisfies Record<string, Entry<never>>;
