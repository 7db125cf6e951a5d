// The library's complaints in words of the config. In: its errors and the survey. Out: diagnostics at the token at fault.
// Invariant: what follows from an earlier mistake is left out: one per line, none inside something never closed.

import type { YAMLParseError } from 'yaml';
import { diagnose } from '../../diagnostics/catalog.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Source, Span } from '../../ir/source.ts';
import type { Survey } from './survey.ts';

/** Most mistakes of one text that are worth printing. */
const MOST = 100;

/** Problems that the library words for people who know its insides, by a part of its message. */
const words: readonly (readonly [RegExp, string, string])[] = [
  [
    /^Unexpected block-seq-ind on same line with key/,
    'a list item cannot stand on the same line as its key',
    'Put `- ` on the next line, or write the list in brackets: `[a, b]`.',
  ],
  [
    /^Block collections are not allowed within flow/,
    'a comma is missing before this key or in this value',
    'Entries in `{ }` and `[ ]` are parted by commas.',
  ],
  [/^Missing , between/, 'a comma is missing here', 'Entries in `{ }` and `[ ]` are parted by commas.'],
  [/^Unexpected , in flow/, 'there is nothing between this comma and the last', 'Delete one of the commas.'],
  [/^Comments must be separated/, 'this comment touches what stands before it', 'Put a space before `#`.'],
  [/flow-(seq|map)-end token/, 'this bracket closes nothing', 'Delete it, or open one before it.'],
  [
    /^Unexpected scalar at node end/,
    'this text follows a value that is already complete',
    'Is it indented as the lines above it, or is a quote or comma missing?',
  ],
  [/^Block scalar header/, 'nothing may follow `|` or `>` on its line', 'Put the text on the next line, indented.'],
  [/at most one anchor|Anchors? /, 'an anchor cannot stand here', 'Take it out: one `&name` before a value is enough.'],
];

function syntax(error: YAMLParseError, span: Span): Diagnostic {
  for (const [pattern, problem, fix] of words) {
    if (pattern.test(error.message)) return diagnose('yaml/syntax', span, { problem, fix });
  }
  const problem = `this is not YAML: ${error.message.charAt(0).toLowerCase()}${error.message.slice(1)}`;
  return diagnose('yaml/syntax', span, {
    problem,
    fix: 'Look for a missing quote, comma, colon or bracket before this place.',
  });
}

const lineOf = (text: string, start: number, end: number) => /^[^\r\n]*/.exec(text.slice(start, end))?.[0] ?? '';
const wordAt = (text: string, at: number) => /^[^\s:,[\]{}]*/.exec(text.slice(at, at + 200))?.[0] ?? '';

function translate(error: YAMLParseError, source: Source, survey: Survey): Diagnostic | undefined {
  const { text } = source;
  const at = (start: number, length: number): Span => ({ source: source.id, start, end: start + Math.max(1, length) });
  const [start, end] = error.pos;
  switch (error.code) {
    case 'TAB_AS_INDENT':
      return diagnose('yaml/tab', at(start, 1), {});
    case 'BAD_INDENT':
      if (/^Flow /.test(error.message)) return undefined;
      return indent(text, start, at);
    case 'BLOCK_AS_IMPLICIT_KEY': {
      const key = wordAt(text, start);
      return diagnose('yaml/nested-map', at(start, key.length), { key });
    }
    case 'MULTILINE_IMPLICIT_KEY': {
      const line = lineOf(text, start, end).trimEnd();
      return diagnose('yaml/colon', at(start, line.length), { text: line });
    }
    case 'BAD_SCALAR_START': {
      const value = survey.reserved.get(start) ?? text.slice(start, start + 1);
      const span = at(start, value.length);
      const edits = [{ title: 'put it in quotes', span, text: JSON.stringify(value) }];
      return diagnose('yaml/reserved-start', span, { character: value.slice(0, 1) }, { edits });
    }
    case 'BAD_DQ_ESCAPE': {
      const span = at(start, 2);
      const edits = [{ title: 'write the backslash twice', span: at(start, 1), text: '\\\\' }];
      return diagnose('yaml/escape', span, { written: text.slice(start, start + 2) }, { edits });
    }
    case 'BAD_ALIAS':
    case 'ALIAS_PROPS':
      return diagnose('yaml/alias', at(start, wordAt(text, start).length), {
        name: wordAt(text, start + 1),
        problem: 'it cannot be written here',
      });
    case 'MISSING_CHAR':
      if (/closing|must end with/.test(error.message)) return undefined;
      if (/^Implicit map keys/.test(error.message)) {
        const line = lineOf(text, start, end).trimEnd();
        return line === '' ? undefined : diagnose('yaml/colon', at(start, line.length), { text: line });
      }
      return syntax(error, at(start, 1));
    case 'TAG_RESOLVE_FAILED':
    case 'BAD_DIRECTIVE':
    case 'MULTIPLE_DOCS':
      // Said by the survey.
      return undefined;
    default:
      return syntax(error, at(start, lineOf(text, start, end).trimEnd().length));
  }
}

/** Points at the first word of the line that is out of line. */
function indent(text: string, start: number, at: (start: number, length: number) => Span): Diagnostic {
  const word = start + Math.max(0, text.slice(start, start + 1000).search(/\S/));
  return diagnose('yaml/indent', at(word, wordAt(text, word).length), {});
}

/** What the lexer's tokens alone show. */
function surveyed(source: Source, survey: Survey): readonly Diagnostic[] {
  const at = (start: number, length: number): Span => ({ source: source.id, start, end: start + length });
  const close: Readonly<Record<string, string>> = { '[': '`]`', '{': '`}`', '"': '`"`', "'": "`'`" };
  const name: Readonly<Record<string, string>> = { '[': 'bracket', '{': 'brace', '"': 'quote', "'": 'quote' };
  return [
    ...survey.unclosed
      .slice(0, MOST)
      .map((u) =>
        diagnose(
          'yaml/unclosed',
          at(u.at, 1),
          { open: name[u.text] ?? 'bracket', close: close[u.text] ?? '' },
          { label: 'opened here' },
        ),
      ),
    ...survey.tags.slice(0, MOST).map((t) => diagnose('yaml/tag', at(t.at, t.text.length), { tag: t.text })),
    ...survey.directives
      .slice(0, MOST)
      .map((d) => diagnose('yaml/directive', at(d.at, d.text.length), { directive: d.text })),
  ];
}

/** Everything that is wrong with the text, in order, consequences left out. */
export function syntaxErrors(source: Source, survey: Survey, errors: readonly YAMLParseError[]): readonly Diagnostic[] {
  const all = [
    ...surveyed(source, survey),
    ...errors.slice(0, MOST).flatMap((e) => translate(e, source, survey) ?? []),
  ];
  // After a bracket that is never closed, or text that belongs to no document, everything looks wrong.
  const stray = errors.find((e) => /in YAML stream/.test(e.message))?.pos[0] ?? Number.POSITIVE_INFINITY;
  const last = survey.unclosed.reduce((least, u) => Math.min(least, u.at), stray);
  const kept: Diagnostic[] = [];
  let lineEnd = -1;
  for (const d of all.sort((a, b) => a.span.start - b.span.start)) {
    if (d.span.start > last || kept.length === MOST) break;
    if (d.span.start <= lineEnd) continue;
    const end = source.text.indexOf('\n', d.span.start);
    lineEnd = end < 0 ? source.text.length : end;
    kept.push(d);
  }
  return kept;
}
