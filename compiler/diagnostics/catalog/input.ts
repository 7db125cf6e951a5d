// Codes of reading: the file itself, the program that it may be, and its YAML.

import type { Entry } from '../entry.ts';
import { fileEntries } from './input/file.ts';
import { programEntries } from './input/program.ts';
import { yamlEntries } from './input/yaml.ts';
import { yamlFeatureEntries } from './input/yaml-features.ts';

export const inputEntries = {
  ...fileEntries,
  ...programEntries,
  ...yamlEntries,
  ...yamlFeatureEntries,
} satisfies Record<string, Entry<never>>;
