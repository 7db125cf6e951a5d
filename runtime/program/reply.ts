// What the process of a config sends back: an empty line when it is ready, then one line of JSON. In: that line, from a process that ran somebody's program.
// Out: an Evaluation, or nothing where it is not one: what is not understood is refused, whatever it claims.

import type { Evaluation, Mark, ProgramProblem, ProgramValue } from '../../compiler/ir/program.ts';

/** Where the process writes it. */
export const REPLY_FD = 3;

/** Sent before the config begins to run. */
export const READY = '\n';

/** Closed when the process that started this one is gone, however it went. */
export const LIFE_FD = 4;

/** Longest reply that is read. */
export const MAX_REPLY = 64 * 2 ** 20;
/** Deeper than any config; the compiler refuses what it cannot hold. */
export const MAX_DEPTH = 64;
/** Files that a program may consist of, and names that may have been tried for them in vain. */
export const MAX_FILES = 1000;
export const MAX_MISSING = 8000;

type Fields = Readonly<Record<string, unknown>>;

export function readReply(line: string): Evaluation | undefined {
  let reply: unknown;
  try {
    reply = JSON.parse(line);
  } catch {
    return undefined;
  }
  return isFields(reply) && isEvaluation(reply) ? (reply as unknown as Evaluation) : undefined;
}

const isFields = (x: unknown): x is Fields => typeof x === 'object' && x !== null && !Array.isArray(x);
const isTexts = (x: unknown, most: number): boolean =>
  Array.isArray(x) && x.length <= most && x.every((text) => typeof text === 'string');

function isEvaluation({ ok, files, missing, value, problem, at }: Fields): boolean {
  if (!isTexts(files, MAX_FILES) || !isTexts(missing, MAX_MISSING)) return false;
  const count = (files as readonly string[]).length;
  return ok === true ? isValue(value, count, 0) : isProblem(problem) && isMark(at, count);
}

const isOffset = (x: unknown): boolean => Number.isSafeInteger(x) && (x as number) >= 0;

function isMark(x: unknown, files: number): x is Mark | undefined {
  if (x === undefined) return true;
  if (!isFields(x)) return false;
  return isOffset(x.file) && (x.file as number) < files && isOffset(x.start) && isOffset(x.end);
}

function isValue(x: unknown, files: number, depth: number): x is ProgramValue {
  if (depth > MAX_DEPTH || !isFields(x) || !isMark(x.at, files) || !isMark(x.key, files) || !isMark(x.from, files))
    return false;
  const { is } = x;
  if (!isFields(is)) return is === null || ['string', 'number', 'boolean'].includes(typeof is);
  if (Array.isArray(is.list)) return is.list.every((item) => isValue(item, files, depth + 1));
  const isEntry = (e: unknown) =>
    Array.isArray(e) && e.length === 2 && typeof e[0] === 'string' && isValue(e[1], files, depth + 1);
  return Array.isArray(is.map) && is.map.every(isEntry);
}

/** Words of each kind of problem that a process can find in itself. */
const words: Readonly<Record<string, readonly string[]>> = {
  syntax: ['message'],
  threw: ['message'],
  import: ['name'],
  forbidden: ['what'],
  'no-default': [],
  'not-plain': ['path', 'what'],
  size: ['limit'],
};

function isProblem(x: unknown): x is ProgramProblem {
  if (!isFields(x)) return false;
  if (x.kind === 'deep') return isOffset(x.limit);
  const names = typeof x.kind === 'string' && Object.hasOwn(words, x.kind) ? words[x.kind] : undefined;
  return names?.every((name) => typeof x[name] === 'string') ?? false;
}
