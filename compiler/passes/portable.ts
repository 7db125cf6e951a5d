// Whether a path travels with the config. In: a path as written, and as it is read. Out: a warning where it does not.

import { diagnose } from '../diagnostics/catalog.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Span } from '../ir/source.ts';
import type { ReadContext } from './pass.ts';

const isAbsolute = (path: string): boolean => /^(?:[/\\]|[A-Za-z]:[/\\])/.test(path);

export function notPortable(
  { host, entry }: ReadContext,
  { written, path, span }: { readonly written: string; readonly path: string; readonly span: Span },
): readonly Diagnostic[] {
  if (isAbsolute(written)) return [diagnose('file/absolute', span, { path: written })];
  return host.isOutside(entry, path) ? [diagnose('file/outside', span, { path })] : [];
}
