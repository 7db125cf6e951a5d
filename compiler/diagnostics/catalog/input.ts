import type { Entry } from '../entry.ts';

export const inputEntries = {} satisfies Record<string, Entry<never>>;
