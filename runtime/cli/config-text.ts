// A merged config as YAML. In: a document. Out: text that compiles to the same plan; beside each value, where asked for,
// the file and line that it comes from. Invariant: nothing is written shorter than it is meant: one value, one line.

import { posix } from 'node:path';
import { stringify } from 'yaml';
import { usesOf } from '../../compiler/diagnostics/chain.ts';
import { place, sourceOf } from '../../compiler/diagnostics/span.ts';
import { isBroken } from '../../compiler/ir/broken.ts';
import { type Document, isList, isMap, type JsonMap, type JsonValue } from '../../compiler/ir/document.ts';
import { childPlace, type Place, valueSpan } from '../../compiler/ir/places.ts';
import type { Sources, Span } from '../../compiler/ir/source.ts';
import { escapeDollars } from '../../compiler/passes/merge/mentions.ts';
import { isFileName, type Path } from '../../compiler/passes/merge/shapes.ts';

const { dirname, isAbsolute, join, relative } = posix;

interface Line {
  readonly text: string;
  readonly origin: string;
}

/** Comments start here, or after the longest line. */
const WIDEST = 60;

export function configText(document: Document, withOrigins: boolean): string {
  const lines = block(document.value, document.places, [], document.sources);
  const column = Math.min(WIDEST, Math.max(0, ...lines.map((l) => l.text.length))) + 2;
  return lines
    .map(({ text, origin }) =>
      withOrigins && origin !== '' ? `${text.padEnd(column - 1)} # ${origin}\n` : `${text}\n`,
    )
    .join('');
}

/** `busbar.yaml:12`, then where it is used from elsewhere: `(used at busbar.yaml:30)`. */
export function originText(span: Span, sources: Sources): string {
  const at = (s: Span) => {
    const source = sourceOf(sources, s);
    return source.path === '--set' ? `--set ${source.text}` : `${source.path}:${place(source, s).line}`;
  };
  const uses = new Set(usesOf(span).map((use) => at(use.span)));
  uses.delete(at(span));
  return uses.size === 0 ? at(span) : `${at(span)} (used at ${[...uses].join(', ')})`;
}

/** Dollar signs doubled as in a config, but in params, which are still as written, and in names of files: from the entry. */
export function asWritten(text: string, at: Place, path: Path, sources: Sources): string {
  if (isFileName(path)) return fromEntry(text, sourceOf(sources, valueSpan(at)).path, sources[0]?.path ?? '');
  return path[0] === 'params' ? text : escapeDollars(text);
}

/** The name of a file, written in the config `from`, as the entry would write it. */
function fromEntry(name: string, from: string, entry: string): string {
  if (from === '--set' || isAbsolute(name) || dirname(from) === dirname(entry)) return name;
  const whole = join(dirname(from), name);
  return isAbsolute(whole) && !isAbsolute(entry) ? whole : relative(dirname(entry), whole);
}

function scalar(value: JsonValue, at: Place, path: Path, sources: Sources): string {
  if (typeof value !== 'string') return at.text || String(value);
  const text = asWritten(value, at, path, sources);
  return /[\n\r]/.test(text) ? JSON.stringify(text) : stringify(text, { lineWidth: 0 }).trimEnd();
}

function block(value: JsonValue, at: Place, path: Path, sources: Sources): readonly Line[] {
  if (isList(value)) {
    return value.flatMap((item, i) => {
      const inner = entry('-', item, childPlace(at, i) ?? at, [...path, i], sources);
      const [first, second, ...rest] = inner;
      // A map starts on the line of its dash.
      if (first?.text !== '-' || second === undefined) return inner;
      return [{ ...second, text: `- ${second.text.trimStart()}` }, ...rest];
    });
  }
  return Object.keys(value as JsonMap).flatMap((key) => {
    const inner = (value as JsonMap)[key] ?? null;
    const head = `${stringify(key, { lineWidth: 0 }).trimEnd()}:`;
    return isBroken(inner) ? [] : entry(head, inner, childPlace(at, key) ?? at, [...path, key], sources);
  });
}

function entry(head: string, value: JsonValue, at: Place, path: Path, sources: Sources): readonly Line[] {
  const origin = originText(valueSpan(at), sources);
  if ((isMap(value) || isList(value)) && Object.keys(value).length > 0) {
    const inner = block(value, at, path, sources);
    return [{ text: head, origin: '' }, ...inner.map((l) => ({ ...l, text: `  ${l.text}` }))];
  }
  const text = isList(value) ? '[]' : isMap(value) ? '{}' : scalar(value, at, path, sources);
  return [{ text: `${head} ${text}`, origin }];
}
