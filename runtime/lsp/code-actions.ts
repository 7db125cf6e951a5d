// Quick fixes. In: what the last compile said, a range of a file. Out: one action per diagnostic there that offers edits,
// in all files that they touch. Invariant: an edit is offered only for the text that it was made for.

import {
  type CodeAction,
  CodeActionKind,
  type Range,
  type Diagnostic as Shown,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver/node';
import { editsIn } from '../../compiler/diagnostics/apply-edits.ts';
import type { Edit } from '../../compiler/diagnostics/diagnostic.ts';
import { place, sourceOf } from '../../compiler/diagnostics/span.ts';
import type { OpenText } from './overlay-host.ts';
import { rangeOf, uriOf } from './positions.ts';
import type { Project } from './project.ts';

export function codeActionsAt(
  project: Project,
  path: string,
  range: Range,
  shown: readonly Shown[],
  openText: OpenText,
): readonly CodeAction[] {
  if (project.last === undefined) return [];
  const { diagnostics, sources } = project.last.result;
  const found: CodeAction[] = [];
  for (const d of diagnostics) {
    const source = sourceOf(sources, d.span);
    if (d.edits.length === 0 || project.pathOf(source.path) !== path) continue;
    const at = place(source, d.span);
    if (at.line - 1 > range.end.line || at.endLine - 1 < range.start.line) continue;
    const changes = changesOf(project, d.edits, openText);
    if (changes === undefined) continue;
    const title = [...new Set(d.edits.map((e) => e.title))].join(', ');
    const own = rangeOf(source, d.span);
    const mended = shown.filter((s) => s.code === d.code && s.range.start.line === own.start.line);
    found.push({
      title: title.charAt(0).toUpperCase() + title.slice(1),
      kind: CodeActionKind.QuickFix,
      diagnostics: [...mended],
      isPreferred: true,
      edit: { changes },
    });
  }
  return found;
}

/** `undefined` where the texts are other ones by now, or an edit is of an option. */
function changesOf(project: Project, edits: readonly Edit[], openText: OpenText): WorkspaceEdit['changes'] {
  const sources = project.last?.result.sources ?? [];
  const changes: Record<string, TextEdit[]> = {};
  for (const id of new Set(edits.map((e) => e.span.source))) {
    const source = sources[id];
    if (source === undefined || source.path.startsWith('--')) return undefined;
    const path = project.pathOf(source.path);
    if ((openText(path) ?? source.text) !== source.text) return undefined;
    changes[uriOf(path)] = editsIn(source, edits).map((e) => ({ range: rangeOf(source, e.span), newText: e.text }));
  }
  return changes;
}
