// Source -> document. In: text. Out: plain values with a place for each of them.
// Two readers give the same tree: a fast one for the YAML that configs are written in, and the `yaml` library for all
// the rest. Only the library calls anything wrong.

import type { Document, Loaded } from '../ir/document.ts';
import { readYaml } from './parse/library-reader.ts';
import { readPlain } from './parse/plain-reader.ts';
import type { Pass } from './pass.ts';

export const parse: Pass<Loaded, Document> = ({ entry, sources, overrides }) => {
  const plain = readPlain(entry);
  if (plain !== undefined) return { value: { ...plain, sources, overrides }, diagnostics: [] };
  const { value, diagnostics } = readYaml(entry);
  return value === undefined ? { diagnostics } : { value: { ...value, sources, overrides }, diagnostics };
};
