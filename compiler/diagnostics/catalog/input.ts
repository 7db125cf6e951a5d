// Codes of reading: the file itself, and its YAML.

import type { Entry } from '../entry.ts';
import { fileEntries } from './input/file.ts';
import { yamlEntries } from './input/yaml.ts';
import { yamlFeatureEntries } from './input/yaml-features.ts';

export const inputEntries = {
  ...fileEntries,
  ...yamlEntries,
  ...yamlFeatureEntries,
} satisfies Record<string, Entry<never>>;
