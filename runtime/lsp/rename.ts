// Rename, through all files of a config. In: a view, an offset, the new name. Out: edits, or why not. Invariants: the
// config is compiled with the edits before they are given away, and what it does not say now it does not say then; a name
// that is taken, reserved or no name is refused.

import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver/node';
import { isProgram } from '../../compiler/ir/program.ts';
import type { SourceHost } from '../../compiler/ir/source.ts';
import { reservedNames, reservedPorts } from '../../schema/config.ts';
import { namePattern } from '../../schema/forms.ts';
import type { Mention } from './mentions.ts';
import { overlayHost } from './overlay-host.ts';
import { rangeOf, uriOf } from './positions.ts';
import type { Checked, Project } from './project.ts';
import type { View } from './view.ts';

/** Why a name stays as it is, in the user's words. */
export class CannotRename extends Error {
  override readonly name = 'CannotRename';
}

/** The name that would be renamed, where it stands. Throws CannotRename. */
export function renamedAt(view: View, offset: number): Mention {
  const mention = view.mentionAt(offset);
  if (mention === undefined || mention.kind === 'file') throw new CannotRename('There is no name here.');
  if (mention.kind === 'step') {
    throw new CannotRename('A step is named by its `id`; running engines know it by that, so it is changed by hand.');
  }
  if (!view.allOf(mention).some((m) => m.isDefinition)) {
    throw new CannotRename(`${mention.name} is declared in no file of this config.`);
  }
  if (view.project?.isProgram || [...(view.project?.texts.keys() ?? [])].some(isProgram)) {
    throw new CannotRename('A program is part of this config: names in it are for its own language server.');
  }
  const [broken] = view.broken;
  if (broken !== undefined) throw new CannotRename(`${broken.source.path} is no YAML at the moment.`);
  return mention;
}

export async function rename(view: View, offset: number, name: string, files: SourceHost): Promise<WorkspaceEdit> {
  const mention = renamedAt(view, offset);
  checkName(view, mention, name);
  const all = view.allOf(mention);
  const edited = new Map<string, string>();
  const changes: Record<string, TextEdit[]> = {};
  for (const path of new Set(all.map((m) => m.path))) {
    const source = view.sourceOf(path);
    if (source === undefined) continue;
    const here = all.filter((m) => m.path === path).sort((a, b) => a.start - b.start);
    changes[uriOf(path)] = here.map((m) => ({ range: rangeOf(source, m), newText: spelled(m, name) }));
    let text = '';
    let taken = 0;
    for (const m of here) {
      text += source.text.slice(taken, m.start) + spelled(m, name);
      taken = m.end;
    }
    edited.set(path, text + source.text.slice(taken));
  }
  if (view.project !== undefined) await checkCompiles(view.project, edited, files);
  return { changes };
}

/** `$name` ends at a hyphen, `${name}` does not. */
const spelled = ({ isBare }: Mention, name: string): string => (isBare && name.includes('-') ? `{${name}}` : name);

function checkName(view: View, { kind, owner }: Mention, name: string): void {
  if (!namePattern.test(name)) {
    throw new CannotRename(`${name} is no name: small letters, digits, _ and -, a letter first.`);
  }
  const reserved: readonly string[] = kind === 'port' ? reservedPorts : kind === 'name' ? reservedNames : [];
  if (reserved.includes(name)) throw new CannotRename(`${name} is reserved.`);
  const isTaken = view.mentions.some((m) => m.isDefinition && m.kind === kind && m.owner === owner && m.name === name);
  if (isTaken) throw new CannotRename(`${name} is taken.`);
}

/** What a compile says, without places. */
const said = ({ diagnostics }: Checked['result']): number => diagnostics.filter((d) => d.severity === 'error').length;

async function checkCompiles(project: Project, edited: ReadonlyMap<string, string>, files: SourceHost): Promise<void> {
  const before = await project.compileWith(files);
  const after = await project.compileWith(overlayHost(files, project.folder, (path) => edited.get(path)));
  if (said(after.result) <= said(before.result)) return;
  const known = new Set(before.result.diagnostics.map((d) => d.message));
  const worse = after.result.diagnostics.find((d) => d.severity === 'error' && !known.has(d.message));
  throw new CannotRename(`The config would not compile any more: ${worse?.message ?? 'it has more errors'}.`);
}
