// A config that is a program (TypeScript, JavaScript), once it has run: plain data, and where in its files each value was
// written, as far as that is known. In: nothing. Out: the types that the host and the load pass share.

/** A piece of a file, by its place in `Evaluation.files`; offsets in UTF-16 units, `end` exclusive. */
export interface Mark {
  readonly file: number;
  readonly start: number;
  readonly end: number;
}

export interface ProgramValue {
  /** The expression that stands for the value: `gain(-6)`, `vocal`, `{ … }`. */
  readonly at?: Mark | undefined;
  /** Its key, in the same file. */
  readonly key?: Mark | undefined;
  /** The literal that the expression gave, where that was written elsewhere. */
  readonly from?: Mark | undefined;
  readonly is:
    | string
    | number
    | boolean
    | null
    | { readonly list: readonly ProgramValue[] }
    | { readonly map: readonly (readonly [string, ProgramValue])[] };
}

/** Why there is no value. */
export type ProgramProblem =
  | { readonly kind: 'syntax' | 'threw'; readonly message: string }
  | { readonly kind: 'import'; readonly name: string }
  /** What a config may not do: start a process, write a file. */
  | { readonly kind: 'forbidden'; readonly what: string }
  | { readonly kind: 'no-default' }
  /** `what` stands at `path` where data should: `graph.voice.do[0]`, `a function`. */
  | { readonly kind: 'not-plain'; readonly path: string; readonly what: string }
  | { readonly kind: 'deep'; readonly limit: number }
  /** More than `limit` of something: it was ended. */
  | { readonly kind: 'time' | 'memory' | 'output' | 'size'; readonly limit: string }
  /** It ended by itself and gave nothing. */
  | { readonly kind: 'ended'; readonly how: string };

interface Files {
  /** Every file that it consists of, as the host names them; the entry is the first. */
  readonly files: readonly string[];
  /** Paths at which it looked for a file and found none. */
  readonly missing: readonly string[];
}

export type Evaluation = Files &
  (
    | { readonly ok: true; readonly value: ProgramValue }
    | { readonly ok: false; readonly problem: ProgramProblem; readonly at?: Mark | undefined }
  );

/** Whether a config of this name is a program. */
export const isProgram = (path: string): boolean => /\.[cm]?[jt]s$/.test(path);
