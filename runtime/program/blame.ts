// What a program threw -> a problem and its place. In: anything that was thrown, and the files of the program.
// Out: words of the user's, none of ours: the first line of a message, the first of its own frames.

import { readFileSync } from 'node:fs';
import type { Mark, ProgramProblem } from '../../compiler/ir/program.ts';
import type { Marks } from './marks.ts';

export interface Blame {
  readonly problem: ProgramProblem;
  readonly at: Mark | undefined;
}

interface Thrown {
  readonly code?: unknown;
  readonly message?: unknown;
  readonly name?: unknown;
  readonly permission?: unknown;
  readonly stack?: unknown;
}

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

/** What Node's permission model or held.ts refused, in the words of a config. */
const acts: Readonly<Record<string, string>> = {
  ChildProcess: 'start a process',
  FileSystemWrite: 'write a file',
  WorkerThreads: 'start a thread',
  Inspector: 'open a debugger',
  Net: 'use the network',
  Signal: 'send a signal',
  Priority: 'change the priority of a process',
};

export function blame(thrown: unknown, marks: Marks): Blame {
  const error: Thrown = typeof thrown === 'object' && thrown !== null ? thrown : { message: String(thrown) };
  const message = text(error.message);
  const syntax = /^ParseError: (.*?)\s*\n\s*(.+):(\d+):(\d+)/s.exec(message);
  if (syntax !== null) {
    const [, words = '', file = '', line, column] = syntax;
    return {
      problem: { kind: 'syntax', message: firstLine(words) },
      at: markAt(marks, file, Number(line), Number(column)),
    };
  }
  const at = firstFrame(text(error.stack), marks);
  if (error.code === 'ERR_ACCESS_DENIED' || error.code === 'ERR_DLOPEN_DISABLED') {
    return { problem: { kind: 'forbidden', what: acts[text(error.permission)] ?? 'load native code' }, at };
  }
  const unresolved = /^Cannot find (?:module|package) '([^']+)'/.exec(message)?.[1];
  if (unresolved !== undefined) {
    const written = marks.imports.find(({ name }) => name === unresolved);
    return { problem: { kind: 'import', name: unresolved }, at: written?.at ?? at };
  }
  const name = text(error.name);
  const words = firstLine(message);
  const said = name === '' || name === 'Error' ? words : `${name}: ${words}`;
  return { problem: { kind: 'threw', message: said === '' ? 'an error without a message' : said }, at };
}

const firstLine = (words: string): string => (/^[^\r\n]*/.exec(words)?.[0] ?? '').trim();

/** The innermost line in a file of the program: translation keeps lines, columns it does not. */
function firstFrame(stack: string, marks: Marks): Mark | undefined {
  for (const [, file = '', line] of stack.matchAll(
    /^ {4}at .*?\(?(?:file:\/\/)?(\/[^():]+|[A-Z]:[^():]+):(\d+):\d+\)?$/gm,
  )) {
    if (marks.files.includes(file)) return markAt(marks, file, Number(line));
  }
  return undefined;
}

/** A line from 1, without the space around it; one character of it where a column, from 0, is given. */
function markAt(marks: Marks, path: string, line: number, column?: number): Mark | undefined {
  let source: string;
  try {
    source = readFileSync(path, 'utf8').replace(/^\uFEFF/, '');
  } catch {
    return undefined;
  }
  const lines = Array.from(source.matchAll(/([^\r\n]*)(?:\r\n|\n|\r|$)/g));
  const found = lines[line - 1];
  const [begin, text] = [found?.index ?? 0, found?.[1] ?? ''];
  const from = column ?? text.length - text.trimStart().length;
  const start = begin + Math.min(from, text.length);
  const end = column === undefined ? begin + text.trimEnd().length : Math.min(start + 1, source.length);
  return { file: marks.fileOf(path), start, end: Math.max(start, end) };
}
