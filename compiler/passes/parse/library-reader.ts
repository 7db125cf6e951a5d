// Reads any YAML through the `yaml` library. In: a source. Out: a tree where the text is YAML, and what is wrong with it.
// Invariant: every mistake is a diagnostic at its token; no input makes the library recurse deep or work twice.

import { Composer } from 'yaml';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic, Outcome } from '../../diagnostics/diagnostic.ts';
import type { Source, Span } from '../../ir/source.ts';
import { ComposedReader } from './composed.ts';
import { MAX_TOKENS, type Survey, survey } from './survey.ts';
import { MAX_DEPTH, type Tree } from './tree.ts';
import { syntaxErrors } from './yaml-errors.ts';

/** Mistakes after which the values are still known: other passes may look at them. */
const harmless = new Set<string>([
  'yaml/duplicate-key',
  'yaml/escape',
  'yaml/reserved-start',
  'yaml/tag',
  'yaml/directive',
  'yaml/merge-key',
  'yaml/key',
  'yaml/documents',
]);

/** Types come from the core schema of scalar.ts, and duplicates are found in one pass: the library's check is quadratic. */
const options = { version: '1.2', schema: 'failsafe', merge: false, uniqueKeys: false } as const;

function documentMark(source: Source, seen: Survey, second: number): Span {
  const mark = seen.marks.findLast((m) => m.at <= second && m.at > 0);
  const start = mark?.at ?? second;
  return { source: source.id, start, end: start + (mark?.text.length ?? 1) };
}

function refused({ id, path }: Source, { why, at }: NonNullable<Survey['stopped']>): Diagnostic {
  const span = { source: id, start: at, end: at + 1 };
  if (why === 'depth') return diagnose('input/too-deep', span, { limit: MAX_DEPTH });
  return diagnose('input/too-large', span, { path, limit: `${MAX_TOKENS.toLocaleString('en')} words and signs` });
}

/** What a broken text still says: for editors, where every text is broken while it is typed. */
export function readBroken(source: Source): Tree | undefined {
  const seen = survey(source.text);
  if (seen.stopped !== undefined) return undefined;
  const [document] = [...new Composer(options).compose(seen.tokens, true, source.text.length)];
  return document?.contents ? new ComposedReader(source).read(document.contents) : undefined;
}

export function readYaml(source: Source): Outcome<Tree> {
  const seen = survey(source.text);
  if (seen.stopped !== undefined) return { diagnostics: [refused(source, seen.stopped)] };
  const [document, second] = [...new Composer(options).compose(seen.tokens, true, source.text.length)];
  const contents = document?.contents;
  const diagnostics: Diagnostic[] = [...syntaxErrors(source, seen, document?.errors ?? [])];
  if (contents === null || contents === undefined || (contents.range[0] === contents.range[1] && !contents.anchor)) {
    const span = { source: source.id, start: 0, end: 0 };
    return {
      diagnostics: diagnostics.length > 0 ? diagnostics : [diagnose('input/empty', span, { path: source.path })],
    };
  }
  const reader = new ComposedReader(source);
  const value = reader.read(contents);
  diagnostics.push(...reader.found.all);
  if (second !== undefined) {
    diagnostics.push(
      diagnose('yaml/documents', documentMark(source, seen, second.contents?.range[0] ?? source.text.length), {}),
    );
  }
  return diagnostics.every((d) => harmless.has(d.code)) ? { value, diagnostics } : { diagnostics };
}
