// Edits are written in YAML: where a config is a program they become words. In: a diagnostic. Out: the same, or without
// its edits and with what they would have done as help.

import { isProgram } from '../ir/program.ts';
import type { Sources } from '../ir/source.ts';
import type { Diagnostic } from './diagnostic.ts';
import { sourceOf } from './span.ts';

export function fitForPrograms(d: Diagnostic, sources: Sources): Diagnostic {
  if (!d.edits.some((e) => isProgram(sourceOf(sources, e.span).path))) return d;
  const titles = [...new Set(d.edits.map((e) => e.title))].join(', ');
  const help = `${titles.charAt(0).toUpperCase()}${titles.slice(1)}.`;
  return { ...d, edits: [], help: d.help === '' ? help : d.help };
}
