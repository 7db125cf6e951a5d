// Codes of merge and validate: what a config says, before names are looked up.

import type { Entry } from '../entry.ts';
import { controlEntries } from './config/controls.ts';
import { deviceEntries } from './config/device.ts';
import { keyEntries } from './config/keys.ts';
import { nameEntries } from './config/names.ts';
import { paramEntries } from './config/params.ts';
import { reuseEntries } from './config/reuse.ts';
import { stepEntries } from './config/steps.ts';
import { valueEntries } from './config/values.ts';

export const configEntries = {
  ...keyEntries,
  ...nameEntries,
  ...paramEntries,
  ...valueEntries,
  ...stepEntries,
  ...deviceEntries,
  ...reuseEntries,
  ...controlEntries,
} satisfies Record<string, Entry<never>>;
