// Diagnostics for programs. In: diagnostics and their sources. Out: the object that `check --json` prints.
// Invariant: a public shape: fields are added, never renamed; every field is always present.

import type { Sources, Span } from '../../ir/source.ts';
import type { Diagnostic, Severity } from '../diagnostic.ts';
import { type Place, place, sourceOf } from '../span.ts';

export interface JsonPlace extends Place {
  readonly file: string;
}
export interface JsonDiagnostic extends JsonPlace {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly label: string;
  readonly related: readonly (JsonPlace & { readonly label: string })[];
  readonly help: string;
  readonly edits: readonly (JsonPlace & { readonly text: string; readonly title: string })[];
}
export interface JsonReport {
  readonly diagnostics: readonly JsonDiagnostic[];
  readonly errors: number;
  readonly warnings: number;
  readonly hints: number;
}

function jsonPlace(sources: Sources, span: Span): JsonPlace {
  const source = sourceOf(sources, span);
  return { file: source.path, ...place(source, span) };
}

export const severityCount = (diagnostics: readonly Diagnostic[], severity: Severity): number =>
  diagnostics.filter((d) => d.severity === severity).length;

/** Paths are as the host names them: relative to the working directory. */
export const renderJson = (diagnostics: readonly Diagnostic[], sources: Sources): JsonReport => ({
  diagnostics: diagnostics.map((d) => ({
    code: d.code,
    severity: d.severity,
    message: d.message,
    ...jsonPlace(sources, d.span),
    label: d.label,
    related: d.related.map((r) => ({ ...jsonPlace(sources, r.span), label: r.label })),
    help: d.help,
    edits: d.edits.map((e) => ({ ...jsonPlace(sources, e.span), text: e.text, title: e.title })),
  })),
  errors: severityCount(diagnostics, 'error'),
  warnings: severityCount(diagnostics, 'warning'),
  hints: severityCount(diagnostics, 'hint'),
});
