// What compiles say -> what the editor shows. In: configs with their last results. Out: one message per file whose
// diagnostics changed, an empty one where they are gone. Invariant: a file is spoken of only as the text that is open.

import { DiagnosticSeverity, DiagnosticTag, type Diagnostic as Shown } from 'vscode-languageserver/node';
import type { Diagnostic } from '../../compiler/diagnostics/diagnostic.ts';
import { sourceOf } from '../../compiler/diagnostics/span.ts';
import type { Sources, Span } from '../../compiler/ir/source.ts';
import type { OpenText } from './overlay-host.ts';
import { rangeOf, uriOf } from './positions.ts';
import type { Project } from './project.ts';

export type Publish = (path: string, diagnostics: readonly Shown[]) => void;

/** Hints are worth a line in the list of problems, which editors keep from severity `Hint`. */
const severities = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  hint: DiagnosticSeverity.Information,
} as const;

export class Publisher {
  readonly #publish: Publish;
  readonly #openText: OpenText;
  /** As sent, by path. */
  readonly #sent = new Map<string, string>();

  constructor(publish: Publish, openText: OpenText) {
    this.#publish = publish;
    this.#openText = openText;
  }

  update(projects: Iterable<Project>): void {
    const found = new Map<string, Shown[]>();
    const stale = new Set<string>();
    for (const project of projects) this.#collect(project, found, stale);
    for (const path of this.#sent.keys()) if (!found.has(path) && !stale.has(path)) found.set(path, []);
    for (const [path, diagnostics] of found) {
      const text = JSON.stringify(diagnostics);
      if (stale.has(path) || text === (this.#sent.get(path) ?? '[]')) continue;
      if (diagnostics.length === 0) this.#sent.delete(path);
      else this.#sent.set(path, text);
      this.#publish(path, diagnostics);
    }
  }

  #collect(project: Project, found: Map<string, Shown[]>, stale: Set<string>): void {
    if (project.last === undefined) return;
    const { diagnostics, sources } = project.last.result;
    for (const { path, text } of sources) {
      const open = this.#openText(project.pathOf(path));
      // A text that was refused is not in the sources.
      if (open !== undefined && text !== '' && open !== text && open !== `\uFEFF${text}`)
        stale.add(project.pathOf(path));
    }
    for (const d of diagnostics) {
      const path = placeOf(project, sources, d.span);
      const shown = shownAs(project, sources, d);
      const list = found.get(path) ?? [];
      found.set(path, list);
      // A file of several configs: what is wrong in each is said once.
      if (!list.some((other) => JSON.stringify(other) === JSON.stringify(shown))) list.push(shown);
    }
  }
}

/** What stands in an option, or in no file, is shown at the head of the config. */
function placeOf(project: Project, sources: Sources, span: Span): string {
  const { path } = sourceOf(sources, span);
  return path === '' || path.startsWith('--') ? project.entry : project.pathOf(path);
}

function shownAs(project: Project, sources: Sources, d: Diagnostic): Shown {
  const { span, label, related, message, help, code } = d;
  const own = related.length > 0 && label !== '' ? [{ span, label }] : [];
  return {
    range: rangeOf(sourceOf(sources, span), span),
    severity: severities[d.severity],
    source: 'busbar',
    code,
    message: help === '' ? message : `${message}\n${help}`,
    ...(code.endsWith('unused') && { tags: [DiagnosticTag.Unnecessary] }),
    relatedInformation: [...own, ...related].map((r) => ({
      location: { uri: uriOf(placeOf(project, sources, r.span)), range: rangeOf(sourceOf(sources, r.span), r.span) },
      message: r.label,
    })),
  };
}
