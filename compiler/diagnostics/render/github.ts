// Diagnostics as workflow commands of GitHub Actions: annotations beside the lines of a pull request.
// In: diagnostics and their sources. Out: a line for each. Invariant: nothing of the user's text can end a command early.

import type { Sources } from '../../ir/source.ts';
import type { Diagnostic, Severity } from '../diagnostic.ts';
import { place, sourceOf } from '../span.ts';
import { isFile } from './files.ts';

const commands: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', hint: 'notice' };

const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

export const renderGithub = (diagnostics: readonly Diagnostic[], sources: Sources): string =>
  diagnostics.map((d) => `${one(d, sources)}\n`).join('');

function one(d: Diagnostic, sources: Sources): string {
  const source = sourceOf(sources, d.span);
  const { line, column, endLine, endColumn } = place(source, d.span);
  // Columns belong to one line; of what spans several, only the lines are told.
  const columns = line === endLine ? [`col=${column}`, `endColumn=${endColumn}`] : [];
  const where = [`file=${property(source.path)}`, `line=${line}`, `endLine=${endLine}`, ...columns];
  const title = `title=${property(d.code)}`;
  const mends = [...new Set(d.edits.map((e) => e.title))].map((t) => `fix: ${t}`);
  const text = [d.message, d.help, ...mends].filter((part) => part !== '').join('\n');
  return `::${commands[d.severity]} ${[...(isFile(source.path) ? where : []), title].join(',')}::${data(text)}`;
}
