// Which machine this is. In: `machines`, what `--machine` says, the facts of the host. Out: the part that applies, as a
// config of its own. Invariants: `--machine` decides alone; without it exactly one `when` may match.

import { machineTable, whenTable } from '../../../schema/reuse.ts';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { suggest } from '../../diagnostics/suggest.ts';
import { isMap } from '../../ir/document.ts';
import type { MachineFacts, Source, Sources, Span } from '../../ir/source.ts';
import { globMatches } from '../match/words.ts';
import { checkName, choiceSpec, readChoice, readText } from '../validate/values.ts';
import { type Field, Walk } from '../validate/walk.ts';
import { partsOf } from './parts.ts';
import type { Placed } from './placed.ts';

interface Machine {
  readonly name: string;
  readonly field: Field;
  readonly matches: boolean;
  /** Where its `when` stands. */
  readonly span: Span;
  readonly patch: Placed;
}

export interface Choice {
  readonly patch?: Placed;
  readonly diagnostics: readonly Diagnostic[];
}

export function chooseMachine(
  machines: Placed | undefined,
  wanted: Source | null,
  facts: MachineFacts | null,
  sources: Sources,
): Choice {
  const walk = new Walk(sources);
  const root = machines && { value: machines.value, place: machines.place, at: '/machines', name: 'machines' };
  const fields =
    root === undefined || root.value === null ? [] : (walk.entries(root, 'a map of machines by name') ?? []);
  const known = fields.flatMap((field) => readMachine(walk, field, facts) ?? []);
  if (root?.value === null) walk.hintEmpty(root);
  const diagnostics: Diagnostic[] = [...walk.found.all];
  if (wanted !== null) {
    const found = known.find((m) => m.name === wanted.text);
    if (found !== undefined) return { patch: found.patch, diagnostics };
    if (!fields.some((f) => f.name === wanted.text)) diagnostics.push(unknown(wanted, known));
    return { diagnostics };
  }
  const [first, second] = known.filter((m) => m.matches);
  if (first !== undefined && second !== undefined) {
    const related = [{ span: first.span, label: `\`${first.name}\` matches too` }];
    const args = { first: first.name, second: second.name };
    diagnostics.push(diagnose('machine/ambiguous', second.span, args, { related }));
  }
  return first === undefined ? { diagnostics } : { patch: first.patch, diagnostics };
}

function unknown(wanted: Source, machines: readonly Machine[]): Diagnostic {
  const known = machines.map((m) => m.name).sort();
  const near = suggest(wanted.text, known);
  const span = { source: wanted.id, start: 0, end: wanted.text.length };
  const help = near === undefined ? {} : { help: `Did you mean \`${near}\`?` };
  return diagnose('machine/unknown', span, { name: wanted.text, known }, help);
}

function readMachine(walk: Walk, field: Field, facts: MachineFacts | null): Machine | undefined {
  const isNamed = checkName(walk, field, field.name, 'a machine', []);
  const parts = partsOf(walk, field, `the machine \`${field.name}\``, machineTable, 'when');
  if (parts === undefined || !isNamed) return undefined;
  const when = parts.keys.get('when');
  const matches = when !== undefined && isHere(walk, when, facts);
  return { name: field.name, field, matches, span: walk.span(when ?? field), patch: parts.patch };
}

/** True when all that `when` asks for is so. */
function isHere(walk: Walk, when: Field, facts: MachineFacts | null): boolean {
  const keys = walk.keys(when, '`when`', whenTable);
  if (keys === undefined) return false;
  if (keys.size === 0 && isMap(when.value)) walk.shape(when, 'at least one condition');
  const [host, platform] = [keys.get('host'), keys.get('platform')];
  const pattern = host && readText(walk, host);
  const system = platform && readChoice(walk, platform, choiceSpec(whenTable, 'platform').choices);
  if (facts === null || keys.size === 0) return false;
  return (
    (host === undefined || (pattern !== undefined && globMatches(pattern.toLowerCase(), facts.host.toLowerCase()))) &&
    (platform === undefined || system === facts.platform)
  );
}
