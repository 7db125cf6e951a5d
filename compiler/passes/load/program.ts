// A config that is a program -> tree. In: its source, a host that may run it. Out: plain values, each with a place in the
// program’s files as near as is known: the literal or call that made it, else what it stands in. Every file that it
// consists of, missing ones too, goes through the host, so that it is watched.

import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic, Outcome } from '../../diagnostics/diagnostic.ts';
import type { Place } from '../../ir/places.ts';
import type { Mark, ProgramProblem, ProgramValue } from '../../ir/program.ts';
import type { Source, Span, Via } from '../../ir/source.ts';
import { type Fields, noKey, type Places, placeOf, put, type Tree } from '../parse/tree.ts';
import type { ReadContext } from '../pass.ts';

/** Longest program that is read, all its files together. */
const MAX_BYTES = 4 * 2 ** 20;

export async function readProgram(source: Source, context: ReadContext): Promise<Outcome<Tree>> {
  const first = { source: source.id, start: 0, end: 0 };
  const { host } = context;
  if (host.evaluate === undefined) return { diagnostics: [diagnose('program/refused', first, { path: source.path })] };
  const ran = await host.evaluate(source.path);
  const ids = [source.id];
  let bytes = 0;
  for (const path of ran.files.slice(1)) {
    const read = await host.read(path, MAX_BYTES - bytes);
    if (!read.ok && read.reason === 'too-large') {
      return { diagnostics: [told({ kind: 'size', limit: `${MAX_BYTES / 2 ** 20} MB` }, first, source.path)] };
    }
    bytes += read.ok ? read.bytes.length : 0;
    // What cannot be read again has no text to show: its importer stands in.
    ids.push(read.ok ? context.addSource(path, new TextDecoder().decode(read.bytes)).id : source.id);
  }
  for (const path of ran.missing) await host.read(path, 0);
  const spanOf = ({ file, start, end }: Mark): Span => ({ source: ids[file] ?? source.id, start, end });
  if (ran.ok) return { value: treeOf(ran.value, { span: first, via: undefined }, spanOf), diagnostics: [] };
  const span = ran.at === undefined ? first : spanOf(ran.at);
  return { diagnostics: [told(ran.problem, span, source.path)] };
}

/** What a value stands in: its place, for values without one of their own, and the uses that brought it. */
interface Outer {
  readonly span: Span;
  readonly via: readonly Via[] | undefined;
}

function treeOf(value: ProgramValue, outer: Outer, spanOf: (mark: Mark) => Span): Tree {
  const at = value.at === undefined ? outer.span : spanOf(value.at);
  const key = value.key === undefined ? noKey : { start: value.key.start, end: value.key.end };
  const origin = value.from === undefined ? undefined : spanOf(value.from);
  const inner: Outer =
    origin === undefined
      ? { span: at, via: outer.via }
      : { span: origin, via: [{ span: at, label: 'used here' }, ...(outer.via ?? [])] };
  const place = (text?: string, children?: Place['children']): Place => ({
    ...placeOf(at.source, key, at.start, at.end, text, children),
    origin,
    via: outer.via,
  });
  const { is } = value;
  if (typeof is !== 'object' || is === null) {
    return { value: is, places: place(typeof is === 'string' ? undefined : String(is)) };
  }
  if ('list' in is) {
    const items = is.list.map((item) => treeOf(item, inner, spanOf));
    const places = items.map((item) => item.places);
    return { value: items.map((item) => item.value), places: place(undefined, places) };
  }
  const fields: Fields = {};
  const places: Places = {};
  for (const [name, field] of is.map) {
    const tree = treeOf(field, inner, spanOf);
    put(fields, name, tree.value);
    put(places, name, tree.places);
  }
  return { value: fields, places: place(undefined, places) };
}

function told(problem: ProgramProblem, span: Span, path: string): Diagnostic {
  switch (problem.kind) {
    case 'syntax':
      return diagnose('program/syntax', span, problem);
    case 'threw':
      return diagnose('program/threw', span, problem);
    case 'import':
      return diagnose('program/import', span, problem);
    case 'forbidden':
      return diagnose('program/forbidden', span, problem);
    case 'no-default':
      return diagnose('program/no-default', span, { path });
    case 'not-plain':
      return diagnose('program/not-plain', span, problem);
    case 'deep':
      return diagnose('input/too-deep', span, problem);
    case 'ended':
      return diagnose('program/ended', span, problem);
    case 'time':
      return diagnose('program/limit', span, { how: `it ran for longer than ${problem.limit}` });
    case 'memory':
      return diagnose('program/limit', span, { how: `it took more memory than ${problem.limit}` });
    case 'output':
      return diagnose('program/limit', span, { how: `it printed more than ${problem.limit}` });
    case 'size':
      return diagnose('program/limit', span, { how: `it is larger than ${problem.limit}` });
  }
}
