// Diagnostics for code scanning: SARIF 2.1.0 (OASIS). In: diagnostics, their sources, the version of busbar. Out: the log.
// Only rules that were broken are listed; places count from 1, columns in UTF-16 units, as everywhere.

import type { Sources, Span } from '../../ir/source.ts';
import type { Diagnostic, Edit, Severity } from '../diagnostic.ts';
import { explain } from '../explain.ts';
import { place, sourceOf } from '../span.ts';
import { isFile, uriOf } from './files.ts';

const levels: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  error: 'error',
  warning: 'warning',
  hint: 'note',
};

/** What a result needs beside its place. */
const described = (d: Diagnostic): string => (d.help === '' ? d.message : `${d.message}\n${d.help}`);

export function renderSarif(diagnostics: readonly Diagnostic[], sources: Sources, version: string) {
  const codes = [...new Set(diagnostics.map((d) => d.code))].sort();
  return {
    $schema: 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json',
    version: '2.1.0' as const,
    runs: [
      {
        tool: { driver: { name: 'busbar', version, rules: codes.map(ruleOf) } },
        columnKind: 'utf16CodeUnits' as const,
        results: diagnostics.map((d) => ({
          ruleId: d.code,
          ruleIndex: codes.indexOf(d.code),
          level: levels[d.severity],
          message: { text: described(d) },
          locations: [locationOf(sources, d.span, d.label)],
          ...(d.related.length > 0 && {
            relatedLocations: d.related.map((r, id) => ({ id, ...locationOf(sources, r.span, r.label) })),
          }),
          ...fixesIn(sources, d.edits),
        })),
      },
    ],
  };
}

function ruleOf(code: string) {
  const page = explain(code);
  const markdown = page?.markdown ?? '';
  return {
    id: code,
    name: page?.title ?? code,
    shortDescription: { text: page?.title ?? code },
    help: { text: markdown, markdown },
    defaultConfiguration: { level: levels[page?.severity ?? 'error'] },
  };
}

function regionOf(sources: Sources, span: Span) {
  const { line, column, endLine, endColumn } = place(sourceOf(sources, span), span);
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** Relative paths start at the working directory, which code scanning takes for the root of the repository. */
function artifact(sources: Sources, span: Span) {
  const uri = uriOf(sourceOf(sources, span).path);
  return uri.startsWith('file:') ? { uri } : { uri, uriBaseId: '%SRCROOT%' };
}

/**
 * What stands in no file (`--set`) is said of the entry, for a result without a file is not shown; where the entry is none
 * either (standard input), there is no place to name.
 */
function locationOf(sources: Sources, span: Span, label: string) {
  const entry = { source: 0, start: 0, end: 0 };
  const shown = [span, entry].find((s) => isFile(sourceOf(sources, s).path));
  return {
    ...(shown && {
      physicalLocation: { artifactLocation: artifact(sources, shown), region: regionOf(sources, shown) },
    }),
    ...(label !== '' && { message: { text: label } }),
  };
}

/** Edits of what is no file are for nobody. */
function fixesIn(sources: Sources, edits: readonly Edit[]) {
  const own = edits.filter((e) => isFile(sourceOf(sources, e.span).path));
  return own.length === 0 ? {} : { fixes: fixesOf(sources, own) };
}

/** One fix per title, its changes grouped by file. */
function fixesOf(sources: Sources, edits: readonly Edit[]) {
  return [...new Set(edits.map((e) => e.title))].map((title) => {
    const own = edits.filter((e) => e.title === title);
    return {
      description: { text: title },
      artifactChanges: [...new Set(own.map((e) => e.span.source))].map((id) => {
        const here = own.filter((e) => e.span.source === id);
        return {
          artifactLocation: artifact(sources, here[0]!.span),
          replacements: here.map((e) => ({
            deletedRegion: regionOf(sources, e.span),
            insertedContent: { text: e.text },
          })),
        };
      }),
    };
  });
}
