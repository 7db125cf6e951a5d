// The value of a program -> plain data with places. In: anything at all. Out: a ProgramValue, or which value is not data.
// Invariant: ends for every value: cycles, depth and size are bounded, and what is shared is counted each time.

import type { Mark, ProgramProblem, ProgramValue } from '../../compiler/ir/program.ts';
import type { Made, Marks } from './marks.ts';
import { MAX_DEPTH } from './reply.ts';

/** Twice what a studio of 10,000 nodes has. */
const MAX_VALUES = 300_000;

/** Thrown through the recursion: what is wrong, and where. */
export class NotPlain extends Error {
  readonly problem: ProgramProblem;
  readonly at: Mark | undefined;
  constructor(problem: ProgramProblem, at: Mark | undefined) {
    super(problem.kind);
    this.problem = problem;
    this.at = at;
  }
}

type Where = Pick<ProgramValue, 'at' | 'key'>;

/** Throws NotPlain. */
export function toPlain(value: unknown, marks: Marks): ProgramValue {
  return new Reader(marks).read(value, {}, []);
}

class Reader {
  private readonly marks: Marks;
  private readonly open = new Set<object>();
  private count = 0;

  constructor(marks: Marks) {
    this.marks = marks;
  }

  read(value: unknown, where: Where, path: readonly (string | number)[]): ProgramValue {
    const made = typeof value === 'object' && value !== null ? this.marks.where(value) : undefined;
    const place = placed(where, made);
    const refuse = (problem: ProgramProblem) => new NotPlain(problem, place.at);
    if (++this.count > MAX_VALUES) throw refuse({ kind: 'size', limit: `${MAX_VALUES.toLocaleString('en')} values` });
    if (path.length > MAX_DEPTH) throw refuse({ kind: 'deep', limit: MAX_DEPTH });
    const what = notData(value, this.open);
    if (what !== undefined) throw refuse({ kind: 'not-plain', path: pathText(path), what });
    if (typeof value !== 'object' || value === null) return { ...place, is: value as string | number | boolean | null };
    this.open.add(value);
    const is = Array.isArray(value)
      ? { list: Array.from(value, (item: unknown, i) => this.read(item, { at: made?.items?.[i] }, [...path, i])) }
      : { map: this.entries(value, made, path) };
    this.open.delete(value);
    return { ...place, is };
  }

  /** A key whose value is undefined is not there, as in JSON. */
  private entries(map: object, made: Made | undefined, path: readonly (string | number)[]): [string, ProgramValue][] {
    return Object.entries(map)
      .filter(([, value]) => value !== undefined)
      .map(([key, value]) => [key, this.read(value, whereOf(key, made), [...path, key])]);
  }
}

/** A value without an expression of its own stands where it was made; one with both, at the expression. */
function placed(where: Where, made: Made | undefined): Omit<ProgramValue, 'is'> {
  const literal = made?.call === undefined ? made?.at : undefined;
  if (where.at === undefined) return made === undefined ? where : { ...where, at: made.at };
  const isElsewhere = literal !== undefined && (literal.file !== where.at.file || literal.start !== where.at.start);
  return isElsewhere ? { ...where, from: literal } : where;
}

/** `gain(-6)` makes `{ gain: -6 }`: the key stands at the function’s name, the value at its argument. */
function whereOf(key: string, made: Made | undefined): Where {
  const entry = made?.entries?.get(key);
  if (entry !== undefined) return { key: entry.key, at: entry.value };
  const call = made?.call;
  if (call === undefined || call.name.toLowerCase() !== key.replaceAll('_', '')) return {};
  return { key: call.callee, at: call.argument ?? call.callee };
}

/** What a value is that no config can hold. */
function notData(value: unknown, open: ReadonlySet<object>): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined;
    case 'number':
      return Number.isFinite(value) ? undefined : String(value);
    case 'undefined':
      return 'undefined';
    case 'object':
      return value === null ? undefined : notPlainObject(value, open);
    default:
      return `a ${typeof value}`;
  }
}

function notPlainObject(value: object, open: ReadonlySet<object>): string | undefined {
  if (open.has(value)) return 'a value that holds itself';
  if (Array.isArray(value)) return undefined;
  const proto: unknown = Object.getPrototypeOf(value);
  if (proto === Object.prototype || proto === null) return undefined;
  if (value instanceof Promise) return 'a promise: await it';
  const { name } = (value as { constructor?: { name?: unknown } }).constructor ?? {};
  return typeof name === 'string' && name !== '' ? `an instance of ${name}` : 'an instance of a class';
}

function pathText(path: readonly (string | number)[]): string {
  return path
    .map((key, i) => {
      if (typeof key === 'number') return `[${key}]`;
      return /^[\w$-]+$/.test(key) ? `${i === 0 ? '' : '.'}${key}` : `[${JSON.stringify(key)}]`;
    })
    .join('');
}
